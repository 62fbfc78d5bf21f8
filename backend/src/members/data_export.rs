//! The download of all data that is stored about a member. It contains no secret and no data of other members.

use super::{Members, queries::account_of};
use crate::{
    Error, Result, access::Member, api::personal_tokens::stored_tokens, classes::StoredFinish, db::transaction,
    entity::rescue, operations::audit, session_store::SessionKey,
};
use domain::{
    audit::AuditKind,
    ids::AccountId,
    rescue::RescueState,
    time::Timestamp,
    view::{AccountView, ClassesView, PersonalTokenView, PurgedSeatResult, StoredRescue},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

const ALL_EVENTS: u64 = 100_000;

/// All data that is stored about a member, for the export. `docs/LISTS.md` describes the fields.
#[derive(Debug, Serialize, Deserialize)]
pub struct AccountData {
    pub account: AccountView,
    /// Time of the API login that last started the 30 days without further mails about API logins.
    pub api_login_noticed: Option<Timestamp>,
    /// All classes, also those that the home page leaves out.
    pub classes: ClassesView,
    /// Results of classes that are already deleted.
    pub results: Vec<PurgedSeatResult>,
    /// The finish pages of classes that are already deleted.
    pub finish_pages: Vec<StoredFinish>,
    /// Personal access tokens, without the tokens themselves. Tokens that have expired stay until they are swept away.
    pub tokens: Vec<PersonalTokenView>,
    pub requests_for_help: Vec<StoredRescue>,
}

impl Members {
    pub async fn account_data(&self, who: &Member, here: Option<&SessionKey>) -> Result<AccountData> {
        let now = self.clock.now();
        let db = &self.db.read;
        let account = account_of(db, who.account()).await?;
        let data = AccountData {
            account: self.account_with(who, here, ALL_EVENTS).await?,
            api_login_noticed: account.api_seen_at.map(Timestamp::from_micros),
            classes: self.classes.all_classes(who).await?,
            results: self.classes.stored_results(who).await?,
            finish_pages: self.classes.stored_finish_pages(who).await?,
            tokens: stored_tokens(db, who.account()).await?,
            requests_for_help: stored_rescues(db, who.account()).await?,
        };
        transaction!(&self.db, |tx| {
            audit::record(tx, who.account(), AuditKind::DataDownloaded, now).await
        })?;
        Ok(data)
    }
}

/// The member's requests for help, the oldest first.
async fn stored_rescues(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<StoredRescue>> {
    let rows = rescue::Entity::find()
        .filter(rescue::Column::AccountId.eq(account.uuid()))
        .order_by_asc(rescue::Column::AskedAt)
        .all(db)
        .await?;
    let rescues = rows.into_iter().map(|row| {
        Ok(StoredRescue {
            asked: Timestamp::from_micros(row.asked_at),
            decided: row.decided_at.map(Timestamp::from_micros),
            state: RescueState::from_code(&row.state).ok_or(Error::Corrupt("rescue state"))?,
        })
    });
    rescues.collect()
}
