//! Faults in the fields of a registration. The API and the form show each fault beside its field.

use serde::{Deserialize, Serialize};

/// The fault of each field; `None` for a valid field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faults {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<UsernameFault>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailFault>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<PasswordFault>,
    /// The second password differs from the first one.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub again: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsernameFault {
    Length,
    Alphabet,
    /// The name has the form of a student login, such as `kestrel-4821`.
    OfAStudent,
    Taken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailFault {
    Shape,
    TooLong,
    /// The account has this address already.
    Same,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordFault {
    TooShort,
    TooLong,
    Common,
    HoldsUsername,
    HoldsEmail,
    HoldsSiteName,
}
