//! Limits the wrong answers of a client in two steps: first of its device, then, with a high limit, of its whole
//! network, because a class or a whole school can share one IP address. Also limits how many mails a network can
//! request.

use super::{
    Limits,
    hourly_budget::{add_one, counted, failures_of},
};
use crate::{Result, auth::device_cookie::Device, crypto::Mac, db::transaction, entity::throttle};
use domain::{
    NETWORKS_PER_SITE,
    client_limit::{WrongAnswers, blocked_until},
    lockout::{MAX_MAILS_PER_NETWORK, network_window},
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How long a cached count is used before the database is read again. Wrong answers that other replicas have counted
/// are noticed with this delay.
const CACHE_LIFE: Duration = Duration::from_secs(2);
const MAX_CACHED: usize = 10_000;

/// What is counted. Join codes and passwords have separate counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Passwords, and codes of second factors.
    Answers,
    /// Join codes. Each device also has its own counter of wrong join codes (`throttle::Subject::join_code`).
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

/// The origin of a request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Client<'a> {
    pub device: Option<&'a Device>,
    pub from: Option<IpAddr>,
}

/// Caches the last count of each network and device, so that many answers at once cause few queries.
#[derive(Default)]
pub(crate) struct NetworkCache(Mutex<HashMap<Mac, CachedCount>>);

#[derive(Clone, Copy)]
struct CachedCount {
    wrong: u32,
    at: Timestamp,
}

impl NetworkCache {
    fn known(&self, subject: &Mac, now: Timestamp) -> Option<u32> {
        let seen = *self.0.lock().unwrap_or_else(PoisonError::into_inner).get(subject)?;
        (now.since(seen.at) < CACHE_LIFE).then_some(seen.wrong)
    }

    fn remember(&self, subject: Mac, seen: CachedCount) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_CACHED {
            known.clear();
        }
        known.insert(subject, seen);
    }

    fn forget(&self, subject: &Mac) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(subject);
    }
}

impl Limits {
    /// Returns a refusal if the client has given too many wrong answers. This method counts nothing. It is not called
    /// for a browser that has signed in with the name before. For students it is called only after a wrong password, so
    /// that the correct password of a student is never refused because of the network.
    pub(crate) async fn network_refusal(&self, what: Counted, client: Client<'_>) -> Result<Option<Refusal>> {
        let now = self.clock.now();
        let [device, network, site] = self.wrong_answers(self.subjects(what, client), now).await?;
        // A site has the budget of several networks, not of all 65,536 networks that it can have.
        let network = network.max(site / NETWORKS_PER_SITE);
        let wrong = WrongAnswers { device, network };
        let until = blocked_until(
            client.device.map(Device::issued),
            wrong,
            self.settings.wrong_per_network,
            now,
        );
        Ok(until.map(|until| Refusal::NetworkLocked { until }))
    }

    async fn wrong_answers(&self, asked: [Option<Mac>; 3], now: Timestamp) -> Result<[u32; 3]> {
        let networks = &self.networks;
        let known = asked.map(|subject| subject.map_or(Some(0), |subject| networks.known(&subject, now)));
        if let [Some(device), Some(network), Some(site)] = known {
            return Ok([device, network, site]);
        }
        let subjects = asked.into_iter().flatten().map(|subject| subject.to_vec());
        let rows = throttle::Entity::find()
            .filter(throttle::Column::Subject.is_in(subjects))
            .all(&self.db.read)
            .await?;
        Ok(asked.map(|subject| {
            let Some(subject) = subject else { return 0 };
            let row = rows.iter().find(|row| row.subject == subject);
            let wrong = row.map_or(0, failures_of);
            networks.remember(subject, CachedCount { wrong, at: now });
            wrong
        }))
    }

    /// Adds one wrong answer for device, network and site in one statement. The order of the rows is fixed, so that
    /// parallel statements do not deadlock.
    pub(crate) async fn count_wrong_answer(&self, what: Counted, client: Client<'_>) -> Result<()> {
        let counted = self.subjects(what, client);
        let counted: Vec<Mac> = counted.into_iter().flatten().collect();
        if counted.is_empty() {
            return Ok(());
        }
        add_one(self.db.statement(), &counted, self.clock.now()).await?;
        for subject in &counted {
            self.networks.forget(subject);
        }
        Ok(())
    }

    /// Counts a wrong code that was entered after the correct password.
    pub(crate) async fn count_wrong_code(&self, from: Option<IpAddr>) -> Result<()> {
        self.count_wrong_answer(Counted::Answers, Client { device: None, from })
            .await
    }

    /// Called before a name is looked up to reset a forgotten password. It counts every name, known or unknown, because
    /// a mailbox cannot limit the mails that it receives. The request is counted first, so that parallel requests
    /// cannot exceed the limit together.
    pub(crate) async fn count_mail_request(&self, from: Option<IpAddr>) -> Result<()> {
        let Some(from) = from else { return Ok(()) };
        let (subject, until) = self.network_subject("throttle:mail-window", from);
        let site = self.site_subject("throttle:mail-window", from);
        let limits = [
            Some((subject, MAX_MAILS_PER_NETWORK)),
            site.map(|site| (site, MAX_MAILS_PER_NETWORK * NETWORKS_PER_SITE)),
        ];
        let limits: Vec<(Mac, u32)> = limits.into_iter().flatten().collect();
        let now = self.clock.now();
        let has_room = transaction!(&self.db, |tx| {
            let mut has_room = true;
            for (subject, most) in &limits {
                // Parallel requests wait for the row until this transaction ends, so that each request reads its own
                // count.
                add_one(tx, &[*subject], now).await?;
                has_room &= counted(tx, *subject).await? <= *most;
            }
            Ok(has_room)
        })?;
        if !has_room {
            return Err(Refusal::TooManyMails { until }.into());
        }
        Ok(())
    }

    fn subjects(&self, what: Counted, client: Client<'_>) -> [Option<Mac>; 3] {
        let (window, _) = network_window(self.clock.now());
        let device = client.device.zip(what.device()).map(|(device, purpose)| {
            let parts = [device.id().as_bytes(), &window.to_be_bytes()];
            self.macs.mac(purpose, &parts)
        });
        let network = client.from.map(|from| self.network_subject(what.network(), from).0);
        let site = client.from.and_then(|from| self.site_subject(what.network(), from));
        [device, network, site]
    }

    /// Like `network_subject`, for the IPv6 site that an IP address belongs to.
    fn site_subject(&self, purpose: &str, from: IpAddr) -> Option<Mac> {
        let (window, _) = network_window(self.clock.now());
        let macs = &self.macs;
        let site = macs.site("throttle:site", from)?;
        Some(macs.mac(purpose, &[&site, &window.to_be_bytes()]))
    }

    /// The counter of a network in the current time window. Each window has its own row, so counts of earlier windows
    /// are ignored.
    fn network_subject(&self, purpose: &str, from: IpAddr) -> (Mac, Timestamp) {
        let (window, until) = network_window(self.clock.now());
        let macs = &self.macs;
        let network = macs.network("throttle:network", from);
        let subject = macs.mac(purpose, &[&network, &window.to_be_bytes()]);
        (subject, until)
    }
}
