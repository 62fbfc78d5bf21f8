//! Data of the join page, on which students enter a class.

use crate::{class::ClassState, locale::Locale};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinView {
    pub title: String,
    pub code: String,
    /// The language of the class.
    pub locale: Locale,
    pub state: ClassState,
    /// Students can take free seats themselves.
    pub self_join: bool,
    /// The class has a free seat.
    pub free: bool,
    /// The seat that a student has taken in this browser.
    pub mine: Option<TakenSeat>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenSeat {
    pub number: u16,
    pub login: String,
    /// `None` after the student has signed in with the password.
    pub password: Option<String>,
}

impl core::fmt::Debug for TakenSeat {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TakenSeat")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}
