//! Server functions: each parses, calls one service and maps the error once. Forms post to addresses that
//! people may see (`/sign-in`); what pages load lies under `/sfn`.

mod account;
mod board;
mod challenge;
mod class_act;
mod email;
mod forgot;
mod hand_out;
mod handouts;
mod join;
mod lesson;
mod open_class;
mod preference;
mod register;
mod results;
mod seat_act;
mod set_up;
mod sign_in;
mod teach;

pub use account::{
    ChangeEmail, ChangePassword, ChangePhone, DeleteAccount, RenewRecoveryCodes, load_account, load_again, load_classes,
};
pub use board::{Board, ClassMenu, load_board, load_board_changes, load_seat_passwords};
pub use challenge::{ProveCode, ProveRecoveryCode, load_challenge};
pub use class_act::{ActOnClass, ClassAct, ClassActed};
pub use email::ConfirmEmail;
pub use forgot::{Forgot, ResetPassword, load_reset};
pub use hand_out::{HandOut, SelfJoin};
#[cfg(feature = "ssr")]
pub use handouts::handouts_of;
pub use handouts::{Card, Handouts, load_handouts};
pub use join::{ClassDoor, Join, JoinEntry, TakeSeat, load_join, load_join_entry};
pub use lesson::load_lesson;
pub use open_class::{ClassForm, OpenClass, new_class_form};
pub use register::{Register, RegistrationPage, load_registration};
pub use results::load_results;
pub use seat_act::{ActOnSeat, SeatAct, SeatActed};
pub use set_up::{Connect, load_recovery_codes, load_set_up};
pub use sign_in::{Door, SignIn, Who, left_behind, load_door, who_is_here};
pub use teach::TradeTeacherLink;
