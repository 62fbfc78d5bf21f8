//! The stored factors of an account: connected factors, pending secrets of apps, and e-mail addresses and phone numbers
//! that are not confirmed yet.

use super::Factors;
use crate::{
    Error, Result,
    crypto::context,
    db::{Transaction, Writes},
    entity::{self, account, factor},
    limits::throttle,
};
use domain::{
    account::Role,
    factor::FactorKind,
    ids::{AccountId, FactorId},
    refusal::Refusal,
    role_requirements::AdminFactors,
    time::Timestamp,
    totp::TotpSecret,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryFilter,
    QueryOrder, QueryTrait,
    sea_query::{Expr, ExprTrait, Order, Query},
};

/// Prefixes of the columns of `AccountFactors::with_counter`.
const FACTOR: &str = "factor_";
const COUNTER: &str = "counter_";

/// Maximum number of pending secrets of one account, in all its browsers; the oldest secrets are removed first.
const MAX_PENDING_SECRETS: usize = 10;
/// Number of secrets of earlier QR codes with which a wrong code is compared, so that the page can tell the user that
/// the code belongs to an older QR code.
const MAX_REPLACED_SECRETS: usize = 2;

/// Selects the factors that are removed when a factor of this kind is connected: the previous factor of this kind, and
/// all unproved set-ups of any kind and session. It is possible that an attacker who knew the password has started an
/// unproved set-up.
pub(crate) fn replaced_by(kind: &str) -> Condition {
    Condition::any()
        .add(factor::Column::Kind.eq(kind))
        .add(factor::Column::Confirmed.eq(false))
}

/// All factors of one account, read in one query.
pub(crate) struct AccountFactors {
    /// In the order in which the sign-in offers them.
    confirmed: Vec<factor::Model>,
    /// Pending secrets of authenticator apps, newest first.
    pending: Vec<factor::Model>,
    /// E-mail addresses and phone numbers to which a code was sent, but whose user has not entered this code yet.
    pending_messages: Vec<factor::Model>,
}

impl AccountFactors {
    pub async fn of(db: &impl ConnectionTrait, account: AccountId) -> Result<Self> {
        let rows = factor::Entity::find()
            .filter(factor::Column::AccountId.eq(account.uuid()))
            .order_by_desc(factor::Column::CreatedAt)
            .all(db)
            .await?;
        Ok(Self::of_rows(rows))
    }

    /// Reads the factors together with a counter of wrong codes.
    pub async fn with_counter(
        tx: &Transaction,
        account: AccountId,
        counter: throttle::Subject,
    ) -> Result<(Self, Option<entity::throttle::Model>)> {
        let counted = Expr::col((entity::throttle::Entity, entity::throttle::Column::Subject)).eq(counter.key());
        let owned =
            Expr::col((factor::Entity, factor::Column::AccountId)).equals((account::Entity, account::Column::Id));
        let mut query = Query::select();
        query
            .from(account::Entity)
            .left_join(entity::throttle::Entity, counted)
            .left_join(factor::Entity, owned)
            .and_where(Expr::col((account::Entity, account::Column::Id)).eq(account.uuid()))
            .order_by((factor::Entity, factor::Column::CreatedAt), Order::Desc);
        for column in factor::Column::iter() {
            query.expr_as(column.into_expr(), format!("{FACTOR}{}", column.as_str()));
        }
        for column in entity::throttle::Column::iter() {
            query.expr_as(column.into_expr(), format!("{COUNTER}{}", column.as_str()));
        }
        let rows = tx.query_all(&query).await?;
        let counter = match rows.first() {
            Some(row) => entity::throttle::Model::from_query_result_optional(row, COUNTER)?,
            None => return Err(Refusal::SignInFirst.into()),
        };
        let factors = rows
            .iter()
            .map(|row| factor::Model::from_query_result_optional(row, FACTOR));
        let factors = factors.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        Ok((Self::of_rows(factors), counter))
    }

