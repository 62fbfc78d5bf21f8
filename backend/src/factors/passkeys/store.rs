//! The stored passkeys of accounts.

use super::{
    answer::{NewPasskey, PasskeyAnswer},
    challenge::{Purpose, use_up},
    verify,
};
use crate::{
    Error, Result, crypto::digest, db::Transaction, entity::passkey, factors::Factors, notify::compose::Notice,
    operations::audit, random,
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    ids::{AccountId, PasskeyId},
    passkey::has_grown,
    refusal::Refusal,
    session::Identity,
    time::Timestamp,
    view::PasskeyView,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};

impl Factors {
    /// Uses a passkey of the account up to one answer: checks challenge, site, user verification, signature and counter.
    /// The inner error is the refusal of a wrong answer, after which the transaction can be committed; an outer refusal
    /// says nothing about the passkey. The caller has locked the account.
    pub(crate) async fn use_passkey(
        &self,
        tx: &Transaction,
        who: &Identity,
        purpose: Purpose<'_>,
        answer: &PasskeyAnswer,
        now: Timestamp,
    ) -> Result<Result<PasskeyId, Refusal>> {
        let answered = match self.check_client_data(purpose, &answer.client_data, now)? {
            Ok(Some(answered)) => answered,
            Ok(None) => return Err(Refusal::PasskeyExpired.into()),
            Err(fault) => return Ok(Err(refused(fault))),
        };
        use_up(tx, &answered, now).await?;
        let Some(stored) = with_credential(tx, &answer.credential).await? else {
            return Ok(Err(Refusal::PasskeyRefused));
        };
        let counted = match verify::answer(self.relying_party()?, who.account, &stored, answer) {
            Ok(counted) => counted,
            Err(fault) => return Ok(Err(refused(fault))),
        };
        let known = u32::try_from(stored.sign_count).map_err(|_| Error::Corrupt("sign count"))?;
        if !has_grown(known, counted) {
            self.report_copy(tx, who, now).await?;
            return Ok(Err(Refusal::PasskeyCopied));
        }
        let mut used = passkey::Entity::update_many()
            .col_expr(passkey::Column::SignCount, Expr::value(i64::from(counted)))
            .col_expr(passkey::Column::LastUsedAt, Expr::value(now.micros()))
            .filter(passkey::Column::Id.eq(stored.id));
        match purpose {
            Purpose::SignIn(_) if stored.needs_password => return Err(Refusal::PasskeyNeedsPassword.into()),
            Purpose::SecondFactor(_) => used = used.col_expr(passkey::Column::NeedsPassword, Expr::value(false)),
            _ => {}
        }
        used.exec(tx).await?;
        Ok(Ok(PasskeyId::from_uuid(stored.id)))
    }

    /// Two authenticators have the key of one passkey, so the owner must know. Students are not told: their passkeys end
    /// with the lesson.
    async fn report_copy(&self, tx: &Transaction, who: &Identity, now: Timestamp) -> Result<()> {
        if who.kind == AccountKind::Student {
            return Ok(());
        }
        audit::record(tx, who.account, AuditKind::PasskeyCopied, now).await?;
        self.notifications
            .notify(tx, who.account, Notice::PasskeyCopied, now)
            .await
    }

    /// Checks and stores a new passkey. A credential that any account has already is refused.
    pub(crate) async fn store_passkey(
        &self,
        tx: &Transaction,
        purpose: Purpose<'_>,
        (owner, new, name): (AccountId, &NewPasskey, &str),
        now: Timestamp,
    ) -> Result<()> {
        let answered = match self.check_client_data(purpose, &new.client_data, now)? {
            Ok(Some(answered)) => answered,
            Ok(None) => return Err(Refusal::PasskeyExpired.into()),
            Err(fault) => return Err(refused(fault).into()),
        };
        let counted = verify::new_passkey(self.relying_party()?, new).map_err(refused)?;
        use_up(tx, &answered, now).await?;
        let row = passkey::ActiveModel {
            id: Set(PasskeyId::new(now, random::bytes()?).uuid()),
            account_id: Set(owner.uuid()),
            name: Set(name.to_owned()),
            credential_hash: Set(digest(&new.credential).to_vec()),
            credential_id: Set(new.credential.clone()),
            algorithm: Set(new.algorithm),
            public_key: Set(new.public_key.clone()),
            sign_count: Set(i64::from(counted)),
            created_at: Set(now.micros()),
            last_used_at: Set(None),
            needs_password: Set(false),
        };
        match passkey::Entity::insert(row).exec_without_returning(tx).await {
            Ok(_) => Ok(()),
            Err(error) if crate::db::is_taken(&error) => Err(Refusal::PasskeyRefused.into()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The log says what was wrong, the user only that the passkey was not accepted.
fn refused(fault: domain::passkey::PasskeyFault) -> Refusal {
    tracing::info!(%fault, "passkey refused");
    Refusal::PasskeyRefused
}

/// The passkey with the id that an authenticator has sent.
pub(crate) async fn with_credential(db: &impl ConnectionTrait, credential: &[u8]) -> Result<Option<passkey::Model>> {
    let found = passkey::Entity::find()
        .filter(passkey::Column::CredentialHash.eq(digest(credential).to_vec()))
        .one(db)
        .await?;
    Ok(found.filter(|found| found.credential_id == credential))
}

/// The passkeys of an account, the oldest first.
pub(crate) async fn of_account(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<passkey::Model>> {
    let found = passkey::Entity::find()
        .filter(passkey::Column::AccountId.eq(account.uuid()))
        .order_by_asc(passkey::Column::CreatedAt)
        .order_by_asc(passkey::Column::Id)
        .all(db)
        .await?;
    Ok(found)
}

pub(crate) fn shown(row: &passkey::Model) -> PasskeyView {
    PasskeyView {
        id: PasskeyId::from_uuid(row.id),
        name: row.name.clone(),
        created: Timestamp::from_micros(row.created_at),
        last_used: row.last_used_at.map(Timestamp::from_micros),
    }
}

/// Also true for the passkey of a student in the exercise *passkey*, which is no factor.
pub(crate) async fn has_passkey(db: &impl ConnectionTrait, account: AccountId) -> Result<bool> {
    let found = passkey::Entity::find()
        .filter(passkey::Column::AccountId.eq(account.uuid()))
        .count(db)
        .await?;
    Ok(found > 0)
}

/// Until each passkey was used once together with the new password, it does not sign in alone. Otherwise a thief who has
/// connected a passkey would keep the account after its owner has recovered it with a new password.
pub(crate) async fn require_password(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    passkey::Entity::update_many()
        .col_expr(passkey::Column::NeedsPassword, Expr::value(true))
        .filter(passkey::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether the account had the passkey.
pub(crate) async fn remove(tx: &impl ConnectionTrait, account: AccountId, passkey: PasskeyId) -> Result<bool> {
    let removed = passkey::Entity::delete_many()
        .filter(passkey::Column::Id.eq(passkey.uuid()))
        .filter(passkey::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(removed.rows_affected == 1)
}

pub(crate) async fn remove_all(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    passkey::Entity::delete_many()
        .filter(passkey::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
