//! Connects, names and removes passkeys.

use super::{SetUp, authenticator::Connected, order::check_removable, pending_secret::check_replaceable};
use crate::{
    Result,
    access::{MaySetUp, Member, Reauthenticated},
    auth::reauthenticate::Reauthentication,
    crypto::context,
    db::{Transaction, transaction},
    entity::{factor, passkey},
    factors::{
        account_factors::AccountFactors,
        passkeys::{
            NewPasskey,
            challenge::Purpose,
            store::{of_account, remove, shown},
        },
        recovery_codes::new_recovery_codes,
    },
    members::{
        queries::lock,
        sessions::epoch::{Event, start_new_epoch},
    },
    notify::compose::Notice,
    operations::audit,
    random,
};
use domain::{
    audit::AuditKind,
    factor::FactorKind,
    ids::{FactorId, PasskeyId},
    passkey::{MAX_PASSKEY_NAME, MAX_PASSKEYS, passkey_name},
    refusal::Refusal,
    session::SessionState,
    time::Timestamp,
    view::{PasskeySetUpView, PasskeyView},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

impl SetUp {
    /// The page that creates a passkey. A member who has a factor must reauthenticate before.
    pub async fn passkey_set_up(&self, who: &MaySetUp, session: &SessionState) -> Result<PasskeySetUpView> {
        self.may_have_passkeys(who)?;
        let factors = AccountFactors::of(&self.db.read, who.account()).await?;
        check_replaceable(&factors, session.may_replace(self.clock.now()))?;
        let known = of_account(&self.db.read, who.account()).await?;
        check_number(known.len())?;
        let owner = (who.account(), who.login());
        Ok(PasskeySetUpView {
            login: who.login().to_owned(),
            is_first: !factors.is_on(),
            only_way: !factors.suffice_for(who.role(), self.settings.admin_factors)
                && !FactorKind::Totp.suffices_for(who.role(), self.settings.admin_factors),
            suggested_name: String::new(),
            creation: self
                .factors
                .passkey_creation(Purpose::Connect(&who.identity), owner, &known)?,
        })
    }

    /// Connects a new passkey. All other sessions of the account end. The first factor of an account comes with ten
    /// recovery codes.
    pub async fn connect_passkey(
        &self,
        who: &MaySetUp,
        session: SessionState,
        new: &NewPasskey,
        name: &str,
    ) -> Result<Connected> {
        self.may_have_passkeys(who)?;
        let unfit = Refusal::PasskeyNameUnfit { most: MAX_PASSKEY_NAME };
        let name = passkey_name(name).ok_or(unfit)?;
        let now = self.clock.now();
        let may_replace = session.may_replace(now);
        let recovery_codes = new_recovery_codes()?;
        let fresh = FactorId::new(now, random::bytes()?);
        let (epoch, is_first) = transaction!(&self.db, |tx| {
            lock(tx, who.account()).await?;
            let factors = AccountFactors::of(tx, who.account()).await?;
            check_replaceable(&factors, may_replace)?;
            check_number(of_account(tx, who.account()).await?.len())?;
            let purpose = Purpose::Connect(&who.identity);
            self.factors
                .store_passkey(tx, purpose, (who.account(), new, &name), now)
                .await?;
            let epoch = self.add_passkey_factor(tx, who, &factors, fresh, now).await?;
            if !factors.is_on() {
                self.factors
                    .replace_recovery_codes(tx, who.account(), &recovery_codes)
                    .await?;
            }
            audit::record(tx, who.account(), AuditKind::PasskeyConnected, now).await?;
            self.notifications
                .notify(tx, who.account(), Notice::PasskeyConnected, now)
                .await?;
            Ok((epoch, !factors.is_on()))
        })?;
        Ok(Connected {
            session: session.factor_connected(epoch, now)?,
            epoch,
            recovery_codes: if is_first { recovery_codes } else { Vec::new() },
            kind: who.kind(),
        })
    }

    /// Starts a new epoch. With the first passkey the account gets the factor to which all its passkeys belong.
    async fn add_passkey_factor(
        &self,
        tx: &Transaction,
        who: &MaySetUp,
        factors: &AccountFactors,
        fresh: FactorId,
        now: Timestamp,
    ) -> Result<u32> {
        let kind = FactorKind::Passkey;
        let known = factors.confirmed(kind).map(|row| FactorId::from_uuid(row.id));
        let event = Event::FactorConnected {
            proved: known.unwrap_or(fresh),
            kind,
            is_enrolled: who.is_enrolled,
        };
        let epoch = start_new_epoch(tx, &who.identity, event, now).await?;
        let epoch = epoch.ok_or(Refusal::AlreadyConnected)?;
        if known.is_none() {
            let row = factor::ActiveModel {
                id: Set(fresh.uuid()),
                account_id: Set(who.account().uuid()),
                kind: Set(kind.code().to_owned()),
                confirmed: Set(true),
                // A passkey has no secret on the server.
                sealed: Set(self.keys.seal(&context::factor(fresh), b"")?),
                last_step: Set(None),
                created_at: Set(now.micros()),
                confirmed_at: Set(Some(now.micros())),
                position: Set(factors.position_for(kind)),
                program_until: Set(None),
            };
            factor::Entity::insert(row).exec_without_returning(tx).await?;
        }
        Ok(epoch)
    }

    /// One passkey of the member.
    pub async fn passkey(&self, who: &Member, passkey: PasskeyId) -> Result<PasskeyView> {
        let known = of_account(&self.db.read, who.account()).await?;
        let found = known.iter().find(|row| row.id == passkey.uuid());
        Ok(shown(found.ok_or(Refusal::NotFound)?))
    }

    pub async fn rename_passkey(&self, who: &Member, passkey: PasskeyId, name: &str) -> Result<()> {
        let unfit = Refusal::PasskeyNameUnfit { most: MAX_PASSKEY_NAME };
        let name = passkey_name(name).ok_or(unfit)?;
        transaction!(&self.db, |tx| {
            let renamed = passkey::Entity::update_many()
                .col_expr(passkey::Column::Name, Expr::value(name.as_str()))
                .filter(passkey::Column::Id.eq(passkey.uuid()))
                .filter(passkey::Column::AccountId.eq(who.account().uuid()))
                .exec(tx)
                .await?;
            match renamed.rows_affected {
                1 => Ok(()),
                _ => Err(Refusal::NotFound.into()),
            }
        })
    }

    /// Removes one passkey. With the last one the account loses this kind of factor, which must not be its last. Other
    /// sessions and trusted browsers end.
    pub async fn remove_passkey(
        &self,
        who: Member,
        again: &Reauthentication,
        passkey: PasskeyId,
        session: SessionState,
    ) -> Result<SessionState> {
        // Obstacles are reported before the reauthentication uses up the code.
        self.check_passkey_removable(&self.db.read, &who, passkey).await?;
        let who: Reauthenticated = self.auth.reauthenticate(who, again).await?;
        let now = self.clock.now();
        let epoch = transaction!(&self.db, |tx| {
            lock(tx, who.account()).await?;
            let is_last = self.check_passkey_removable(tx, who.member(), passkey).await?;
            let epoch = start_new_epoch(tx, who.member().identity(), Event::ByOwner, now).await?;
            let epoch = epoch.ok_or(Refusal::SignInFirst)?;
            remove(tx, who.account(), passkey).await?;
            if is_last {
                factor::Entity::delete_many()
                    .filter(factor::Column::AccountId.eq(who.account().uuid()))
                    .filter(factor::Column::Kind.eq(FactorKind::Passkey.code()))
                    .exec(tx)
                    .await?;
            }
            audit::record(tx, who.account(), AuditKind::FactorRemoved, now).await?;
            self.notifications
                .notify(tx, who.account(), Notice::FactorRemoved, now)
                .await?;
            Ok(epoch)
        })?;
        Ok(session.epoch_raised(epoch, now)?)
    }

    /// Returns whether this is the last passkey of the account.
    async fn check_passkey_removable(
        &self,
        db: &impl ConnectionTrait,
        who: &Member,
        passkey: PasskeyId,
    ) -> Result<bool> {
        let known = of_account(db, who.account()).await?;
        if !known.iter().any(|row| row.id == passkey.uuid()) {
            return Err(Refusal::NotFound.into());
        }
        let is_last = known.len() == 1;
        if is_last {
            let factors = AccountFactors::of(db, who.account()).await?;
            let required = (who.role(), self.settings.admin_factors);
            check_removable(&factors, FactorKind::Passkey, required)?;
        }
        Ok(is_last)
    }

    /// Members only: students connect an authenticator app, which the lesson is about.
    fn may_have_passkeys(&self, who: &MaySetUp) -> Result<()> {
        let offered = self.factors.offered_to(who.kind(), None).has(FactorKind::Passkey);
        Ok(offered.then_some(()).ok_or(Refusal::NotFound)?)
    }
}

fn check_number(known: usize) -> Result<()> {
    match known < MAX_PASSKEYS {
        true => Ok(()),
        false => Err(Refusal::TooManyPasskeys { most: MAX_PASSKEYS }.into()),
    }
}
