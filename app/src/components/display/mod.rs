//! Components that only show something: icons, pictures, badges, times, QR codes.

#[cfg(feature = "ssr")]
mod badge;
#[cfg(feature = "ssr")]
mod bold_beginnings;
mod countdown;
#[cfg(feature = "ssr")]
mod exercise_badge;
mod icon;
#[cfg(feature = "ssr")]
mod illustration;
#[cfg(feature = "ssr")]
mod learned;
#[cfg(feature = "ssr")]
mod loopback_warning;
#[cfg(feature = "ssr")]
mod progress_chart;
#[cfg(feature = "ssr")]
mod qr_code;
#[cfg(feature = "ssr")]
mod time;
#[cfg(feature = "ssr")]
mod typed_address;
#[cfg(feature = "ssr")]
mod why_new_code;

#[cfg(feature = "ssr")]
pub use badge::Badge;
#[cfg(feature = "ssr")]
pub use bold_beginnings::BoldBeginnings;
pub use countdown::{Ring, seconds_left};
#[cfg(feature = "ssr")]
pub use exercise_badge::{ExerciseBadge, exercise_icon};
pub use icon::{Icon, Picture};
#[cfg(feature = "ssr")]
pub use illustration::{Illustration, Scene};
#[cfg(feature = "ssr")]
pub use learned::Learned;
#[cfg(feature = "ssr")]
pub use loopback_warning::LoopbackWarning;
#[cfg(feature = "ssr")]
pub use progress_chart::ProgressChart;
#[cfg(feature = "ssr")]
pub use qr_code::{Qr, QrCode, modules_of};
#[cfg(feature = "ssr")]
pub use time::{At, Day, On};
#[cfg(feature = "ssr")]
pub use typed_address::TypedAddress;
#[cfg(feature = "ssr")]
pub use why_new_code::WhyNewCode;
