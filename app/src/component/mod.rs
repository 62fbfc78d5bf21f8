//! Components that several pages share.

mod alert;
mod alone;
mod art;
mod badge;
mod code_field;
mod confirm_first;
mod copy;
mod countdown;
mod course;
mod dialog_page;
mod form;
mod icon;
mod layout;
mod loaded;
mod message;
mod offline;
mod qr;
mod resend;
mod spare_code_field;
mod text_field;
mod time;
mod typed_address;

pub use alert::Alert;
pub use alone::{Alone, DeadLink, token_here};
pub use art::{Art, Scene};
pub use badge::{Badge, MessageBadge};
pub use code_field::CodeField;
pub use confirm_first::{ConfirmAgain, ConfirmFirst};
pub use copy::CopyButton;
pub use countdown::{Ring, seconds_left};
pub use course::CoursePicture;
pub use dialog_page::DialogPage;
pub use form::{NameField, PasswordField, ShowSecret, Submit};
pub use icon::{Icon, Picture};
pub use layout::{Frame, Layout};
pub use loaded::loaded;
pub use message::{LessonOver, Message, NotForYou, NotFound};
#[cfg(all(feature = "ssr", debug_assertions))]
pub use offline::NetworkAway;
pub use offline::Offline;
#[cfg(feature = "ssr")]
pub use qr::modules_of;
pub use qr::{Qr, QrCode};
pub use resend::{SendButton, Weaker};
pub use spare_code_field::SpareCodeField;
pub use text_field::{NewPasswordFields, Rule, TextField};
pub use time::{At, On};
#[cfg(feature = "ssr")]
pub use time::{day_of, rfc3339};
pub use typed_address::TypedAddress;
