//! The pages of registered members: registration, list of classes, account, mailed links.

mod account;
pub(super) mod class_list;
mod confirm_email;
pub(super) mod register;
mod tokens;
mod undo_email;

pub use account::{
    AccountPage, ConnectFactorPage, DeleteAccountPage, EmailChangePage, PasswordChangePage, PhoneChangePage,
    PreferFactorPage, RecoveryCodesPage, RemoveFactorPage, SendCodeForms,
};
pub(in crate::pages) use account::{Again, ChangePage, answers};
pub use class_list::ClassesPage;
pub use confirm_email::ConfirmEmailPage;
pub use register::RegisterPage;
pub use tokens::PersonalTokensPage;
pub use undo_email::{EmailUndonePage, UndoEmailPage};
