//! Use cases, one file each: the order of the checks, the transaction, the answer.

mod account;
mod account_rows;
mod administer;
mod again;
mod audit;
mod board;
mod challenge;
mod change;
mod class_acts;
mod class_links;
mod classes;
mod email;
mod factors;
mod forgot;
mod hand_out;
mod housekeeping;
mod join;
mod known_browser;
mod lesson;
mod letters;
mod mailed_links;
mod network_limit;
mod open_class;
mod opening_limit;
mod progress;
mod purge;
mod recovery_codes;
mod register;
mod results;
mod rotate;
mod seat_acts;
mod set_up;
mod sign_in;
mod students;
mod throttle;

pub use account::AccountData;
pub use again::Again;
pub use class_links::{ClassMenu, Traded};
pub use forgot::NewPassword;
pub use housekeeping::Swept;
pub use join::{Door, TakeSeat, Taken};
pub use known_browser::KNOWN_FOR;
pub use letters::Delivered;
pub(crate) use network_limit::Networks;
pub use open_class::{OpenClass, OpenedClass};
pub use register::{Register, Registration};
pub use rotate::{Rotated, Usage};
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

/// A network, as a keyed hash that is only good for counting.
fn network_mac(stepwise: &crate::Stepwise, purpose: &str, address: std::net::IpAddr) -> Vec<u8> {
    let network = domain::network::network_of(address).to_string();
    stepwise.parts().macs.mac(purpose, &[network.as_bytes()]).to_vec()
}
