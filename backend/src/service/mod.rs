//! The use cases of Stepwise. Each file decides the order of the checks, opens the transaction and returns the answer.

mod account;
mod account_rows;
mod admin;
mod administer;
mod again;
mod audit;
mod board;
mod browser_sessions;
mod challenge;
mod change;
mod class_acts;
mod class_links;
pub(crate) mod class_rows;
mod classes;
mod email;
mod email_undo;
mod enrolment;
mod epoch;
mod factor_order;
mod factors;
mod figures;
mod forgot;
mod forms;
mod hand_out;
mod hourly_budget;
mod hourly_limit;
mod housekeeping;
mod join;
mod known_browser;
mod leases;
mod lesson;
mod letters;
mod mail_delivery;
mod mailed_links;
mod member_sessions;
mod message_codes;
mod message_factors;
mod network_limit;
mod new_device;
mod open_class;
mod opened_once;
mod password_check;
mod pauses;
mod practice;
mod program_codes;
mod program_set_up;
mod progress;
mod purge;
mod recipient_limit;
mod recovery_codes;
mod register;
mod rescue;
mod results;
mod rotate;
mod seat_acts;
mod set_up;
pub(crate) mod sign_in;
mod spare_codes;
mod students;
mod take_back;
mod take_seat;
mod throttle;
mod token_families;
mod token_holder;
mod tokens;
mod trusted_browser;
mod users;
mod ways;

pub use account::AccountData;
pub use admin::{AccountAct, AuditFilter, FindAccounts};
pub use again::Again;
pub use board::Card;
pub use class_links::{ClassMenu, Traded};
pub use classes::ClassEntry;
pub use figures::Figures;
pub use forgot::NewPassword;
pub use housekeeping::Swept;
pub use join::{AtDoor, TypedCode};
pub use known_browser::{Device, KNOWN_FOR};
pub use leases::Replica;
pub use letters::Channel;
pub use mail_delivery::Delivered;
pub use member_sessions::EndedSession;
pub(crate) use network_limit::Networks;
pub use open_class::{OpenClass, OpenedClass};
pub use opened_once::OpenByMember;
pub use program_codes::{SendToProgram, SentToProgram};
pub use program_set_up::{OpenByProgram, PROGRAM_SECRET_LIFE};
pub use register::{Register, Registration};
pub use rotate::{Rotated, Usage};
pub use set_up::{Connected, PendingSecret};
pub use sign_in::{PasswordAccepted, SignIn};
pub use take_seat::{TakeSeat, Taken};
pub use tokens::{LogIn, Tokens};
pub use users::{RegisterByProgram, User};

/// The context of the sealed dummy password that is compared when there is no such student.
pub(crate) const NOBODY: &str = "nobody";

/// The contexts under which values are sealed, so that a value of one kind cannot be opened as another.
pub(crate) mod context {
    use domain::ids::{AccountId, FactorId, SentCodeId};

    pub fn student_password(account: AccountId) -> String {
        format!("password:{account}")
    }

    pub fn factor(factor: FactorId) -> String {
        format!("factor:{factor}")
    }

    pub fn message_code(code: SentCodeId) -> String {
        format!("message-code:{code}")
    }
}
