//! Ends everything that was started under an account's epoch. Every change that ends sessions calls this module.

use super::{
    mailed_links::{self, Purpose},
    queries::{account_of, stored_epoch},
    rescue,
};
use crate::{
    Result,
    auth::trusted_browser,
    entity::{account, factor, mail, message_code, web_session},
    factors::account_factors::replaced_by,
};
use domain::{
    account::AccountKind,
    factor::FactorKind,
    ids::{AccountId, FactorId},
    rescue::RescueState,
    sent_code::CODE_LIFETIME,
    session::Identity,
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait},
};

/// Why an epoch ends.
#[derive(Clone, Copy)]
pub(crate) enum Event {
    /// The owner has changed how they sign in, or has signed out everywhere.
    ByOwner,
    /// An administrator or the operator (on the command line) has changed the account, or a teacher has changed a
    /// student's.
    ByAdministrator,
    /// A factor was proved. It replaces the previous factor of its kind.
    FactorConnected {
        proved: FactorId,
        kind: FactorKind,
        /// An administrator's enrolment code was given in this session.
        is_enrolled: bool,
    },
    /// All factors are removed; the next one is connected with an administrator's enrolment code only.
    FactorsTakenOff,
}

/// Raises the account's epoch from the one that `known` names, and ends what was started under it. Returns the new
/// epoch, or `None` if another request has raised it before: then nothing is changed.
///
/// With the epoch end web sessions, access and refresh tokens, sealed attempts of API clients and recovery codes that
/// wait to be shown. The rest is ended here:
///
/// - a pending change of address and its mailed link, so that an attacker who has requested one gains nothing by it;
/// - unused links for a new password;
/// - trusted browsers, codes that were sent, set-ups that were opened and not proved;
/// - an open request for help, when the owner acts: it was made with the previous password.
///
/// What stays, and why:
///
/// - The first address of an account, the one of its registration, and its link: only the owner can have typed it. It
///   stays in every case, also when a member who never confirmed it connects their first phone or is rescued. Once
///   another address was asked for, `first_email_pending` is false, and the pending one is dropped like every change.
/// - Links that undo a change of address, and objections to a rescue: the owner needs them against an attacker who
///   raises the epoch by changing the password or connecting a phone. They end by being used, and when they expire.
/// - An enrolment code: it is used up together with the password, and the owner may need a new password before using
///   it. Issuing another one, an objection and a deactivation end it.
/// - Invitations, which open no account, and reservations of the API for a class, which only a new token reads.
/// - Rows of a student's sessions: they are invalid by the epoch, but may hold the links of a teacher who has tried a
///   student's login in the teacher's own browser.
pub(crate) async fn start_new_epoch(
    tx: &impl ConnectionTrait,
    known: &Identity,
    event: Event,
    now: Timestamp,
) -> Result<Option<u32>> {
    if !raise_epoch(tx, known, event).await? {
        return Ok(None);
    }
    end_set_ups(tx, known.account, event).await?;
    end_codes(tx, known.account, now).await?;
    if known.kind == AccountKind::Member {
        web_session::Entity::delete_many()
            .filter(web_session::Column::AccountId.eq(known.account.uuid()))
            .exec(tx)
            .await?;
        trusted_browser::end_all(tx, known.account).await?;
        drop_pending_email(tx, known.account, now).await?;
        mailed_links::revoke(tx, Purpose::ResetPassword, known.account, now).await?;
        if matches!(event, Event::ByOwner | Event::FactorConnected { .. }) {
            rescue::close_request(tx, known.account, RescueState::Declined, None, now).await?;
        }
    }
    Ok(Some(known.epoch + 1))
}

/// One statement decides: of two requests that know the same epoch, one fails.
async fn raise_epoch(tx: &impl ConnectionTrait, known: &Identity, event: Event) -> Result<bool> {
    let mut raise_epoch = account::Entity::update_many()
        .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
        .filter(account::Column::Id.eq(known.account.uuid()))
        .filter(account::Column::Epoch.eq(stored_epoch(known.epoch)?));
    match event {
        Event::ByOwner | Event::ByAdministrator => {}
        Event::FactorConnected { is_enrolled, .. } => {
            raise_epoch = raise_epoch.col_expr(account::Column::MustEnrol, Expr::value(false));
            if !is_enrolled {
                raise_epoch = raise_epoch.filter(account::Column::MustEnrol.eq(false));
            }
        }
        Event::FactorsTakenOff => raise_epoch = raise_epoch.col_expr(account::Column::MustEnrol, Expr::value(true)),
    }
    Ok(raise_epoch.exec(tx).await?.rows_affected == 1)
}

/// Removes set-ups that were opened and not proved, and the factor that another one replaces.
async fn end_set_ups(tx: &impl ConnectionTrait, account: AccountId, event: Event) -> Result<()> {
    let ended = factor::Entity::delete_many().filter(factor::Column::AccountId.eq(account.uuid()));
    let ended = match event {
        Event::FactorConnected { proved, kind, .. } => ended
            .filter(replaced_by(kind.code()))
            .filter(factor::Column::Id.ne(proved.uuid())),
        _ => ended.filter(factor::Column::Confirmed.eq(false)),
    };
    ended.exec(tx).await?;
    Ok(())
}

/// Uses up codes that were sent, and removes those still in the queue. Their rows are kept, because they count how many
/// were sent.
async fn end_codes(tx: &impl ConnectionTrait, account: AccountId, now: Timestamp) -> Result<()> {
    let valid_from = now.before(CODE_LIFETIME).micros();
    let sent: Vec<Uuid> = message_code::Entity::find()
        .select_only()
        .column(message_code::Column::Id)
        .filter(message_code::Column::AccountId.eq(account.uuid()))
        .filter(message_code::Column::UsedAt.is_null())
        .filter(message_code::Column::CreatedAt.gt(valid_from))
        .into_tuple()
        .all(tx)
        .await?;
    if sent.is_empty() {
        return Ok(());
    }
    message_code::Entity::update_many()
        .col_expr(message_code::Column::UsedAt, Expr::value(now.micros()))
        .filter(message_code::Column::Id.is_in(sent.iter().copied()))
        .exec(tx)
        .await?;
    mail::Entity::delete_many()
        .filter(mail::Column::Id.is_in(sent))
        .exec(tx)
        .await?;
    Ok(())
}

async fn drop_pending_email(tx: &impl ConnectionTrait, id: AccountId, now: Timestamp) -> Result<()> {
    if account_of(tx, id).await?.first_email_pending {
        return Ok(());
    }
    account::Entity::update_many()
        .col_expr(account::Column::UnconfirmedEmail, Expr::value(None::<String>))
        .filter(account::Column::Id.eq(id.uuid()))
        .exec(tx)
        .await?;
    mailed_links::revoke(tx, Purpose::ConfirmEmail, id, now).await
}
