//! Helps members who have lost their phone and their recovery codes. A request for help requires the password. An
//! administrator grants it after verifying the member's identity, and the owner of the account can object.

use crate::{
    Error, Result,
    access::PendingSignIn,
    db::{Transaction, transaction},
    entity::{account, rescue},
    limits::throttle,
    members::{
        Members,
        mailed_links::{self, Purpose},
        queries::account_of,
    },
    notify::compose::Notice,
    operations::audit,
    random,
};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    ids::{AccountId, RescueId},
    refusal::Refusal,
    rescue::{MAX_REQUESTS_PER_DAY, RescueHelp, RescueState},
    time::{DAY, Timestamp},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    prelude::Uuid, sea_query::Expr,
};

/// How many times an objection is tried if the account changes at the same time.
const OBJECTION_TRIES: u32 = 5;

impl Members {
    /// Opens a request for help, at most one for each account. Administrators and the owner of the account get a mail
    /// at once.
    pub async fn ask_for_help(&self, who: &PendingSignIn) -> Result<()> {
        if self.settings.rescue_email.is_none() || who.identity.kind == AccountKind::Student {
            return Err(Refusal::NotFound.into());
        }
        let now = self.clock.now();
        let id = who.identity.account;
        let turn = self.macs.mac("rescue:turn", &[id.uuid().as_bytes()]);
        transaction!(&self.db, |tx| {
            throttle::serialise(tx, turn, [0; 32], now).await?;
            if open_of(tx, id).await?.is_some() {
                return Ok(());
            }
            self.check_rescue_limit(tx, id, now).await?;
            let row = rescue::ActiveModel {
                id: Set(RescueId::new(now, random::bytes()?).uuid()),
                account_id: Set(id.uuid()),
                open_for: Set(Some(id.uuid())),
                state: Set(RescueState::Open.code().to_owned()),
                asked_at: Set(now.micros()),
                decided_at: Set(None),
                decided_by: Set(None),
            };
            rescue::Entity::insert(row).exec_without_returning(tx).await?;
            audit::record(tx, id, AuditKind::RescueAsked, now).await?;
            // Earlier links stay valid: a thief who has changed the address could otherwise end the link that the owner
            // has got. `check_rescue_limit` also limits the number of these links.
            let token = mailed_links::issue(tx, Purpose::Objection, Some(id), None, now).await?;
            self.notifications
                .notify(tx, id, Notice::RescueAsked { token }, now)
                .await?;
            let asking = account_of(tx, id).await?;
            self.tell_administrators(tx, &asking, &Notice::RescueToDecide, now)
                .await
        })
    }

    async fn check_rescue_limit(&self, tx: &Transaction, id: AccountId, now: Timestamp) -> Result<()> {
        let recent = rescue::Entity::find()
            .filter(rescue::Column::AccountId.eq(id.uuid()))
            .filter(rescue::Column::AskedAt.gt(now.before(DAY).micros()));
        if recent.clone().count(tx).await? < MAX_REQUESTS_PER_DAY {
            return Ok(());
        }
        let oldest = recent.order_by_asc(rescue::Column::AskedAt).one(tx).await?;
        let until = oldest
            .map_or(now, |row| Timestamp::from_micros(row.asked_at))
            .after(DAY);
        Err(Refusal::TooManyRescues { until }.into())
    }

    /// Mails all administrators, each in their own language.
    async fn tell_administrators(
        &self,
        tx: &Transaction,
        about: &account::Model,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<()> {
        // `None` if the operator accepts no requests for help. An objection is possible even then, because the operator
        // can reset factors on the command line without a request.
        let operator = self.settings.rescue_email.as_deref();
        if let Some(operator) = operator {
            self.notifications
                .queue_about(tx, about, about, operator, notice, now)
                .await?;
        }
        let administrators = account::Entity::find()
            .filter(account::Column::Role.eq(Role::Admin.code()))
            .filter(account::Column::Active.eq(true))
            .filter(account::Column::Email.is_not_null())
            .all(tx)
            .await?;
        for admin in &administrators {
            if let Some(email) = admin.email.as_deref().filter(|email| Some(*email) != operator) {
                self.notifications
                    .queue_about(tx, about, admin, email, notice, now)
                    .await?;
            }
        }
        Ok(())
    }

    /// Checks whether the mailed link is still valid.
    pub async fn may_object(&self, token: &str) -> Result<()> {
        mailed_links::find_valid(&self.db.read, Purpose::Objection, token, self.clock.now()).await?;
        Ok(())
    }

    /// The owner objects: the request for help and the enrolment code become invalid. A phone that was already
    /// connected with this code is removed. The next phone requires a new enrolment code. Other links for an objection
    /// end too.
    pub async fn object(&self, token: &str) -> Result<()> {
        // It is possible that a parallel request uses the code or connects a phone with it. The epoch has then changed,
        // and the objection is tried again with the current account.
        for _ in 1..OBJECTION_TRIES {
            match self.try_to_object(token).await {
                Err(Error::Refused(Refusal::ChangedMeanwhile)) => {}
                outcome => return outcome,
            }
        }
        self.try_to_object(token).await
    }

    async fn try_to_object(&self, token: &str) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let link = mailed_links::use_up(tx, Purpose::Objection, token, now).await?;
            let id = AccountId::from_uuid(link.account_id.ok_or(Error::Corrupt("link"))?);
            mailed_links::revoke(tx, Purpose::Objection, id, now).await?;
            close_request(tx, id, RescueState::Objected, None, now).await?;
            let code = self.factors.end_enrolment_code(tx, id, now).await?;
            let known = account_of(tx, id).await.map_err(|_| Refusal::LinkDead)?;
            if code.is_some_and(|code| code.used_at.is_some()) {
                self.take_factors_off(tx, &known, now).await?;
            }
            audit::record(tx, id, AuditKind::RescueObjected, now).await?;
            self.tell_administrators(tx, &known, &Notice::RescueObjected, now).await
        })
    }
}

/// Whether the account must use an enrolment code, and which help the page offers to its owner.
pub async fn help_for(db: &impl ConnectionTrait, is_offered: bool, who: &PendingSignIn) -> Result<(bool, RescueHelp)> {
    if who.identity.kind == AccountKind::Student {
        return Ok((false, RescueHelp::Off));
    }
    let must_enrol = account_of(db, who.identity.account).await?.must_enrol;
    if !is_offered {
        return Ok((must_enrol, RescueHelp::Off));
    }
    let help = match open_of(db, who.identity.account).await? {
        Some(_) => RescueHelp::Requested,
        None => RescueHelp::Available,
    };
    Ok((must_enrol, help))
}

async fn open_of(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<rescue::Model>> {
    let open = rescue::Entity::find()
        .filter(rescue::Column::OpenFor.eq(account.uuid()))
        .one(db)
        .await?;
    Ok(open)
}

/// Closes the open request of an account, if there is one. Of parallel requests, only one succeeds.
pub async fn close_request(
    tx: &impl ConnectionTrait,
    account: AccountId,
    state: RescueState,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<bool> {
    let closed = rescue::Entity::update_many()
        .col_expr(rescue::Column::OpenFor, Expr::value(None::<Uuid>))
        .col_expr(rescue::Column::State, Expr::value(state.code()))
        .col_expr(rescue::Column::DecidedAt, Expr::value(now.micros()))
        .col_expr(rescue::Column::DecidedBy, Expr::value(by.map(AccountId::uuid)))
        .filter(rescue::Column::OpenFor.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(closed.rows_affected == 1)
}