    /// The rows are sorted by their time, newest first.
    fn of_rows(rows: Vec<factor::Model>) -> Self {
        let (mut confirmed, pending): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.confirmed);
        confirmed.sort_by_key(|row| (row.position, row.confirmed_at));
        let (pending, pending_messages) = pending.into_iter().partition(|row| row.kind == FactorKind::Totp.code());
        Self {
            confirmed,
            pending,
            pending_messages,
        }
    }

    pub const fn is_on(&self) -> bool {
        !self.confirmed.is_empty()
    }

    pub fn all_confirmed(&self) -> &[factor::Model] {
        &self.confirmed
    }

    pub fn confirmed(&self, kind: FactorKind) -> Option<&factor::Model> {
        self.confirmed.iter().find(|row| row.kind == kind.code())
    }

    /// The kinds of the connected factors, in the order in which the sign-in offers them.
    pub fn kinds(&self) -> Vec<FactorKind> {
        let kinds = self.confirmed.iter().filter_map(|row| row.kind.parse().ok());
        kinds.collect()
    }

    /// Whether one of the connected factors completes the sign-in of an account with this role.
    pub fn suffice_for(&self, role: Role, admins: AdminFactors) -> bool {
        self.kinds().into_iter().any(|kind| kind.suffices_for(role, admins))
    }

    /// The position of a new factor of this kind: the position of the factor that it replaces, or the last position.
    pub fn position_for(&self, kind: FactorKind) -> i32 {
        let last = || self.confirmed.last().map_or(0, |row| row.position.saturating_add(1));
        self.confirmed(kind).map_or_else(last, |row| row.position)
    }

    pub fn pending_message(&self, kind: FactorKind) -> Option<&factor::Model> {
        self.pending_messages.iter().find(|row| row.kind == kind.code())
    }

    pub fn kind_of(row: &factor::Model) -> Result<FactorKind> {
        row.kind.parse().map_err(|_| Error::Corrupt("factor kind"))
    }

    /// The pending secret that a session has shown to its user.
    pub fn pending(&self, opened: Option<FactorId>) -> Option<&factor::Model> {
        let opened = opened?.uuid();
        self.pending.iter().find(|row| row.id == opened)
    }

    /// The secret of the set-up page that was opened last, in any browser.
    pub fn newest_pending(&self) -> Option<&factor::Model> {
        self.pending.first()
    }

    /// The newest pending secret of an API client, if it is still valid. A secret that is older than a connected factor
    /// is invalid, because it was issued for the password alone.
    pub fn of_api_client(&self, now: Timestamp) -> Option<&factor::Model> {
        let asked = self.pending.iter().find(|row| row.program_until.is_some())?;
        let mut on_since = self.confirmed.iter().filter_map(|row| row.confirmed_at);
        let holds = asked.program_until > Some(now.micros()) && on_since.all(|since| since < asked.created_at);
        holds.then_some(asked)
    }

    /// The secrets of earlier QR codes.
    pub fn replaced(&self, current: FactorId) -> impl Iterator<Item = &factor::Model> {
        let others = self.pending.iter().filter(move |row| row.id != current.uuid());
        others.take(MAX_REPLACED_SECRETS)
    }
}

impl Factors {
    pub(crate) fn secret_of(&self, row: &factor::Model) -> Result<TotpSecret> {
        let plain = self
            .keys
            .open(&context::factor(FactorId::from_uuid(row.id)), &row.sealed)?;
        let bytes = plain.as_slice().try_into().map_err(|_| Error::Corrupt("secret"))?;
        Ok(TotpSecret::from_bytes(bytes))
    }

    pub(crate) fn insert_pending(
        &self,
        writes: &mut Writes,
        account: AccountId,
        known: &AccountFactors,
        (fresh, secret): (FactorId, &TotpSecret),
        program_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        let too_many: Vec<_> = known
            .pending
            .iter()
            .skip(MAX_PENDING_SECRETS - 1)
            .map(|old| old.id)
            .collect();
        if !too_many.is_empty() {
            // A secret that was confirmed since it was read stays.
            let oldest = factor::Entity::delete_many()
                .filter(factor::Column::Id.is_in(too_many))
                .filter(factor::Column::Confirmed.eq(false));
            writes.add("oldest_secrets", oldest.into_query());
        }
        let row = factor::ActiveModel {
            id: Set(fresh.uuid()),
            account_id: Set(account.uuid()),
            kind: Set(FactorKind::Totp.code().to_owned()),
            confirmed: Set(false),
            sealed: Set(self.keys.seal(&context::factor(fresh), secret.bytes())?),
            last_step: Set(None),
            created_at: Set(now.micros()),
            confirmed_at: Set(None),
            position: Set(0),
            program_until: Set(program_until.map(Timestamp::micros)),
        };
        writes.add("pending_secret", factor::Entity::insert(row).into_query());
        Ok(())
    }

    /// Stores an e-mail address or phone number as a pending factor. It is connected when the user enters the code that
    /// was sent to it.
    pub(crate) async fn insert_target(
        &self,
        tx: &Transaction,
        account: AccountId,
        (fresh, kind): (FactorId, FactorKind),
        to: &str,
        now: Timestamp,
    ) -> Result<()> {
        let row = factor::ActiveModel {
            id: Set(fresh.uuid()),
            account_id: Set(account.uuid()),
            kind: Set(kind.code().to_owned()),
            confirmed: Set(false),
            sealed: Set(self.seal_target(fresh, to)?),
            last_step: Set(None),
            created_at: Set(now.micros()),
            confirmed_at: Set(None),
            position: Set(0),
            program_until: Set(None),
        };
        factor::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    }

    pub(crate) fn seal_target(&self, factor: FactorId, to: &str) -> Result<Vec<u8>> {
        self.keys.seal(&context::factor(factor), to.as_bytes())
    }
}
