//! The e-mail address of a member: confirming, changing and restoring it.

mod change;
mod undo;
