//! Faults in the fields of a registration, which the API and the form name beside the field.

use serde::{Deserialize, Serialize};

/// The fault of each field; `None` if the field is valid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faults {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<UsernameFault>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailFault>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<PasswordFault>,
    /// The repeated password differs.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub again: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsernameFault {
    Length,
    Alphabet,
    /// Names like `kestrel-4821` are reserved for students.
    OfAStudent,
    Taken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailFault {
    Shape,
    TooLong,
    /// Already the address of this account.
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
