//! Components that several pages or islands share.

mod display;
mod forms;
#[cfg(feature = "ssr")]
mod layout;

pub use display::*;
pub use forms::*;
#[cfg(feature = "ssr")]
pub use layout::*;
