//! Server functions of students: joining a class, the lesson, exercises, the raised hand, the practice phone.

mod exercises;
mod files;
mod hand;
mod join;
mod lesson;
mod message;
mod passkey;
mod phishing;
mod practice_phone;
mod questions;

pub use exercises::{RecoveryExercise, load_messages_exercise, load_recovery_exercise};
pub use files::{AnswerFiles, EnterCodeWord, load_file, load_files_exercise};
pub use join::{ClassDoor, Join, JoinEntry, TakeSeat, load_join, load_join_entry};
pub use lesson::{load_lesson, load_lesson_state};
pub use message::{AnswerMessage, SendMessage, load_message_exercise};
pub use passkey::{
    ActOnPracticePasskey, AnswerPracticePasskey, CheckDevicePasskey, CheckPracticePasskey, RegisterDevicePasskey,
    load_passkey_exercise,
};
pub use phishing::{ActOnPhishing, PointAtAddress, TypeCodeForThief, TypePasswordForThief, load_phishing_exercise};
pub use practice_phone::load_messages;
pub use questions::{AnswerQuestions, load_questions};
