//! One file a page.

mod board;
mod class_menu;
mod code;
mod handouts;
mod home;
mod join;
mod lesson;
mod phone;
mod projector;
mod recovery;
mod refused;
mod results;
mod seat;
mod set_up;
mod sign_in;
mod signed_out;
mod teach;

pub use board::BoardPage;
pub use class_menu::ClassMenuPage;
pub use code::CodePage;
pub use handouts::HandoutsPage;
pub use home::HomePage;
pub use join::{JoinEntryPage, JoinPage};
pub use lesson::LessonPage;
pub use phone::PhonePage;
pub use projector::ProjectorPage;
pub use recovery::RecoveryPage;
pub use results::ResultsPage;
pub use seat::SeatPage;
pub use set_up::SetUpPage;
pub use sign_in::SignInPage;
pub use signed_out::SignedOutPage;
pub use teach::TeachPage;
