//! Server functions of members: registration, account, address, list of classes.

mod account;
mod email;
mod register;
mod tokens;
pub(super) use account::reauthentication;
pub use account::{
    ChangeEmail, ChangePassword, ChangePhone, DeleteAccount, RenewRecoveryCodes, load_account, load_classes,
    load_reauthentication,
};
pub use email::{ConfirmEmail, UndoEmailChange, load_undo_email};
pub use register::{Register, RegistrationPage, load_registration};
pub use tokens::{MakeToken, TokensPage, load_tokens};
