//! The parts of pages that are alive in the browser. The server renders an island like any other component and writes
//! its properties into the page; `shell/islands.js` hydrates it there. Context does not cross from a page into an
//! island, so islands read the language and the time zone from the document (`preferences.rs`).

mod board;
mod forms;
mod lesson;
mod practice_phone;
mod projector;

pub use board::*;
pub use forms::*;
pub use lesson::*;
pub use practice_phone::*;
pub use projector::*;
