//! Server functions: each one parses its input, calls one service and maps the error. Forms post to addresses that
//! users see in the browser, such as `/sign-in`. Functions that load data for pages are under `/sfn`.

mod account;
mod admin;
mod board;
mod challenge;
mod class_act;
mod email;
mod factors;
mod forgot;
mod hand_out;
mod handouts;
mod join;
mod lesson;
mod open_class;
mod practice;
mod preference;
mod register;
mod rescue;
mod results;
mod seat_act;
mod set_up;
mod sign_in;
mod teach;

pub use account::{
    ChangeEmail, ChangePassword, ChangePhone, DeleteAccount, RenewRecoveryCodes, load_account, load_again, load_classes,
};
#[cfg(feature = "ssr")]
pub use admin::audit_filter;
pub use admin::{
    ActOnAccount, AuditQuery, DeclineRescue, EnrolmentCode, IssueCode, MakeInvite, ProveAdmin, Rescues, RevokeInvite,
    load_admin, load_admin_account, load_admin_accounts, load_admin_audit, load_admin_classes, load_admin_invites,
    load_admin_rescues, load_admin_server, load_enrolment_code,
};
pub use board::{Board, ClassMenu, load_board, load_board_changes, load_seat_passwords};
pub use challenge::{ProveCode, ProveRecoveryCode, SendSignInCode, load_challenge};
pub use class_act::{ActOnClass, ClassAct, ClassActed};
pub use email::{ConfirmEmail, UndoEmailChange, load_undo_email};
#[cfg(feature = "ssr")]
pub use factors::TRUSTED;
pub use factors::{
    AskFirst, ConnectFactor, ConnectMessage, RemoveFactor, SendAgainCode, SendSetUpCode, load_factor,
    load_message_set_up, load_ways_again,
};
pub use forgot::{Forgot, ResetPassword, load_forgot, load_reset};
pub use hand_out::{HandOut, SelfJoin};
#[cfg(feature = "ssr")]
pub use handouts::handouts_of;
pub use handouts::{Card, Handouts, load_handouts};
pub use join::{ClassDoor, Join, JoinEntry, TakeSeat, load_join, load_join_entry};
pub use lesson::{load_lesson, load_lesson_state};
pub use open_class::{ClassForm, OpenClass, new_class_form};
pub use practice::load_messages;
pub use register::{Register, RegistrationPage, load_registration};
pub use rescue::{AskForHelp, ObjectToRescue, ProveEnrolmentCode, load_objection};
pub use results::load_results;
pub use seat_act::{ActOnSeat, SeatAct, SeatActed};
pub use set_up::{Connect, load_recovery_codes, load_set_up};
pub use sign_in::{Door, SignIn, Who, left_behind, load_door, who_is_here};
pub use teach::{TradeTeacherLink, load_teach};
