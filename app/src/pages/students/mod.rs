//! The pages of a student: joining a class, the lesson, the exercises, the questions, the practice phone, what is printed at the end.

mod certificate;
mod exercises;
mod family_sheet;
pub(super) mod hand;
mod join;
pub(super) mod lesson;
pub(super) mod practice_phone;
mod questions;

pub use certificate::CertificatePage;
pub use exercises::{ExercisePage, FilePage};
pub use family_sheet::FamilySheetPage;
pub use join::{JoinEntryPage, JoinPage, StudentEntry};
pub use lesson::LessonPage;
pub use practice_phone::{MessagesPage, PhonePage};
pub use questions::QuestionsPage;
