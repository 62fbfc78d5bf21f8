//! Forms that do one thing however often they are sent, also at the same moment: each carries, sealed, what it will
//! make.

use crate::{Result, Stepwise};
use domain::{refusal::Refusal, time::Timestamp};
use std::time::Duration;

/// How long a form may lie open before it is sent.
const LIFE: Duration = Duration::from_secs(24 * 3600);
/// Within this time after the first sending a second one is the same.
const SAME: Duration = Duration::from_secs(10 * 60);

#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    OpenClass,
    Register,
    TakeSeat,
}

impl Form {
    const fn purpose(self) -> &'static str {
        match self {
            Self::OpenClass => "form:open-class",
            Self::Register => "form:register",
            Self::TakeSeat => "form:take-seat",
        }
    }
}

impl Stepwise {
    pub(super) fn seal_form(&self, form: Form, makes: &str) -> Result<String> {
        self.once().seal(form.purpose(), makes, self.now(), LIFE)
    }

    /// What this form makes, unless it is none of ours, or too old.
    pub(super) fn open_form(&self, form: Form, sealed: &str) -> Result<String> {
        let makes = self.once().open(form.purpose(), sealed, self.now());
        Ok(makes.ok_or(Refusal::BadRequest)?)
    }
}

/// Whether what was made then may be what this form is sent for once more.
pub(super) fn is_same(made_at: i64, now: Timestamp) -> bool {
    now.since(Timestamp::from_micros(made_at)) <= SAME
}
