//! Compares a member's password in three steps: wait in the queue, count the attempt, compute the hash.
//!
//! A request is not counted if the queue refuses it, or if it times out or loses its connection while it waits. After
//! the request is counted, the comparison is completed even if the connection is closed. Therefore an attacker cannot
//! avoid the count by closing the connection, and a correct password does not stay counted as wrong.

use super::{Auth, device_cookie::Device};
use crate::{Error, Result, crypto::Client, db::transaction, limits::throttle};
use domain::ids::AccountId;
use std::net::IpAddr;
use tracing::Instrument;
use zeroize::Zeroizing;

impl Auth {
    /// The queue treats all requests with the same client id as one client. The client is the entered name if this
    /// browser has signed in with it before, otherwise the IPv6 site or the network. A device cookie alone does not
    /// make a separate client, because an attacker can get any number of cookies.
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

    /// The client id of a user who is signed in or has opened a link that was mailed to this account.
    pub(crate) fn client_of_account(&self, account: AccountId) -> Client {
        self.macs.mac("client:account", &[account.uuid().as_bytes()])
    }

    /// Whether the password matches the stored hash. The attempt is counted like a sign-in.
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

/// Runs the future in its own task, so that it is completed even if the request is dropped.
pub(crate) async fn run_to_completion<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let task = tokio::spawn(work.in_current_span());
    task.await.map_err(|_| Error::Interrupted)?
}
