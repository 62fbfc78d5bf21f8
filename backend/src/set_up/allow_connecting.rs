//! Allows a session to connect another factor after its member has reauthenticated.

use super::SetUp;
use crate::{
    Result,
    access::{Member, Reauthenticated},
    auth::reauthenticate::Reauthentication,
    members::queries::account_of,
};
use domain::{factor::FactorKind, refusal::Refusal, session::SessionState, view::FactorPrerequisites};

impl SetUp {
    /// The content of the page on which the member reauthenticates before they connect a factor of this kind.
    pub async fn before_connecting(&self, who: &Member, kind: FactorKind) -> Result<FactorPrerequisites> {
        self.is_offered(kind)?;
        let account = account_of(&self.db.read, who.account()).await?;
        Ok(FactorPrerequisites {
            login: who.login().to_owned(),
            email_first: kind == FactorKind::Email && account.email.is_none(),
            unconfirmed_email: account.unconfirmed_email,
        })
    }

    /// Allows this session to connect a factor of this kind. Obstacles are reported before the reauthentication uses up
    /// the code.
    pub async fn allow_connecting(
        &self,
        who: Member,
        again: &Reauthentication,
        kind: FactorKind,
        session: SessionState,
    ) -> Result<SessionState> {
        let admins = self.settings.admin_factors;
        if !kind.suffices_for(who.role(), admins) {
            return Err(admins.refusal().into());
        }
        if self.before_connecting(&who, kind).await?.email_first {
            return Err(Refusal::EmailFirst.into());
        }
        self.allow_another_phone(who, again, session).await
    }

    fn is_offered(&self, kind: FactorKind) -> Result<()> {
        let offered = self.settings.offered.has(kind);
        Ok(offered.then_some(()).ok_or(Refusal::NotFound)?)
    }

    /// Allows this session to connect another phone. The old phone works until a code of the new phone is accepted.
    pub async fn allow_another_phone(
        &self,
        who: Member,
        again: &Reauthentication,
        session: SessionState,
    ) -> Result<SessionState> {
        let _fresh: Reauthenticated = self.auth.reauthenticate(who, again).await?;
        Ok(session.allow_replacement(self.clock.now()))
    }
}
