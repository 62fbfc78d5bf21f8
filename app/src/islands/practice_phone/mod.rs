//! The practice phone: a small authenticator app in the browser, for students without a phone. The browser keeps the
//! secrets of its accounts and does not send them to the server.

mod account;
mod add;
#[cfg(target_arch = "wasm32")]
mod camera;
mod clock;
mod follow_inbox;
mod phone_link;
mod screen;
pub mod storage;

pub use follow_inbox::*;
pub use phone_link::*;
pub use screen::*;

/// The id of the link on the set-up page whose address is the content of the QR code.
pub const OTPAUTH_LINK_ID: &str = "otpauth";
