//! The pages: one file each, with a folder for the parts of larger ones.

mod account;
mod admin;
mod board;
mod class_menu;
mod classes;
mod code;
mod confirm_email;
mod forgot;
mod handouts;
mod home;
mod join;
mod lesson;
mod phone;
mod projector;
mod recovery;
mod refused;
mod register;
mod rescue;
mod results;
mod seat;
mod set_up;
mod sign_in;
mod signed_out;
mod teach;
mod undo_email;

pub use account::{
    AccountPage, AskFirstPage, ConnectFactorPage, DeleteAccountPage, EmailChangePage, PasswordChangePage,
    PhoneChangePage, RecoveryCodesPage, RemoveFactorPage,
};
pub use admin::{
    AdminAccountPage, AdminAccountsPage, AdminAuditPage, AdminClassesPage, AdminCodePage, AdminInvitesPage, AdminPage,
    AdminRescuesPage, AdminServerPage,
};
pub use board::BoardPage;
pub use class_menu::ClassMenuPage;
pub use classes::ClassesPage;
pub use code::CodePage;
pub use confirm_email::ConfirmEmailPage;
pub use forgot::{ForgotPage, ResetPage};
pub use handouts::HandoutsPage;
pub use home::HomePage;
pub use join::{JoinEntryPage, JoinPage};
pub use lesson::LessonPage;
pub use phone::{MessagesPage, PhonePage};
pub use projector::ProjectorPage;
pub use recovery::RecoveryPage;
pub use register::RegisterPage;
pub use rescue::{ObjectedPage, ObjectionPage};
pub use results::ResultsPage;
pub use seat::SeatPage;
pub use set_up::{EmailSetUpPage, SetUpPage, SmsSetUpPage};
pub use sign_in::SignInPage;
pub use signed_out::SignedOutPage;
pub use teach::TeachPage;
pub use undo_email::{EmailUndonePage, UndoEmailPage};
