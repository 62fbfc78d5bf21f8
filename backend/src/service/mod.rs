//! Use cases, one file each: the order of the checks, the transaction, the answer.

mod board;
mod challenge;
mod class_acts;
mod class_links;
mod factors;
mod hand_out;
mod housekeeping;
mod join;
mod known_browser;
mod lesson;
mod network_limit;
mod open_class;
mod opening_limit;
mod progress;
mod purge;
mod results;
mod seat_acts;
mod set_up;
mod sign_in;
mod throttle;

pub use class_links::{ClassMenu, Traded};
pub use housekeeping::Swept;
pub use join::{Door, TakeSeat, Taken};
pub use known_browser::KNOWN_FOR;
pub(crate) use network_limit::Networks;
pub use open_class::{OpenClass, OpenedClass};
pub use set_up::Connected;
pub use sign_in::{PasswordAccepted, SignIn};

/// The context of the sealed password that nobody has.
pub(crate) const NOBODY: &str = "nobody";

/// The contexts under which things are sealed, so that one can never be opened as another.
pub(crate) mod context {
    use domain::ids::{AccountId, FactorId};

    pub fn student_password(account: AccountId) -> String {
        format!("password:{account}")
    }

    pub fn factor(factor: FactorId) -> String {
        format!("factor:{factor}")
    }
}
