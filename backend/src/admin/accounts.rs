//! Searches and shows members for administrators.

use super::{
    Administration,
    audit_trail::events,
    overview::{PAGE_SIZE, contains, page},
};
use crate::{
    Error, Result,
    access::{Admin, Member},
    entity::{account, audit_event, class, enrolment_code, factor, rescue, web_session},
    members::queries::epoch_of,
};
use domain::{
    account::{AccountKind, Role},
    factor::FactorKind,
    ids::{AccountId, RescueId},
    refusal::Refusal,
    session::SessionState,
    time::Timestamp,
    view::{AdminAccount, AdminAccountView, Page},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid, sea_query::ExprTrait,
};
use std::collections::HashMap;

/// Maximum number of events on the page of one account; the audit trail shows all events.
const EVENTS_SHOWN: u64 = 20;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindAccounts {
    /// The search text: a part of a user name or of an e-mail address.
    pub typed: String,
    pub only: Option<Only>,
    /// The last user name on the previous page; this page starts after it.
    pub after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    Administrators,
    Deactivated,
    /// Members whose factors were reset: they need an enrolment code to connect a new phone.
    WithoutPhone,
}

impl FindAccounts {
    pub fn new(typed: &str, only: &str, after: &str) -> Self {
        Self {
            typed: typed.trim().to_lowercase(),
            only: match only {
                "administrators" => Some(Only::Administrators),
                "deactivated" => Some(Only::Deactivated),
                "without-phone" => Some(Only::WithoutPhone),
                _ => None,
            },
            after: after.replace('\0', ""),
        }
    }
}

impl Administration {
    pub async fn find_accounts(&self, _: Admin, find: &FindAccounts) -> Result<Page<AdminAccount>> {
        let db = &self.db.read;
        let mut query = account::Entity::find().filter(account::Column::Kind.eq(AccountKind::Member.code()));
        if !find.typed.is_empty() {
            query = query.filter(
                Condition::any()
                    .add(contains(account::Column::Username, &find.typed))
                    .add(contains(account::Column::Email, &find.typed)),
            );
        }
        query = match find.only {
            Some(Only::Administrators) => query.filter(account::Column::Role.eq(Role::Admin.code())),
            Some(Only::Deactivated) => query.filter(account::Column::Active.eq(false)),
            Some(Only::WithoutPhone) => query.filter(account::Column::MustEnrol.eq(true)),
            None => query,
        };
        if !find.after.is_empty() {
            query = query.filter(account::Column::Username.gt(&find.after));
        }
        let rows = query
            .order_by_asc(account::Column::Username)
            .limit(PAGE_SIZE + 1)
            .all(db)
            .await?;
        let factors = self.factors_of(rows.iter().map(|row| row.id)).await?;
        page(
            rows,
            |row| row.username.clone(),
            |row| view(&row, factors.get(&row.id).cloned().unwrap_or_default()),
        )
    }

    /// Loads the connected second factors of several accounts in one query.
    async fn factors_of(&self, accounts: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, Vec<FactorKind>>> {
        let found: Vec<Connected> = factor::Entity::find()
            .select_only()
            .columns([factor::Column::AccountId, factor::Column::Kind])
            .filter(factor::Column::AccountId.is_in(accounts))
            .filter(factor::Column::Confirmed.eq(true))
            .order_by_asc(factor::Column::Position)
            .into_model()
            .all(&self.db.read)
            .await?;
        let mut factors: HashMap<Uuid, Vec<FactorKind>> = HashMap::new();
        for Connected { account_id, kind } in found {
            let kind = kind.parse().map_err(|_| Error::Corrupt("factor kind"))?;
            factors.entry(account_id).or_default().push(kind);
        }
        Ok(factors)
    }

    pub async fn account_for_admin(
        &self,
        who: &Member,
        session: &SessionState,
        id: AccountId,
    ) -> Result<AdminAccountView> {
        let admin = who.admin()?;
        let now = self.clock.now();
        let db = &self.db.read;
        let row = account::Entity::find_by_id(id.uuid())
            .filter(account::Column::Kind.eq(AccountKind::Member.code()))
            .one(db)
            .await?;
        let row = row.ok_or(Refusal::NotFound)?;
        let code = enrolment_code::Entity::find_by_id(row.id)
            .filter(enrolment_code::Column::UsedAt.is_null())
            .filter(enrolment_code::Column::ExpiresAt.gt(now.micros()))
            .one(db)
            .await?;
        let asked = rescue::Entity::find()
            .filter(rescue::Column::OpenFor.eq(row.id))
            .one(db)
            .await?;
        let sessions = web_session::Entity::find()
            .filter(web_session::Column::AccountId.eq(row.id))
            .filter(web_session::Column::ExpiresAt.gt(now.micros()));
        let classes = class::Entity::find().filter(class::Column::OwnerId.eq(row.id));
        let latest = audit_event::Entity::find()
            .filter(
                audit_event::Column::AccountId
                    .eq(row.id)
                    .or(audit_event::Column::ActorId.eq(row.id)),
            )
            .order_by_desc(audit_event::Column::Id)
            .limit(EVENTS_SHOWN)
            .all(db)
            .await?;
        Ok(AdminAccountView {
            seen: epoch_of(&row)?,
            is_oneself: id == admin.account(),
            sessions: sessions.count(db).await?,
            classes: classes.count(db).await?,
            code_until: code.map(|code| Timestamp::from_micros(code.expires_at)),
            rescue: asked.map(|asked| RescueId::from_uuid(asked.id)),
            proof: self.auth.admin_proof(who, session).await?,
            events: events(db, latest).await?,
            unconfirmed_email: row.unconfirmed_email.clone(),
            account: view(
                &row,
                self.factors_of([row.id].into_iter())
                    .await?
                    .remove(&row.id)
                    .unwrap_or_default(),
            )?,
        })
    }
}

#[derive(FromQueryResult)]
struct Connected {
    account_id: Uuid,
    kind: String,
}

fn view(row: &account::Model, factors: Vec<FactorKind>) -> Result<AdminAccount> {
    let role = row.role.as_deref().and_then(Role::from_code);
    Ok(AdminAccount {
        id: AccountId::from_uuid(row.id),
        username: row.username.clone(),
        email: row.email.clone(),
        role: role.ok_or(Error::Corrupt("role"))?,
        active: row.active,
        factors,
        must_enrol: row.must_enrol,
        registered: Timestamp::from_micros(row.created_at),
    })
}
