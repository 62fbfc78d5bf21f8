//! The pages of a student: joining a class, the lesson, the exercises, the practice phone.

mod exercises;
pub(super) mod hand;
mod join;
pub(super) mod lesson;
pub(super) mod practice_phone;

pub use exercises::{ExercisePage, FilePage};
pub use join::{JoinEntryPage, JoinPage};
pub use lesson::LessonPage;
pub use practice_phone::{MessagesPage, PhonePage};
