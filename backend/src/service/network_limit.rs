//! Wrong answers of a whole network, limited very widely: thirty students, or a whole school, sit behind one address.
//! And mails that it may ask for.

use crate::{Result, Stepwise, crypto::Mac, db::transaction, entity::throttle};
use domain::{
    lockout::{MAILS_PER_NETWORK, network_window},
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How long a count is believed without another look. A replica that guesses elsewhere is seen a moment later.
const BELIEVED: Duration = Duration::from_secs(2);
const MOST_REMEMBERED: usize = 10_000;

/// What was last seen of each network, so that right answers cost no look at the table.
#[derive(Default)]
pub(crate) struct Networks(Mutex<HashMap<Mac, Seen>>);

#[derive(Clone, Copy)]
struct Seen {
    wrong: u32,
    at: Timestamp,
}

impl Networks {
    fn known(&self, subject: &Mac, now: Timestamp) -> Option<u32> {
        let seen = *self.0.lock().unwrap_or_else(PoisonError::into_inner).get(subject)?;
        (now.since(seen.at) < BELIEVED).then_some(seen.wrong)
    }

    fn remember(&self, subject: Mac, seen: Seen) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(subject, seen);
    }

    fn forget(&self, subject: &Mac) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(subject);
    }
}

impl Stepwise {
    /// Asked before an answer is looked at, right or wrong, for whichever name.
    pub(super) async fn network_may_answer(&self, from: Option<IpAddr>) -> Result<()> {
        let Some(from) = from else { return Ok(()) };
        let (subject, until) = self.network_subject("throttle:network-window", from);
        let now = self.now();
        let wrong = match self.parts().networks.known(&subject, now) {
            Some(wrong) => wrong,
            None => {
                let wrong = counted_of(&self.db().read, subject).await?;
                self.parts().networks.remember(subject, Seen { wrong, at: now });
                wrong
            }
        };
        if wrong >= self.settings().wrong_per_network {
            return Err(Refusal::NetworkLocked { until }.into());
        }
        Ok(())
    }

    pub(super) async fn network_was_wrong(&self, from: Option<IpAddr>) -> Result<()> {
        let Some(from) = from else { return Ok(()) };
        let (subject, _) = self.network_subject("throttle:network-window", from);
        self.one_more(self.db().statement(), subject).await?;
        self.parts().networks.forget(&subject);
        Ok(())
    }

    /// Asked before a forgotten password is looked into, the same for every name: links go to mailboxes that cannot
    /// defend themselves. Counted first, so that requests at the same moment do not all find room.
    pub(super) async fn network_may_ask_for_mail(&self, from: Option<IpAddr>) -> Result<()> {
        let Some(from) = from else { return Ok(()) };
        let (subject, until) = self.network_subject("throttle:mail-window", from);
        // Until the transaction ends nobody else counts here: each sees the number that is hers.
        let asked = transaction!(self.db(), |tx| {
            self.one_more(tx, subject).await?;
            counted_of(tx, subject).await
        })?;
        if asked > MAILS_PER_NETWORK {
            return Err(Refusal::TooManyMails { until }.into());
        }
        Ok(())
    }

    async fn one_more(&self, db: &impl ConnectionTrait, subject: Mac) -> Result<()> {
        let row = throttle::ActiveModel {
            subject: Set(subject.to_vec()),
            // About nobody: no teacher unlocks it, and the sweep takes it away.
            about: Set(vec![0; subject.len()]),
            failures: Set(1),
            locked_until: Set(None),
            updated_at: Set(self.now().micros()),
        };
        let one_more = Expr::col((throttle::Entity, throttle::Column::Failures)).add(1);
        throttle::Entity::insert(row)
            .on_conflict(
                OnConflict::column(throttle::Column::Subject)
                    .value(throttle::Column::Failures, one_more)
                    .to_owned(),
            )
            .exec_without_returning(db)
            .await?;
        Ok(())
    }

    /// One row for each network and window: whatever happened before the window is forgotten by itself.
    fn network_subject(&self, purpose: &str, from: IpAddr) -> (Mac, Timestamp) {
        let (window, until) = network_window(self.now());
        let macs = &self.parts().macs;
        let network = macs.network("throttle:network", from);
        let subject = macs.mac(purpose, &[&network, &window.to_be_bytes()]);
        (subject, until)
    }
}

async fn counted_of(db: &impl ConnectionTrait, subject: Mac) -> Result<u32> {
    let row = throttle::Entity::find_by_id(subject.to_vec()).one(db).await?;
    Ok(row.map_or(0, |row| u32::try_from(row.failures).unwrap_or(u32::MAX)))
}
