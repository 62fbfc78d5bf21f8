//! The islands of a student's pages.

mod follow_class;
mod forget_accounts;
mod next_code;

pub use follow_class::*;
pub use forget_accounts::*;
pub use next_code::*;
