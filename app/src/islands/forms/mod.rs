//! Fields and buttons that are alive in the browser.

mod code_field;
mod copy_button;
mod new_password;
mod password_field;
mod secret_input;
mod send_code;
mod text_field;

pub use code_field::*;
pub use copy_button::*;
pub use new_password::*;
pub use password_field::*;
pub use send_code::*;
pub use text_field::*;
