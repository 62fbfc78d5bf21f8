//! Forms that have their effect once however often they are sent, even at the same time: each carries, sealed, the id
//! of what it makes.

use crate::{Result, clock::Clock, crypto::Sealer};
use domain::{refusal::Refusal, time::Timestamp};
use std::{sync::Arc, time::Duration};

/// The time within which a form may be sent.
const LIFE: Duration = Duration::from_secs(24 * 3600);
/// Within this time after the first sending, another sending counts as a repetition.
const SAME: Duration = Duration::from_secs(10 * 60);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
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

/// Seals and opens the ids that forms carry.
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

    /// The content of this form. Refused if it was not sealed by this server, or has expired.
    pub(crate) fn open_form(&self, form: Form, sealed: &str) -> Result<String> {
        let makes = self.sealer.open(form.purpose(), sealed, self.clock.now());
        Ok(makes.ok_or(Refusal::BadRequest)?)
    }
}

/// Whether what was made at that time may be the result of an earlier sending of this form.
pub(crate) fn is_same(made_at: i64, now: Timestamp) -> bool {
    now.since(Timestamp::from_micros(made_at)) <= SAME
}
