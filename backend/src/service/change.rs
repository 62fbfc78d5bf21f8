//! Changes to how a member signs in, after password and code were given again.

use super::{
    account_rows::{account_of, lock_under_epoch, set_password},
    again::Again,
    audit,
    epoch::{Event, start_new_epoch},
    forgot::NewPassword,
    letters::Notice,
    recovery_codes::new_recovery_codes,
};
use crate::{
    Result, Stepwise,
    access::{Fresh, MaySetUp, Member},
    db::transaction,
    entity::account,
};
use domain::{
    account::AccountKind, audit::AuditKind, factor::FactorKind, locale::Locale, recovery_code::RecoveryCode,
    refusal::Refusal, session::SessionState, time::Timestamp, view::FactorPrerequisites,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

impl Stepwise {
    /// What the page shows before it asks for password and code, to connect a factor of this kind.
    pub async fn before_connecting(&self, who: &Member, kind: FactorKind) -> Result<FactorPrerequisites> {
        self.is_offered(kind)?;
        let account = account_of(&self.db().read, who.account()).await?;
        Ok(FactorPrerequisites {
            login: who.login().to_owned(),
            email_first: kind == FactorKind::Email && account.email.is_none(),
            unconfirmed_email: account.unconfirmed_email,
        })
    }

    /// Allows this session to connect a factor of this kind. Obstacles are reported before the code is used up.
    pub async fn allow_connecting(
        &self,
        who: Member,
        again: &Again,
        kind: FactorKind,
        session: SessionState,
    ) -> Result<SessionState> {
        if !kind.suffices_for(who.role()) {
            return Err(Refusal::AppNeeded.into());
        }
        if self.before_connecting(&who, kind).await?.email_first {
            return Err(Refusal::EmailFirst.into());
        }
        self.allow_another_phone(who, again, session).await
    }

    fn is_offered(&self, kind: FactorKind) -> Result<()> {
        let offered = self.settings().offered.has(kind);
        Ok(offered.then_some(()).ok_or(Refusal::NotFound)?)
    }

    /// Allows this session to connect another phone. The old one works until the new one is proved.
    pub async fn allow_another_phone(&self, who: Member, again: &Again, session: SessionState) -> Result<SessionState> {
        let _fresh: Fresh = self.prove_again(who, again).await?;
        Ok(session.allow_replacement(self.now()))
    }

    /// Records that a factor was connected or replaced, and notifies the member by mail.
    pub(super) async fn tell_of_factor(
        &self,
        tx: &impl ConnectionTrait,
        who: &MaySetUp,
        replaced: bool,
        now: Timestamp,
    ) -> Result<()> {
        if who.kind() == AccountKind::Student {
            return Ok(());
        }
        let (kind, notice) = match replaced {
            true => (AuditKind::FactorReplaced, Notice::FactorReplaced),
            false => (AuditKind::FactorConnected, Notice::FactorConnected),
        };
        audit::record(tx, who.account(), kind, now).await?;
        self.notify(tx, who.account(), notice, now).await
    }

    /// Makes ten new codes; the old ones become invalid. Parallel renewals wait for each other at the account's row,
    /// and the second one removes the codes of the first.
    pub async fn renew_recovery_codes(&self, who: Member, again: &Again) -> Result<Vec<RecoveryCode>> {
        let who = self.prove_again(who, again).await?;
        let now = self.now();
        let codes = new_recovery_codes()?;
        transaction!(self.db(), |tx| {
            lock_under_epoch(tx, who.member().identity(), now).await?;
            self.replace_recovery_codes(tx, who.account(), &codes).await?;
            audit::record(tx, who.account(), AuditKind::RecoveryCodesRenewed, now).await?;
            self.notify(tx, who.account(), Notice::RecoveryCodesRenewed, now).await
        })?;
        Ok(codes)
    }

    /// Changes the password. It ends every other session, and all tokens of API clients.
    pub async fn change_password(
        &self,
        who: Member,
        again: &Again,
        new: &NewPassword,
        session: SessionState,
    ) -> Result<SessionState> {
        let now = self.now();
        // Faults of the new password are reported before the code is used up.
        let known = account_of(&self.db().read, who.account()).await?;
        new.check(&known, &self.settings().issuer)?;
        let who = self.prove_again(who, again).await?;
        // Password and code were counted when they were checked.
        let place = self.parts().passwords.place(self.client_of(who.account())).await?;
        let hash = place.hash(&new.password).await?;
        let epoch = transaction!(self.db(), |tx| {
            set_password(tx, who.account(), &hash, now).await?;
            let epoch = start_new_epoch(tx, who.member().identity(), Event::ByOwner, now).await?;
            let epoch = epoch.ok_or(Refusal::SignInFirst)?;
            audit::record(tx, who.account(), AuditKind::PasswordChanged, now).await?;
            self.notify(tx, who.account(), Notice::PasswordChanged, now).await?;
            Ok(epoch)
        })?;
        Ok(session.epoch_raised(epoch, now)?)
    }

    /// Ends all sessions except this one.
    pub async fn end_other_sessions(&self, who: &Member, session: SessionState) -> Result<SessionState> {
        let now = self.now();
        let epoch = transaction!(self.db(), |tx| {
            let epoch = start_new_epoch(tx, who.identity(), Event::ByOwner, now).await?;
            let epoch = epoch.ok_or(Refusal::SignInFirst)?;
            audit::record(tx, who.account(), AuditKind::OtherSessionsEnded, now).await?;
            Ok(epoch)
        })?;
        Ok(session.epoch_raised(epoch, now)?)
    }

    /// Sets the language of mails.
    pub async fn choose_language(&self, who: &Member, locale: Locale) -> Result<()> {
        let now = self.now();
        transaction!(self.db(), |tx| {
            account::Entity::update_many()
                .col_expr(account::Column::Locale, Expr::value(locale.tag()))
                .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
                .filter(account::Column::Id.eq(who.account().uuid()))
                .exec(tx)
                .await?;
            Ok(())
        })
    }
}
