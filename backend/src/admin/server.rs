//! The state of the server for administrators: database, mails, sessions and keys in use.

use super::Administration;
use crate::{
    Result,
    access::Admin,
    db::server_version,
    entity::{account, exercise_progress, factor, mail, message_code, web_session},
    notify::queue::UNKNOWN_RECIPIENT,
};
use domain::{
    time::Timestamp,
    view::{KeyRow, ServerView},
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, Func},
};

impl Administration {
    pub async fn server_view(&self, _: Admin, version: &str) -> Result<ServerView> {
        let db = &self.db.read;
        let now = self.clock.now();
        // Rows for unknown recipients are never sent, so they do not wait.
        let waiting = mail::Entity::find().filter(mail::Column::Channel.ne(UNKNOWN_RECIPIENT));
        let oldest = waiting.clone().order_by_asc(mail::Column::Id).one(db).await?;
        let sessions = web_session::Entity::find()
            .filter(web_session::Column::ExpiresAt.gt(now.micros()))
            .filter(web_session::Column::AccountId.is_not_null());
        Ok(ServerView {
            version: version.to_owned(),
            database: server_version(&self.db).await.unwrap_or_default(),
            address: self.settings.address.clone(),
            rescue_email: self.settings.rescue_email.clone(),
            mails_waiting: waiting.count(db).await?,
            oldest_mail: oldest.map(|row| made_at(row.id)),
            sessions: sessions.count(db).await?,
            now,
            keys: self.keys_in_use().await?,
        })
    }

    /// The number of stored values that each key has sealed. The database counts them, so that no rows are transferred.
    async fn keys_in_use(&self) -> Result<Vec<KeyRow>> {
        let ids: Vec<String> = self.keys.ids().map(str::to_owned).collect();
        let (mut rows, mut known) = (Vec::new(), 0);
        for (n, id) in ids.into_iter().enumerate() {
            let sealed = self.sealed_by(Some(&id)).await?;
            known += sealed;
            rows.push(KeyRow {
                id: Some(id),
                seals: n == 0,
                sealed,
            });
        }
        let others = self.sealed_by(None).await?.saturating_sub(known);
        if others > 0 {
            rows.push(KeyRow {
                id: None,
                seals: false,
                sealed: others,
            });
        }
        Ok(rows)
    }

    async fn sealed_by(&self, key: Option<&str>) -> Result<u64> {
        let db = &self.db.read;
        let begin = key.map(crate::crypto::Keyring::begin_of);
        macro_rules! count {
            ($entity:ident, $column:ident) => {{
                let mut query = $entity::Entity::find().filter($entity::Column::$column.is_not_null());
                if let Some(begin) = &begin {
                    let length = i32::try_from(begin.len()).unwrap_or(i32::MAX);
                    let start = Func::cust("SUBSTR").args([
                        Expr::col($entity::Column::$column),
                        Expr::value(1_i32),
                        Expr::value(length),
                    ]);
                    query = query.filter(Expr::expr(start).eq(begin.clone()));
                }
                query.count(db).await?
            }};
        }
        let codes_and_mails = count!(message_code, Sealed) + count!(mail, Sealed);
        let of_lesson = count!(account, SealedPassword) + count!(exercise_progress, State);
        Ok(of_lesson + count!(factor, Sealed) + codes_and_mails)
    }
}

/// The time at which a mail was created, which is part of its id.
fn made_at(id: sea_orm::prelude::Uuid) -> Timestamp {
    let seconds = id.get_timestamp().map_or(0, |stamp| stamp.to_unix().0);
    Timestamp::from_seconds(i64::try_from(seconds).unwrap_or(0))
}
