//! Pages and parts of pages for passkeys. The browser needs scripts for a passkey, so every page has another way beside
//! it.

mod button;
mod edit;
mod list;
mod obstacle;
mod only_passkey;
mod second_factor;
mod set_up;
mod sign_in;

pub use button::PasskeyButton;
pub use edit::PasskeyPage;
pub use list::Passkeys;
pub use only_passkey::OnlyPasskey;
pub use second_factor::PasskeyForm;
pub use set_up::{PasskeyFirst, PasskeySetUpPage};
pub use sign_in::PasskeySignIn;
