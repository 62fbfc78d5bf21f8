//! Translates a refusal into the list of invalid fields.

use super::{ApiError, FieldFault};
use domain::{
    refusal::Refusal,
    registration::{Faults, UsernameFault},
};

impl ApiError {
    pub(super) fn fields(&self) -> Vec<FieldFault> {
        let one = |field: &str, code: &str| {
            vec![FieldFault {
                field: field.to_owned(),
                code: code.to_owned(),
            }]
        };
        match self {
            Self::Fields(faults) => faults.clone(),
            Self::Refused(Refusal::Faults { faults }) => of_faults(faults),
            Self::Refused(Refusal::NotACode) => one("security_code", "not_a_code"),
            Self::Refused(
                Refusal::SeatsOutOfRange { .. } | Refusal::NoRoomForSeats { .. } | Refusal::NoSeatNumbersLeft { .. },
            ) => one("seats", "out_of_range"),
            Self::Refused(Refusal::TitleTooLong { .. }) => one("title", "too_long"),
            Self::Refused(Refusal::LabelTooLong { .. }) => one("label", "too_long"),
            _ => Vec::new(),
        }
    }
}

/// True if the only fault is that another account has the user name.
pub(super) fn is_taken(faults: &Faults) -> bool {
    let only = Faults {
        username: Some(UsernameFault::Taken),
        ..Faults::default()
    };
    *faults == only
}

fn of_faults(faults: &Faults) -> Vec<FieldFault> {
    let code = |fault: serde_json::Result<serde_json::Value>| match fault {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    };
    let found = [
        ("username", faults.username.map(serde_json::to_value).map(code)),
        ("email", faults.email.map(serde_json::to_value).map(code)),
        ("password1", faults.password.map(serde_json::to_value).map(code)),
        ("password2", faults.again.then(|| "differs".to_owned())),
    ];
    let found = found.into_iter().filter_map(|(field, code)| {
        Some(FieldFault {
            field: field.to_owned(),
            code: code?,
        })
    });
    found.collect()
}
