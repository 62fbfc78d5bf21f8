//! Components that several pages share.

mod display;
mod forms;
mod layout;

pub use display::*;
pub use forms::*;
pub use layout::*;
