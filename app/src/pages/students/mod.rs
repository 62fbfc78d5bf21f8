//! The pages of a student: joining a class, the lesson, the practice phone.

mod join;
pub(super) mod lesson;
pub(super) mod practice_phone;

pub use join::{JoinEntryPage, JoinPage};
pub use lesson::LessonPage;
pub use practice_phone::{MessagesPage, PhonePage};
