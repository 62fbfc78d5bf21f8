//! Fields, buttons and error messages of forms.

mod alert;
mod code_field;
mod confirm_email;
mod copy_button;
mod recovery_code_field;
mod send_code;
mod sign_in_fields;
mod text_field;

pub use alert::Alert;
pub use code_field::CodeField;
pub use confirm_email::{ConfirmEmailFirst, ResendConfirmation};
pub use copy_button::CopyButton;
pub use recovery_code_field::RecoveryCodeField;
pub use send_code::{MessageFactorWarning, SendCodeButton};
pub use sign_in_fields::{NameField, PasswordField, ShowSecret, Submit};
pub use text_field::{NewPasswordFields, Rule, TextField};
