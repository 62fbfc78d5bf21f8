//! The steps of a sign-in: each takes a session and returns the session after it.

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
    /// The password was right. With a factor connected, that gives no access yet.
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

    /// The session of a trusted browser, which may omit the code for a while.
    pub fn trusted(self, now: Timestamp) -> Result<Self, Refusal> {
        self.factor_verified(now)
    }

    /// A code was sent for this session; the previous one becomes invalid.
    #[must_use]
    pub fn code_sent(self, sent: SentCode) -> Self {
        Self {
            sent_code: Some(sent),
            ..self
        }
    }

    /// The second factor was right as well.
    pub fn factor_verified(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::SignedIn(Identity { since: now, ..pending }),
            sent_code: None,
            ..self
        })
    }

    /// A second factor was right, but the account's role requires an authenticator app and there is none: only the
    /// set-up of an app is open. The app may be connected in addition to the connected factors.
    pub fn app_required(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::MustSetUp(Identity { since: now, ..pending }),
            may_replace_until: Some(now.after(SET_UP_LIFETIME)),
            sent_code: None,
            ..self
        })
    }

    /// A factor was connected: everything under the old epoch except this session becomes invalid.
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

    /// Everything under the old epoch except this session becomes invalid. A set-up that it has opened and a code that
    /// was sent to it end as well: they were started under the old epoch.
    pub fn epoch_raised(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.signed_in(now)?;
        Ok(Self {
            sign_in: SignInState::SignedIn(Identity { epoch, ..identity }),
            pending_factor: None,
            sent_code: None,
            ..self
        })
    }

    /// The password and an administrator's enrolment code were right: only the set-up is open.
    pub fn enrolment_verified(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::MustSetUp(Identity { since: now, ..pending }),
            enrolled: true,
            ..self
        })
    }

    /// A code was given again: an administrator may act for a while.
    #[must_use]
    pub fn reauthenticated(self, now: Timestamp) -> Self {
        Self {
            reauthenticated_at: Some(now),
            ..self
        }
    }

    /// Password and code were given again: another phone may replace the connected one.
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

    /// Grants remain after signing in and out.
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

    /// Grants a class whose teacher link is its first one.
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
