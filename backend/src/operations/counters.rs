//! Counters for the metrics. All label values come from fixed lists, so that a text that a user has entered never
//! becomes a label. Without a metrics recorder, the counters do nothing.

use crate::{Error, Result};
use domain::{recipient_limit::Cause, refusal::Refusal, stage::Stage};
use metrics::counter;

/// Counts a refusal by its kind, including refusals by a throttle.
pub fn refusal(refusal: &Refusal) {
    counter!("stepwise_refusals_total", "code" => refusal.code()).increment(1);
}

/// Counts a check of a password or a second factor: right, wrong, or refused because of too many attempts.
pub fn sign_in<T>(step: &'static str, outcome: &Result<T>, is_right: impl FnOnce(&T) -> bool) {
    let outcome = match outcome {
        Ok(judged) if is_right(judged) => "right",
        Ok(_) => "wrong",
        Err(Error::Refused(Refusal::Locked { .. } | Refusal::NetworkLocked { .. } | Refusal::FactorClosed)) => "locked",
        Err(_) => return,
    };
    counter!("stepwise_sign_ins_total", "step" => step, "outcome" => outcome).increment(1);
}

/// Counts a stage that a student has reached.
pub fn stage(stage: Stage) {
    counter!("stepwise_stages_passed_total", "stage" => stage.code()).increment(1);
}

/// Counts a message that was not queued, because too many messages were queued for its recipient within the last hour.
pub fn suppressed(channel: &'static str, cause: Cause) {
    counter!("stepwise_messages_suppressed_total", "channel" => channel, "reason" => cause.code()).increment(1);
}
