//! Removes or signs out the sessions of accounts that are deleted.

use crate::{Error, Result, entity::web_session, session_store::STATE};
use domain::session::SessionState;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, prelude::Uuid, sea_query::Expr};
use serde_json::{Map, Value};

/// Deletes the sessions of these accounts. It is possible that a teacher has tried a student's login in their own
/// browser: such a session also contains the links of the teacher's classes, so it is signed out instead of deleted.
pub(crate) async fn remove(tx: &impl ConnectionTrait, accounts: &[Uuid]) -> Result<()> {
    let theirs = web_session::Column::AccountId.is_in(accounts.iter().copied());
    let rows = web_session::Entity::find().filter(theirs.clone()).all(tx).await?;
    for row in rows {
        if let Some(data) = signed_out(&row.data)? {
            web_session::Entity::update_many()
                .col_expr(web_session::Column::Data, Expr::value(data))
                .col_expr(web_session::Column::AccountId, Expr::value(None::<Uuid>))
                .filter(web_session::Column::IdHash.eq(row.id_hash))
                .exec(tx)
                .await?;
        }
    }
    web_session::Entity::delete_many().filter(theirs).exec(tx).await?;
    Ok(())
}

/// The session data without the account; `None` if the session contains nothing else.
fn signed_out(data: &str) -> Result<Option<String>> {
    let unreadable = |_| Error::Corrupt("a session");
    let mut data: Map<String, Value> = serde_json::from_str(data).map_err(unreadable)?;
    let Some(state) = data.get(STATE).cloned() else {
        return Ok(None);
    };
    let state: SessionState = serde_json::from_value(state).map_err(unreadable)?;
    let state = state.signed_out();
    if state.is_empty() {
        return Ok(None);
    }
    data.insert(STATE.to_owned(), serde_json::to_value(state).map_err(unreadable)?);
    serde_json::to_string(&data).map(Some).map_err(unreadable)
}
