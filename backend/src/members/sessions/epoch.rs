//! Starts a new epoch of an account, which ends everything that depends on the old one. Every change that ends sessions
//! calls this module.

use crate::{
    Result,
    auth::trusted_browser,
    db::{Transaction, Writes},
    entity::{account, factor, mail, message_code, web_session},
    factors::account_factors::replaced_by,
    members::{
        mailed_links::{self, Purpose},
        queries::{account_of, stored_epoch},
        rescue::requests,
    },
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
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

/// Why an epoch ends.
#[derive(Clone, Copy)]
pub(crate) enum Event {
    /// The owner has changed how they sign in, or has signed out everywhere.
    ByOwner,
    /// An administrator or operator has changed the account of a member, or a teacher has changed the account of a
    /// student.
    ByAdministrator,
    /// A factor was connected. It replaces the previous factor of its kind.
    FactorConnected {
        proved: FactorId,
        kind: FactorKind,
        /// The user has entered an enrolment code of an administrator in this session.
        is_enrolled: bool,
    },
    /// All factors were removed; the next factor can be connected only with an enrolment code.
    FactorsTakenOff,
}

/// Increases the epoch of the account if it is still the epoch of `known`, and ends what depends on the old epoch.
/// Returns the new epoch. Returns `None` and changes nothing if another request has increased the epoch before.
///
/// The new epoch itself makes these invalid: web sessions, access and refresh tokens, sealed attempts of API clients,
/// and recovery codes that are not shown yet. This function ends the following:
///
/// - a pending change of address and its mailed link, because it is possible that an attacker has requested it;
/// - unused links for a new password;
/// - trusted browsers, codes that were sent, and set-ups that were opened but not proved with a code;
/// - an open request for help if the owner acts, because it was made with the previous password.
///
/// The following stay:
///
/// - The unconfirmed address of the registration, and its link, because only the owner can have entered it. Both also
///   stay when the member connects their first phone or gets help. As soon as the member requests another address,
///   `first_email_pending` is false, and that address is dropped like every pending change.
/// - Links that undo a change of address, and links that object to a rescue: the owner needs them against an attacker
///   who starts a new epoch by a new password or phone. They end when they are used or expire. The links that object
///   also end when the owner objects with another one, or when another enrolment code is issued, whose mail has a new
///   link.
/// - An enrolment code: the owner needs it together with the password, and possibly needs a new password first. It ends
///   when another code is issued, by an objection, or when the account is deactivated. The row of a used code stays
///   after a deactivation too, because an objection then still removes the phone that was connected with the code.
/// - Invitations, which give no access to an account, and idempotency keys, which only a client with a new token can
///   use.
/// - Rows of a student's sessions: the new epoch makes them invalid, but they can contain the class links of a teacher
///   who has tried the student's login in their own browser.
pub(crate) async fn start_new_epoch(
    tx: &Transaction,
    known: &Identity,
    event: Event,
    now: Timestamp,
) -> Result<Option<u32>> {
    match raise_epoch(tx, known, event, now).await? {
        None => Ok(None),
        Some(rest) => {
            rest.run(tx).await?;
            Ok(Some(known.epoch + 1))
        }
    }
}

/// Like `start_new_epoch`, but returns the last of its changes, so that the caller can send them together with others
/// of the same transaction.
pub(crate) async fn raise_epoch(
    tx: &impl ConnectionTrait,
    known: &Identity,
    event: Event,
    now: Timestamp,
) -> Result<Option<Writes>> {
    if !has_raised(tx, known, event).await? {
        return Ok(None);
    }
    let mut writes = Writes::default();
    end_set_ups(&mut writes, known.account, event);
    end_codes(&mut writes, known, now);
    if known.kind == AccountKind::Member {
        web_session::Entity::delete_many()
            .filter(web_session::Column::AccountId.eq(known.account.uuid()))
            .exec(tx)
            .await?;
        trusted_browser::end_all(tx, known.account).await?;
        drop_pending_email(tx, known.account, now).await?;
        mailed_links::revoke(tx, Purpose::ResetPassword, known.account, now).await?;
        if matches!(event, Event::ByOwner | Event::FactorConnected { .. }) {
            requests::close_request(tx, known.account, RescueState::Declined, None, now).await?;
        }
    }
    Ok(Some(writes))
}

/// One conditional update: of two requests that know the same epoch, only one succeeds.
async fn has_raised(tx: &impl ConnectionTrait, known: &Identity, event: Event) -> Result<bool> {
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

/// Removes set-ups that were opened but not proved with a code, and the factor that the new factor replaces.
fn end_set_ups(writes: &mut Writes, account: AccountId, event: Event) {
    let ended = factor::Entity::delete_many().filter(factor::Column::AccountId.eq(account.uuid()));
    let ended = match event {
        Event::FactorConnected { proved, kind, .. } => ended
            .filter(replaced_by(kind.code()))
            .filter(factor::Column::Id.ne(proved.uuid())),
        _ => ended.filter(factor::Column::Confirmed.eq(false)),
    };
    writes.add("ended_set_ups", ended.into_query());
}

/// Invalidates codes that were sent, and removes their messages from the queue. The rows of the codes stay, because
/// they are counted for the limits.
pub(crate) fn end_codes(writes: &mut Writes, known: &Identity, now: Timestamp) {
    let account = known.account.uuid();
    let valid_from = now.before(CODE_LIFETIME).micros();
    let is_valid = Condition::all()
        .add(message_code::Column::AccountId.eq(account))
        .add(message_code::Column::UsedAt.is_null())
        .add(message_code::Column::CreatedAt.gt(valid_from));
    // Codes of students are not sent.
    if known.kind == AccountKind::Member {
        let valid = message_code::Entity::find()
            .select_only()
            .column(message_code::Column::Id)
            .filter(is_valid.clone());
        let messages = mail::Entity::delete_many().filter(mail::Column::Id.in_subquery(valid.into_query()));
        writes.add("ended_messages", messages.into_query());
    }
    let ended = message_code::Entity::update_many()
        .col_expr(message_code::Column::UsedAt, Expr::value(now.micros()))
        .filter(is_valid);
    writes.add("ended_codes", ended.into_query());
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
