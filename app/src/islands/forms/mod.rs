//! Fields and buttons that are alive in the browser.

mod account_fields;
mod code_field;
mod copy_button;
mod new_password;
mod password_field;
mod secret_input;
mod send_code;
mod text_field;

pub use account_fields::*;
pub use code_field::*;
pub use copy_button::*;
pub use password_field::*;
pub use send_code::*;
pub use text_field::Rule;
