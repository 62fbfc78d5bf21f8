//! The parts that pages are made of.

mod alert;
mod art;
mod badge;
mod code_field;
mod copy;
mod countdown;
mod course;
mod form;
mod icon;
mod layout;
mod loaded;
mod message;
mod qr;
mod text_field;
mod time;

pub use alert::Alert;
pub use art::{Art, Scene};
pub use badge::Badge;
pub use code_field::CodeField;
pub use copy::CopyButton;
pub use countdown::{Ring, seconds_left};
pub use course::CoursePicture;
pub use form::{PasswordField, Submit};
pub use icon::{Icon, Picture};
pub use layout::{Frame, Layout};
pub use loaded::loaded;
pub use message::{Message, NotFound};
pub use qr::{Qr, QrCode};
pub use text_field::{NewPasswordFields, Rule, TextField};
#[cfg(feature = "ssr")]
pub use time::rfc3339;
pub use time::{At, On};
