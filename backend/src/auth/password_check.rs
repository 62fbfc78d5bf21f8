//! Compares a member's password: first a place in the queue, then the count, then the hash.
//!
//! A request that is refused by the queue, times out or loses its connection while it waits was not counted. Once it
//! was counted, the comparison is completed even if the connection is closed: closing it gives no free guess, and a
//! right password does not remain counted as a wrong one.

use super::{Auth, device_cookie::Device};
use crate::{Error, Result, crypto::Client, db::transaction, limits::throttle};
use domain::ids::AccountId;
use std::net::IpAddr;
use tracing::Instrument;
use zeroize::Zeroizing;

impl Auth {
    /// The client whose passwords wait in one line: an account whose password is tried in a browser that has signed in
    /// to it before, else an IPv6 site or a network. A device cookie alone is no client of its own, because an attacker
    /// can get any number of them.
    pub(crate) fn client_of_request(
        &self,
        name: Option<&str>,
        device: Option<&Device>,
        from: Option<IpAddr>,
    ) -> Client {
        let macs = &self.macs;
        let known = device
            .zip(name)
            .filter(|(device, name)| self.has_signed_in(device, &[name]));
        match (known, from) {
            (Some((_, name)), _) => macs.mac("client:known", &[name.as_bytes()]),
            (None, Some(from)) => {
                let site = macs.site("client:site", from);
                site.unwrap_or_else(|| macs.network("client:network", from))
            }
            (None, None) => macs.mac("client:unknown", &[]),
        }
    }

    /// The same for a user who is signed in, or has a link that was mailed to this account.
    pub(crate) fn client_of_account(&self, account: AccountId) -> Client {
        self.macs.mac("client:account", &[account.uuid().as_bytes()])
    }

    /// Whether a password fits a stored hash, counted like a sign-in.
    pub(crate) async fn password_matches(
        &self,
        client: Client,
        subject: throttle::Subject,
        password: &str,
        stored: Option<String>,
        from: Option<IpAddr>,
    ) -> Result<bool> {
        let place = self.passwords.place(client).await?;
        let (service, password) = (self.clone(), Zeroizing::new(password.to_owned()));
        run_to_completion(async move {
            let now = service.clock.now();
            let attempt = transaction!(&service.db, |tx| throttle::count_first(tx, subject, now).await)?;
            let fits = place.verify(&password, stored.as_deref()).await?;
            match fits {
                true => transaction!(&service.db, |tx| attempt.was_right(tx).await)?,
                false => service.limits.count_wrong_code(from).await?,
            }
            Ok(fits)
        })
        .await
    }
}

/// Runs work in a task of its own, so that it is completed even if the request is dropped.
pub(crate) async fn run_to_completion<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let task = tokio::spawn(work.in_current_span());
    task.await.map_err(|_| Error::Interrupted)?
}
