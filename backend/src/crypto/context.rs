//! The contexts under which values are sealed (encrypted): a sealed value of one kind cannot be decrypted as a value of
//! another kind.

use domain::ids::{AccountId, FactorId, ProgressId, SentCodeId};

/// The context of the sealed dummy password, which is compared if the student does not exist.
pub const DUMMY_PASSWORD: &str = "nobody";

pub fn student_password(account: AccountId) -> String {
    format!("password:{account}")
}

pub fn factor(factor: FactorId) -> String {
    format!("factor:{factor}")
}

pub fn message_code(code: SentCodeId) -> String {
    format!("message-code:{code}")
}

pub fn exercise_state(progress: ProgressId) -> String {
    format!("exercise-state:{progress}")
}
