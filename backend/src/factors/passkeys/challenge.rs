//! Challenges: issued without a row in the database, bound to one session and one purpose, valid for five minutes, and
//! accepted once.
//!
//! A challenge is a random number and the time, both confirmed by a keyed hash over the purpose and the session. So a
//! page can contain a challenge although a GET request stores nothing. The first answer inserts the hash of the challenge
//! into a table; the primary key refuses every further answer, on every replica.

use super::answer::client_data;
use crate::{
    Result,
    auth::device_cookie::Device,
    crypto::digest,
    db::{Transaction, is_taken},
    entity::passkey_challenge,
    factors::Factors,
    random,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    passkey::{CHALLENGE_LIFETIME, Ceremony, Expected, PasskeyFault, RelyingParty},
    refusal::Refusal,
    session::Identity,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use subtle::ConstantTimeEq;

const NONCE: usize = 16;
const TIME: usize = 8;
const MAC: usize = 32;

/// What the answer is used for, and the session that may give it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose<'a> {
    /// A sign-in without a password. The visitor has no session yet, so the challenge belongs to the browser.
    SignIn(&'a Device),
    /// The second step of a sign-in, after the password.
    SecondFactor(&'a Identity),
    /// The user proves again that they are present, before a change.
    Reauthenticate(&'a Identity),
    Connect(&'a Identity),
    /// The same two steps of a student in the exercise *passkey*. Such a passkey is no factor of an account.
    ConnectInLesson(&'a Identity),
    SignInInLesson(&'a Identity),
}

impl Purpose<'_> {
    const fn ceremony(self) -> Ceremony {
        match self {
            Self::Connect(_) | Self::ConnectInLesson(_) => Ceremony::Create,
            _ => Ceremony::Get,
        }
    }

    /// Whether the authenticator shall offer a new passkey by itself, for a sign-in without a name. That of a lesson would
    /// be in the way at the sign-in, where it is not accepted.
    pub(super) const fn signs_in_without_name(self) -> bool {
        matches!(self, Self::Connect(_))
    }

    /// The purpose, and what identifies the session. The time of the sign-in differs between the sessions of an account.
    fn binding(self) -> (&'static str, Vec<u8>) {
        let of_session = |who: &Identity| {
            let since = who.since.micros().to_be_bytes();
            [
                who.account.uuid().as_bytes().as_slice(),
                &who.epoch.to_be_bytes(),
                &since,
            ]
            .concat()
        };
        match self {
            Self::SignIn(device) => ("passkey:sign-in", device.id().as_bytes().to_vec()),
            Self::SecondFactor(who) => ("passkey:second-factor", of_session(who)),
            Self::Reauthenticate(who) => ("passkey:reauthenticate", of_session(who)),
            Self::Connect(who) => ("passkey:connect", of_session(who)),
            Self::ConnectInLesson(who) => ("passkey:lesson-connect", of_session(who)),
            Self::SignInInLesson(who) => ("passkey:lesson-sign-in", of_session(who)),
        }
    }
}

/// A challenge that this server has issued for the session, and that has not expired.
pub(crate) struct AnsweredChallenge {
    hash: [u8; 32],
}

impl Factors {
    /// The site for which browsers create passkeys. Without one there is nothing to answer.
    pub(crate) fn relying_party(&self) -> Result<&RelyingParty> {
        Ok(self.settings.relying_party.as_ref().map_err(|_| Refusal::NotFound)?)
    }

    /// A new challenge in base64url.
    pub(crate) fn passkey_challenge(&self, purpose: Purpose<'_>) -> Result<String> {
        let nonce: [u8; NONCE] = random::bytes()?;
        let issued = self.clock.now().micros().to_be_bytes();
        let (name, session) = purpose.binding();
        let mac = self.macs.mac(name, &[&session, &nonce, &issued]);
        Ok(BASE64_URL_SAFE_NO_PAD.encode([nonce.as_slice(), &issued, &mac].concat()))
    }

    /// Checks what the browser has written into the answer. `Ok(None)` means that the challenge has expired, or was not
    /// issued for this session and purpose, so the answer says nothing about the passkey.
    pub(crate) fn check_client_data(
        &self,
        purpose: Purpose<'_>,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Result<Option<AnsweredChallenge>, PasskeyFault>> {
        let origin = self.relying_party()?.origin();
        let Some(data) = client_data(bytes) else {
            return Ok(Err(PasskeyFault::Malformed));
        };
        let challenge = data.challenge();
        let Some(answered) = self.issued_challenge(purpose, challenge, now) else {
            return Ok(Ok(None));
        };
        let expected = Expected {
            ceremony: purpose.ceremony(),
            challenge,
            origin,
        };
        Ok(data.check(expected).map(|()| Some(answered)))
    }

    fn issued_challenge(&self, purpose: Purpose<'_>, challenge: &str, now: Timestamp) -> Option<AnsweredChallenge> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(challenge).ok()?;
        let (nonce, rest) = bytes.split_first_chunk::<NONCE>()?;
        let (issued, sent) = rest.split_first_chunk::<TIME>()?;
        let sent: &[u8; MAC] = sent.try_into().ok()?;
        let (name, session) = purpose.binding();
        let macs = self.macs.all(name, &[&session, nonce, issued]);
        let is_ours = macs.iter().any(|mac| bool::from(mac.ct_eq(sent)));
        let issued = Timestamp::from_micros(i64::from_be_bytes(*issued));
        // A replica whose clock is behind can get a challenge from the near future, which counts as new.
        let is_valid = now.since(issued) < CHALLENGE_LIFETIME && issued.since(now) < CHALLENGE_LIFETIME;
        (is_ours && is_valid).then(|| AnsweredChallenge { hash: digest(&bytes) })
    }
}

/// Uses the challenge up in one statement: of parallel answers to one challenge, only one succeeds. The transaction
/// cannot go on after a refusal.
pub(crate) async fn use_up(tx: &Transaction, answered: &AnsweredChallenge, now: Timestamp) -> Result<()> {
    let row = passkey_challenge::ActiveModel {
        hash: Set(answered.hash.to_vec()),
        used_at: Set(now.micros()),
    };
    match passkey_challenge::Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_taken(&error) => Err(Refusal::PasskeyExpired.into()),
        Err(error) => Err(error.into()),
    }
}
