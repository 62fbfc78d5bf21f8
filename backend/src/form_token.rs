//! Forms that take effect only once, even if they are sent several times or in parallel. Each form contains the sealed
//! id of the object that it creates. The form that opens a class contains an id from which the server computes the id of
//! the class, because the same form opens another class if its content is different (`crate::classes::open`).

use crate::{Result, clock::Clock, crypto::Sealer};
use domain::{refusal::Refusal, time::Timestamp};
use std::{sync::Arc, time::Duration};

/// How long a form is valid.
const LIFE: Duration = Duration::from_secs(24 * 3600);
/// A form that is sent again within this time after its first use is a repetition, with the result of the first use.
const SAME: Duration = Duration::from_secs(10 * 60);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    OpenClass,
    AddSeats,
    Register,
    TakeSeat,
}

impl Form {
    const fn purpose(self) -> &'static str {
        match self {
            Self::OpenClass => "form:open-class",
            Self::AddSeats => "form:add-seats",
            Self::Register => "form:register",
            Self::TakeSeat => "form:take-seat",
        }
    }
}

/// Seals and opens the content of forms, such as the id of the object that a form creates.
#[derive(Clone)]
pub struct FormTokens {
    sealer: Sealer,
    clock: Arc<dyn Clock>,
}

impl FormTokens {
    pub(crate) const fn new(sealer: Sealer, clock: Arc<dyn Clock>) -> Self {
        Self { sealer, clock }
    }

    pub(crate) fn seal_form(&self, form: Form, makes: &str) -> Result<String> {
        self.sealer.seal(form.purpose(), makes, self.clock.now(), LIFE)
    }

    /// Returns the content of this form. The request is refused if this server has not sealed it, or if it has expired.
    pub(crate) fn open_form(&self, form: Form, sealed: &str) -> Result<String> {
        let makes = self.sealer.open(form.purpose(), sealed, self.clock.now());
        Ok(makes.ok_or(Refusal::BadRequest)?)
    }
}

/// Whether an object that was created at that time can come from an earlier request with the same form.
pub(crate) fn is_same(made_at: i64, now: Timestamp) -> bool {
    now.since(Timestamp::from_micros(made_at)) <= SAME
}
