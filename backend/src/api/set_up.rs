//! Connects an authenticator for an API client: each call makes a new pending secret, valid for a quarter of an hour.

use super::Api;
use crate::{Result, access::SessionOwner, auth::challenge::Proves, set_up::PendingSecret};
use std::{net::IpAddr, time::Duration};
use zeroize::Zeroizing;

pub const API_SECRET_LIFE: Duration = Duration::from_secs(15 * 60);

pub struct OpenApiSetUp {
    pub name: String,
    pub password: Zeroizing<String>,
    /// A code of the connected factor, if the account has a factor. The old factor works until a code of the pending
    /// secret is entered, which replaces it.
    pub code: Option<String>,
    /// The attempt that belongs to `code`, if the code was sent by mail or SMS.
    pub attempt: Option<String>,
    pub from: Option<IpAddr>,
}

impl Api {
    pub async fn open_api_set_up(&self, request: OpenApiSetUp) -> Result<PendingSecret> {
        let from = request.from;
        let accepted = self.check_api_password(request.name, &request.password, from).await?;
        let (who, may_replace) = match (accepted.factor_on, request.code) {
            (false, _) => (
                self.access
                    .may_set_up(&accepted.session, &SessionOwner::default())
                    .await?,
                false,
            ),
            (true, None) => return Err(self.already_connected(&accepted).await?.into()),
            (true, Some(code)) => {
                let (who, by) = self.pending_api_sign_in(&accepted, request.attempt.as_deref()).await?;
                self.auth
                    .verify_second_factor(&who, (by, &code), from, Proves::Presence)
                    .await?;
                (who.may_set_up(), true)
            }
        };
        let until = self.clock.now().after(API_SECRET_LIFE);
        let (_, secret) = self.set_up.pending_secret(&who, None, may_replace, Some(until)).await?;
        Ok(secret)
    }
}
