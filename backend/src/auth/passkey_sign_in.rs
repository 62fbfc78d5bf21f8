//! Signs in with a passkey and without a password. The passkey is something that the user has, and it has verified its
//! user by a fingerprint, a face or a PIN, so it is both factors in one.

use super::{Auth, device_cookie::Device};
use crate::{
    Result,
    db::{Transaction, transaction},
    entity::account,
    factors::passkeys::{PasskeyAnswer, challenge::Purpose, store},
    limits::network::{Client, Counted},
    members::queries::{identity_of, lock},
    operations::{audit, counters},
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    ids::AccountId,
    refusal::Refusal,
    session::{Identity, SessionState},
    time::Timestamp,
    view::PasskeyRequest,
};
use sea_orm::EntityTrait;
use std::net::IpAddr;

pub struct PasskeySignIn {
    pub answer: PasskeyAnswer,
    /// The browser for which the challenge was issued.
    pub device: Device,
    pub from: Option<IpAddr>,
    /// The name of the browser, for mails to the owner.
    pub agent: String,
}

#[derive(Debug)]
pub struct PasskeyAccepted {
    pub session: SessionState,
    pub login: String,
}

impl Auth {
    /// The request for any passkey of this site. The authenticator knows to which account it belongs.
    pub fn passkey_sign_in_request(&self, device: &Device) -> Result<PasskeyRequest> {
        Ok(PasskeyRequest {
            challenge: self.factors.passkey_challenge(Purpose::SignIn(device))?,
            rp_id: self.factors.relying_party()?.id().to_owned(),
            allowed: Vec::new(),
        })
    }

    /// Wrong answers are counted for the browser and its network, but not for the account: a signature cannot be
    /// guessed, and a stranger must not be able to lock out the owner. For the same reason, an account that is locked
    /// because of wrong codes can still be signed in to with a passkey.
    pub async fn sign_in_with_passkey(
        &self,
        request: &PasskeySignIn,
        session: SessionState,
    ) -> Result<PasskeyAccepted> {
        let outcome = self.passkey_accepted(request, session).await;
        counters::sign_in("passkey", &outcome, Result::is_ok);
        match outcome? {
            Ok(accepted) => Ok(accepted),
            Err(refusal) => {
                self.limits
                    .count_wrong_answer(Counted::Answers, request.client())
                    .await?;
                Err(refusal.into())
            }
        }
    }

    /// The inner refusal is that of a wrong answer.
    async fn passkey_accepted(
        &self,
        request: &PasskeySignIn,
        session: SessionState,
    ) -> Result<Result<PasskeyAccepted, Refusal>> {
        let owner = self.owner_of_passkey(&request.answer).await?;
        let is_known = owner
            .as_ref()
            .is_some_and(|owner| self.has_signed_in(&request.device, &[owner.username.as_str()]));
        if !is_known && let Some(refused) = self.limits.network_refusal(Counted::Answers, request.client()).await? {
            return Err(refused.into());
        }
        // The ids of credentials are random, so it reveals nothing that an unknown id is refused without more work.
        let Some(owner) = owner else {
            return Ok(Err(Refusal::PasskeyRefused));
        };
        let account = AccountId::from_uuid(owner.id);
        let now = self.clock.now();
        let used = transaction!(&self.db, |tx| {
            lock(tx, account).await?;
            let Some(identity) = member(tx, account, now).await? else {
                return Ok(Err(Refusal::PasskeyRefused));
            };
            let purpose = Purpose::SignIn(&request.device);
            let used = self
                .factors
                .use_passkey(tx, &identity, purpose, &request.answer, now)
                .await?;
            if used.is_ok() {
                audit::record(tx, account, AuditKind::SignedInByPasskey, now).await?;
                if !is_known {
                    self.notify_of_new_device(tx, &identity, &request.agent, now).await?;
                }
            }
            // A refusal is committed too, because the challenge stays used and a copied passkey is reported.
            Ok(used.map(|_| identity))
        })?;
        Ok(used.map(|identity| PasskeyAccepted {
            session: session.passkey_accepted(identity, now),
            login: owner.username,
        }))
    }

    async fn owner_of_passkey(&self, answer: &PasskeyAnswer) -> Result<Option<account::Model>> {
        let db = &self.db.read;
        let Some(passkey) = store::with_credential(db, &answer.credential).await? else {
            return Ok(None);
        };
        let owner = account::Entity::find_by_id(passkey.account_id).one(db).await?;
        // Without a password the authenticator must say whose passkey it is (Web Authentication, section 7.2, step 6).
        Ok(owner.filter(|owner| answer.user_handle == owner.id.as_bytes()))
    }
}

impl PasskeySignIn {
    const fn client(&self) -> Client<'_> {
        Client {
            device: Some(&self.device),
            from: self.from,
        }
    }
}

/// The account, read under its lock. Only active members sign in without a password: a student's lesson begins with the
/// password, and a member whose factors an administrator has removed needs an enrolment code.
async fn member(tx: &Transaction, account: AccountId, now: Timestamp) -> Result<Option<Identity>> {
    let row = account::Entity::find_by_id(account.uuid()).one(tx).await?;
    let row = row.filter(|row| row.active && !row.must_enrol && row.kind == AccountKind::Member.code());
    row.map(|row| identity_of(&row, now)).transpose()
}
