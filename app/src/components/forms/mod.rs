//! Fields, buttons and error messages of forms. The fields that are alive in the browser are islands (`islands/forms`).

mod alert;
#[cfg(feature = "ssr")]
mod confirm_email;
mod field_error;
#[cfg(feature = "ssr")]
mod print_button;
#[cfg(feature = "ssr")]
mod recovery_code_field;
#[cfg(feature = "ssr")]
mod send_code;
#[cfg(feature = "ssr")]
mod sign_in_fields;
#[cfg(feature = "ssr")]
mod textarea;

pub use alert::Alert;
#[cfg(feature = "ssr")]
pub use confirm_email::{ConfirmEmailFirst, ResendConfirmation};
pub use field_error::{FieldError, described_by};
#[cfg(feature = "ssr")]
pub use print_button::PrintButton;
#[cfg(feature = "ssr")]
pub use recovery_code_field::RecoveryCodeField;
#[cfg(feature = "ssr")]
pub use send_code::{MessageFactorWarning, SendCodeFields};
#[cfg(feature = "ssr")]
pub use sign_in_fields::{NameField, Submit};
#[cfg(feature = "ssr")]
pub use textarea::textarea_text;
