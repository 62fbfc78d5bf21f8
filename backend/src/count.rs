//! What is counted for whoever watches the server: how often, never who. Labels come from closed sets, so that
//! nothing that somebody typed can become one. Where nobody listens, counting is nothing.

use crate::{Error, Result};
use domain::{recipient_limit::Cause, refusal::Refusal, stage::Stage};
use metrics::counter;

/// A person was told no, and this is the kind of no. Throttles are among them.
pub fn refusal(refusal: &Refusal) {
    counter!("stepwise_refusals_total", "code" => refusal.code()).increment(1);
}

/// A password or a second factor was judged: right, wrong, or not looked at because of too many tries.
pub fn sign_in<T>(step: &'static str, outcome: &Result<T>, is_right: impl FnOnce(&T) -> bool) {
    let outcome = match outcome {
        Ok(judged) if is_right(judged) => "right",
        Ok(_) => "wrong",
        Err(Error::Refused(Refusal::Locked { .. } | Refusal::NetworkLocked { .. } | Refusal::FactorClosed)) => "locked",
        Err(_) => return,
    };
    counter!("stepwise_sign_ins_total", "step" => step, "outcome" => outcome).increment(1);
}

/// A badge turned green.
pub fn stage(stage: Stage) {
    counter!("stepwise_stages_passed_total", "stage" => stage.code()).increment(1);
}

/// A message was not queued because its recipient got too many within the hour.
pub fn suppressed(channel: &'static str, cause: Cause) {
    counter!("stepwise_messages_suppressed_total", "channel" => channel, "reason" => cause.code()).increment(1);
}
