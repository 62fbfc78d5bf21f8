//! The exercise with codes by mail and SMS. The codes, and the practice phone that shows them, are in `students::practice`.

use super::{
    Exercises,
    progress::{Step, read, record},
};
use crate::{
    Result,
    access::SignedIn,
    crypto::{Keyring, digest},
    db::Transaction,
    factors::account_factors::AccountFactors,
    students::progress::StudentSeat,
};
use domain::{exercises::Exercise, factor::FactorKind, time::Timestamp, view::MessagesView};

impl Exercises {
    /// `phone` is the cookie of the practice phone, if this browser has it.
    pub async fn messages(&self, who: &SignedIn, phone: Option<&str>) -> Result<MessagesView> {
        let entered = self.enter(who, Exercise::Messages).await?;
        let factors = AccountFactors::of(&self.db.read, who.account()).await?;
        let here = phone.map(|token| digest(token.as_bytes()).to_vec());
        Ok(MessagesView {
            state: entered.class_state(self.clock.now()),
            phone_here: here.is_some() && here == entered.place.phone_hash,
            sms: factors.confirmed(FactorKind::Sms).is_some(),
            email: factors.confirmed(FactorKind::Email).is_some(),
            passed: entered.progress.passed,
        })
    }
}

/// The student has signed in with a code that came by mail or SMS. If the exercise is passed already, the first time
/// stays.
pub(crate) async fn signed_in_by_message(
    tx: &Transaction,
    keys: &Keyring,
    place: &StudentSeat,
    now: Timestamp,
) -> Result<()> {
    let known = read(tx, keys, place, Exercise::Messages).await?;
    if known.passed.is_some() {
        return Ok(());
    }
    let step = Step {
        state: Vec::new(),
        is_attempt: true,
        passes: true,
    };
    record(tx, keys, place, (Exercise::Messages, &known), &step, now).await
}
