//! Students and their progress through the lesson.

pub(crate) mod lesson;
pub(crate) mod new_students;
pub(crate) mod practice;
pub(crate) mod progress;
