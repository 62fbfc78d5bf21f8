//! The steps of a sign-in: each function takes a session and returns the session after the step.

use super::{
    REPLACEMENT_LIFETIME, SET_UP_LIFETIME, SessionState,
    grants::{LinkGrant, LinkKind},
    identity::{Identity, SignInState},
};
use crate::{
    account::AccountKind,
    ids::{ClassId, FactorId},
    refusal::Refusal,
    sent_code::SentCode,
    time::Timestamp,
};

impl SessionState {
    /// The password was right. If a factor is connected, the session has no access yet.
    #[must_use]
    pub fn password_accepted(self, identity: Identity, factor_on: bool) -> Self {
        let sign_in = match (factor_on, identity.kind) {
            (true, _) => SignInState::Pending(identity),
            (false, AccountKind::Member) => SignInState::MustSetUp(identity),
            (false, AccountKind::Student) => SignInState::SignedIn(identity),
        };
        Self {
            sign_in,
            pending_factor: None,
            grants: self.grants,
            may_replace_until: None,
            sent_code: None,
            reauthenticated_at: None,
            enrolled: false,
        }
    }

    /// A passkey that has verified its user was right: it is both factors, so the sign-in is complete.
    #[must_use]
    pub fn passkey_accepted(self, identity: Identity, now: Timestamp) -> Self {
        Self {
            sign_in: SignInState::SignedIn(Identity { since: now, ..identity }),
            ..self.password_accepted(identity, true)
        }
    }

    /// The browser is trusted, so the sign-in is complete without a code.
    pub fn trusted(self, now: Timestamp) -> Result<Self, Refusal> {
        self.factor_verified(now)
    }

    /// A code was sent for this session. The code that was sent before becomes invalid.
    #[must_use]
    pub fn code_sent(self, sent: SentCode) -> Self {
        Self {
            sent_code: Some(sent),
            ..self
        }
    }

    /// The code of the second factor was right: the sign-in is complete.
    pub fn factor_verified(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::SignedIn(Identity { since: now, ..pending }),
            sent_code: None,
            ..self
        })
    }

    /// The code was right, but the role of the account requires a factor of another kind. The session can only open the
    /// set-up of such a factor. The connected factors stay.
    pub fn other_factor_required(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::MustSetUp(Identity { since: now, ..pending }),
            may_replace_until: Some(now.after(SET_UP_LIFETIME)),
            sent_code: None,
            ..self
        })
    }

    /// A factor was connected. This raises the epoch of the account, so all other sessions and tokens of the account
    /// become invalid.
    pub fn factor_connected(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.setting_up(now)?;
        Ok(Self {
            sign_in: SignInState::SignedIn(Identity { epoch, ..identity }),
            pending_factor: None,
            may_replace_until: None,
            sent_code: None,
            enrolled: false,
            ..self
        })
    }

    /// The epoch of the account was raised: all other sessions and tokens of the account become invalid. In this
    /// session, an open set-up and a sent code become invalid too, because they belong to the old epoch.
    pub fn epoch_raised(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.signed_in(now)?;
        Ok(Self {
            sign_in: SignInState::SignedIn(Identity { epoch, ..identity }),
            pending_factor: None,
            sent_code: None,
            ..self
        })
    }

    /// The password and the enrolment code from an administrator were right: the session can only open the set-up.
    pub fn enrolment_verified(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::MustSetUp(Identity { since: now, ..pending }),
            enrolled: true,
            ..self
        })
    }

    /// The user has entered a code again: for `ADMIN_PROOF_LIFETIME` an administrator is allowed to make changes.
    #[must_use]
    pub fn reauthenticated(self, now: Timestamp) -> Self {
        Self {
            reauthenticated_at: Some(now),
            ..self
        }
    }

    /// The user has entered password and code again, and is allowed to replace the connected phone.
    #[must_use]
    pub fn allow_replacement(self, now: Timestamp) -> Self {
        Self {
            pending_factor: None,
            may_replace_until: Some(now.after(REPLACEMENT_LIFETIME)),
            sent_code: None,
            ..self
        }
    }

    #[must_use]
    pub fn set_up_opened(self, factor: FactorId) -> Self {
        Self {
            pending_factor: Some(factor),
            ..self
        }
    }

    /// The grants stay in the session after a sign-in and after a sign-out.
    #[must_use]
    pub fn signed_out(self) -> Self {
        Self {
            sign_in: SignInState::Anonymous,
            pending_factor: None,
            grants: self.grants,
            may_replace_until: None,
            sent_code: None,
            reauthenticated_at: None,
            enrolled: false,
        }
    }

    /// Adds the grant for the teacher link of a new class, which has the epoch 0.
    #[must_use]
    pub fn with_teacher_grant(self, class: ClassId) -> Self {
        self.with_grant(LinkGrant::new(class, LinkKind::Teacher, 0))
    }

    #[must_use]
    pub fn with_grant(mut self, grant: LinkGrant) -> Self {
        self.grants.add(grant);
        self
    }
}
