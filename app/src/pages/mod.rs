//! The pages, in folders by capability. Each page is a component; `app.rs` gives it a route.

mod admin;
mod auth;
mod classes;
mod factors;
mod form_errors;
mod guide;
mod home;
mod members;
mod passkeys;
mod students;

pub use admin::{
    AdminAccountPage, AdminAccountsPage, AdminAuditPage, AdminClassesPage, AdminCodePage, AdminInvitesPage, AdminPage,
    AdminRescuesPage, AdminServerPage,
};
pub use auth::{CodePage, ForgotPage, ObjectedPage, ObjectionPage, ResetPage, SignInPage, SignedOutPage};
pub use classes::{
    BoardPage, ClassMenuPage, ClassNamesPage, ClassQuestionsPage, FinishPage, HandoutsPage, OpenBoard, ProjectorPage,
    ResultsPage, SeatPage, TeacherLinkPage,
};
pub use factors::{EmailSetUpPage, RecoveryPage, SetUpPage, SmsSetUpPage};
pub use guide::GuidePage;
pub use home::HomePage;
pub use members::{
    AccountPage, ClassesPage, ConfirmEmailPage, ConnectFactorPage, DeleteAccountPage, EmailChangePage, EmailUndonePage,
    PasswordChangePage, PersonalTokensPage, PhoneChangePage, PreferFactorPage, RecoveryCodesPage, RegisterPage,
    RemoveFactorPage, UndoEmailPage,
};
pub use passkeys::{PasskeyPage, PasskeySetUpPage};
pub use students::{
    CertificatePage, ExercisePage, FamilySheetPage, FilePage, JoinEntryPage, JoinPage, LessonPage, MessagesPage,
    PhonePage, QuestionsPage,
};
