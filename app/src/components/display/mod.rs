//! Components that only show something: icons, pictures, badges, times, QR codes.

mod badge;
mod countdown;
mod icon;
mod illustration;
mod progress_chart;
mod qr_code;
mod time;
mod typed_address;

pub use badge::{Badge, MessageBadge};
pub use countdown::{Ring, seconds_left};
pub use icon::{Icon, Picture};
pub use illustration::{Illustration, Scene};
pub use progress_chart::ProgressChart;
#[cfg(feature = "ssr")]
pub use qr_code::modules_of;
pub use qr_code::{Qr, QrCode};
pub use time::{At, On};
#[cfg(feature = "ssr")]
pub use time::{day_of, rfc3339};
pub use typed_address::TypedAddress;
