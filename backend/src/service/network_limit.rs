//! Wrong answers of a client, limited in two steps: first of its device, then, very widely, of its whole network:
//! thirty students, or a whole school, sit behind one address. And mails that a network may ask for.

use super::Device;
use crate::{Result, Stepwise, crypto::Mac, db::transaction, entity::throttle};
use domain::{
    client::{WrongAnswers, refused_until},
    lockout::{MAILS_PER_NETWORK, network_window},
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
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

/// What is counted for a client. A wrong join code does not take from the budget of passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Passwords, and codes of second factors.
    Answers,
    /// Join codes. Those of one device have pauses of their own (`throttle::Subject::join_code`).
    JoinCodes,
}

impl Counted {
    const fn network(self) -> &'static str {
        match self {
            Self::Answers => "throttle:network-window",
            Self::JoinCodes => "throttle:join-window",
        }
    }

    const fn device(self) -> Option<&'static str> {
        match self {
            Self::Answers => Some("throttle:device-window"),
            Self::JoinCodes => None,
        }
    }
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Client<'a> {
    pub device: Option<&'a Device>,
    pub from: Option<IpAddr>,
}

/// What was last seen of each network and device, so that a storm of answers does not become a storm of queries.
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
    /// Why this client gets no answer now, if it does not. Counts nothing. Not asked about a browser that has signed in
    /// to the name before, nor before a student's password is compared: the limit never refuses a right one.
    pub(super) async fn client_refused(&self, what: Counted, client: Client<'_>) -> Result<Option<Refusal>> {
        let now = self.now();
        let [device, network] = self.wrong_so_far(self.subjects(what, client), now).await?;
        let wrong = WrongAnswers { device, network };
        let until = refused_until(
            client.device.map(Device::issued),
            wrong,
            self.settings().wrong_per_network,
            now,
        );
        Ok(until.map(|until| Refusal::NetworkLocked { until }))
    }

    async fn wrong_so_far(&self, asked: [Option<Mac>; 2], now: Timestamp) -> Result<[u32; 2]> {
        let networks = &self.parts().networks;
        let known = asked.map(|subject| subject.map_or(Some(0), |subject| networks.known(&subject, now)));
        if let [Some(device), Some(network)] = known {
            return Ok([device, network]);
        }
        let subjects = asked.into_iter().flatten().map(|subject| subject.to_vec());
        let rows = throttle::Entity::find()
            .filter(throttle::Column::Subject.is_in(subjects))
            .all(&self.db().read)
            .await?;
        Ok(asked.map(|subject| {
            let Some(subject) = subject else { return 0 };
            let row = rows.iter().find(|row| row.subject == subject);
            let wrong = row.map_or(0, failures_of);
            networks.remember(subject, Seen { wrong, at: now });
            wrong
        }))
    }

    /// One more, in one statement for device and network.
    pub(super) async fn client_was_wrong(&self, what: Counted, client: Client<'_>) -> Result<()> {
        let counted = self.subjects(what, client);
        let counted: Vec<Mac> = counted.into_iter().flatten().collect();
        if counted.is_empty() {
            return Ok(());
        }
        self.one_more(self.db().statement(), &counted).await?;
        for subject in &counted {
            self.parts().networks.forget(subject);
        }
        Ok(())
    }

    /// A wrong code of somebody whose password was right.
    pub(super) async fn network_was_wrong(&self, from: Option<IpAddr>) -> Result<()> {
        self.client_was_wrong(Counted::Answers, Client { device: None, from })
            .await
    }

    /// Asked before a forgotten password is looked into, the same for every name: links go to mailboxes that cannot
    /// defend themselves. Counted first, so that requests at the same moment do not all find room.
    pub(super) async fn network_may_ask_for_mail(&self, from: Option<IpAddr>) -> Result<()> {
        let Some(from) = from else { return Ok(()) };
        let (subject, until) = self.network_subject("throttle:mail-window", from);
        // Until the transaction ends nobody else counts here: each sees the number that is hers.
        let asked = transaction!(self.db(), |tx| {
            self.one_more(tx, &[subject]).await?;
            counted_of(tx, subject).await
        })?;
        if asked > MAILS_PER_NETWORK {
            return Err(Refusal::TooManyMails { until }.into());
        }
        Ok(())
    }

    /// Atomic: the database adds. Two clients never lock the same two rows in another order, because they share the
    /// network's row at most, and that one comes last.
    pub(super) async fn one_more(&self, db: &impl ConnectionTrait, subjects: &[Mac]) -> Result<()> {
        let rows = subjects.iter().map(|subject| throttle::ActiveModel {
            subject: Set(subject.to_vec()),
            // About nobody: no teacher unlocks it, and the sweep takes it away.
            about: Set(vec![0; subject.len()]),
            failures: Set(1),
            locked_until: Set(None),
            updated_at: Set(self.now().micros()),
        });
        let one_more = Expr::col((throttle::Entity, throttle::Column::Failures)).add(1);
        throttle::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(throttle::Column::Subject)
                    .value(throttle::Column::Failures, one_more)
                    .to_owned(),
            )
            .exec_without_returning(db)
            .await?;
        Ok(())
    }

    fn subjects(&self, what: Counted, client: Client<'_>) -> [Option<Mac>; 2] {
        let (window, _) = network_window(self.now());
        let device = client.device.zip(what.device()).map(|(device, purpose)| {
            let parts = [device.id().as_bytes(), &window.to_be_bytes()];
            self.parts().macs.mac(purpose, &parts)
        });
        let network = client.from.map(|from| self.network_subject(what.network(), from).0);
        [device, network]
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

pub(super) async fn counted_of(db: &impl ConnectionTrait, subject: Mac) -> Result<u32> {
    let row = throttle::Entity::find_by_id(subject.to_vec()).one(db).await?;
    Ok(row.as_ref().map_or(0, failures_of))
}

fn failures_of(row: &throttle::Model) -> u32 {
    u32::try_from(row.failures).unwrap_or(u32::MAX)
}
