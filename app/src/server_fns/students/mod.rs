//! Server functions of students: joining a class, the lesson, the practice phone.

mod join;
mod lesson;
mod practice_phone;

pub use join::{ClassDoor, Join, JoinEntry, TakeSeat, load_join, load_join_entry};
pub use lesson::{load_lesson, load_lesson_state};
pub use practice_phone::load_messages;
