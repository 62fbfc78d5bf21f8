//! Connects an authenticator app: creates a pending secret for one session, and checks the code that proves it.

use super::{
    SetUp,
    pending_secret::{PendingSecret, check_replaceable},
};
use crate::{
    Result,
    access::MaySetUp,
    auth::attempts::{Answer, Guess},
    db::{Transaction, Writes},
    entity::factor,
    exercises::recovery,
    factors::{account_factors::AccountFactors, authenticator::stored_step, recovery_codes::new_recovery_codes},
    members::sessions::epoch::{Event, raise_epoch},
    notify::compose::Notice,
    operations::audit,
    students::progress::{self, StudentSeat},
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    code::Code,
    exercises::recovery::RecoveryEvent,
    factor::FactorKind,
    ids::FactorId,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    session::{Identity, SessionState},
    stage::Stage,
    time::Timestamp,
    totp::{self, Step, TotpSecret, Verdict},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::Expr};
use std::{net::IpAddr, sync::Arc};

/// The content of the set-up page.
pub struct SetUpPage {
    pub secret: PendingSecret,
    pub issuer: String,
    /// An app is already connected, and keeps working until the new app is confirmed.
    pub replaces: bool,
    /// The user is an administrator who has other factors but still needs an app or a passkey.
    pub requires_other_factor: bool,
    /// A member without any factor can create a passkey instead.
    pub offers_passkey: bool,
    /// Other factors that a member without any factor can connect instead.
    pub instead: Vec<FactorKind>,
    /// The session state to store, if it has changed.
    pub session: Option<SessionState>,
}

#[derive(Debug)]
pub struct Connected {
    pub session: SessionState,
    /// The new epoch of the account.
    pub epoch: u32,
    /// The page shows the codes once. The database stores only their keyed hashes.
    pub recovery_codes: Vec<RecoveryCode>,
    pub kind: AccountKind,
}

/// The pending secret whose code is checked, and what a correct code is allowed to change.
pub(crate) struct Proving<'a> {
    pub opened: Option<FactorId>,
    /// Whether the new app is allowed to replace an app that is already connected.
    pub may_replace: bool,
    /// The new recovery codes. `None` keeps the existing codes.
    pub recovery_codes: Option<&'a [RecoveryCode]>,
}

impl SetUp {
    /// Returns the pending secret of the session. A session that has no pending secret gets a new one. A student
    /// reaches stage 2 when the page is served.
    pub async fn open_set_up(&self, who: &MaySetUp, session: &SessionState) -> Result<SetUpPage> {
        let now = self.clock.now();
        let may_replace = session.may_replace(now);
        let (factor, secret) = self
            .pending_secret(who, session.pending_factor(), may_replace, None)
            .await?;
        let requires_other_factor = session.requires_other_factor(now);
        let replaces = may_replace && !requires_other_factor;
        let offered = self
            .settings
            .offered
            .allowed_to(who.role(), self.settings.admin_factors);
        let is_first = who.kind() == AccountKind::Member && !replaces;
        let instead = FactorKind::MESSAGES.into_iter();
        Ok(SetUpPage {
            secret,
            issuer: self.settings.issuer.clone(),
            replaces,
            requires_other_factor,
            offers_passkey: is_first && offered.has(FactorKind::Passkey),
            instead: instead.filter(|kind| is_first && offered.has(*kind)).collect(),
            session: (session.pending_factor() != Some(factor)).then(|| session.clone().set_up_opened(factor)),
        })
    }

    /// Connects the authenticator app with a correct code of the pending secret. All other sessions of the account end,
    /// ten recovery codes are returned, and the time step of the code is used up.
    pub async fn connect(&self, who: &MaySetUp, session: SessionState, typed: &str) -> Result<Connected> {
        let now = self.clock.now();
        let recovery_codes = new_recovery_codes()?;
        let proving = Proving {
            opened: session.pending_factor(),
            may_replace: session.may_replace(now),
            recovery_codes: Some(&recovery_codes),
        };
        // Wrong codes are not counted for the network: the page itself shows the secret, so the code is not a guess. A
        // lock of the network because of other clients must not stop the set-up either.
        let epoch = self.prove_secret(who, proving, typed, None).await?;
        Ok(Connected {
            session: session.factor_connected(epoch, now)?,
            epoch,
            recovery_codes,
            kind: who.kind(),
        })
    }

    /// Checks a code and connects the secret, for sessions and for API clients. Returns the new epoch of the account.
    pub(crate) async fn prove_secret(
        &self,
        who: &MaySetUp,
        proving: Proving<'_>,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<u32> {
        let guess = ProvesSecret {
            set_up: self,
            who,
            proving,
            code: Code::parse(typed).map_err(Refusal::from)?,
            from,
        };
        self.auth.attempt(&guess).await?;
        Ok(who.identity.epoch + 1)
    }

    /// Starts a new epoch, and returns the other changes that connect the factor.
    async fn confirm(
        &self,
        tx: &Transaction,
        who: &MaySetUp,
        (factor, position): (FactorId, i32),
        step: Step,
        codes: Option<&[RecoveryCode]>,
        now: Timestamp,
    ) -> Result<Writes> {
        // Of parallel requests for one account, only one succeeds. Pending secrets of other browsers are removed, and
        // so is the old phone, which worked until now.
        let event = Event::FactorConnected {
            proved: factor,
            kind: FactorKind::Totp,
            is_enrolled: who.is_enrolled,
        };
        let writes = raise_epoch(tx, &who.identity, event, now).await?;
        let mut writes = writes.ok_or(Refusal::AlreadyConnected)?;
        let confirmed = factor::Entity::update_many()
            .col_expr(factor::Column::Confirmed, Expr::value(true))
            .col_expr(factor::Column::ConfirmedAt, Expr::value(now.micros()))
            .col_expr(factor::Column::LastStep, Expr::value(stored_step(step)?))
            .col_expr(factor::Column::Position, Expr::value(position))
            .filter(factor::Column::Id.eq(factor.uuid()));
        writes.add("confirmed", confirmed.into_query());
        if let Some(codes) = codes {
            self.factors.add_recovery_codes(&mut writes, who.account(), codes);
        }
        Ok(writes)
    }

    /// Records that a factor was connected or replaced, and notifies the member by mail.
    pub(crate) async fn record_connected(
        &self,
        tx: &Transaction,
        who: &MaySetUp,
        replaced: bool,
        now: Timestamp,
    ) -> Result<()> {
        if who.kind() == AccountKind::Student {
            return Ok(());
        }
        let (kind, notice) = match replaced {
            true => (AuditKind::FactorReplaced, Notice::FactorReplaced),
            false => (AuditKind::FactorConnected, Notice::FactorConnected),
        };
        audit::record(tx, who.account(), kind, now).await?;
        self.notifications.notify(tx, who.account(), notice, now).await
    }
}

struct ProvesSecret<'a> {
    set_up: &'a SetUp,
    who: &'a MaySetUp,
    proving: Proving<'a>,
    code: Code,
    from: Option<IpAddr>,
}

/// The data that is read before the code is checked.
struct Opened {
    place: Option<Arc<StudentSeat>>,
    factors: AccountFactors,
    pending: FactorId,
    secret: TotpSecret,
}

impl Guess for ProvesSecret<'_> {
    type Context = Opened;
    /// The time step of the code.
    type Proof = Step;
    type Accepted = ();

    const IS_AUDITED: bool = false;

    fn identity(&self) -> &Identity {
        &self.who.identity
    }

    fn from(&self) -> Option<IpAddr> {
        self.from
    }

    async fn prepare(&self, tx: &Transaction, factors: AccountFactors, now: Timestamp) -> Result<Opened> {
        let place = progress::seat_of(tx, &self.who.identity, self.who.seat.as_ref()).await?;
        if let Some(place) = &place {
            place.class_state(now).allows(Stage::Connected)?;
        }
        self.set_up.may_have_app(self.who)?;
        check_replaceable(&factors, self.proving.may_replace)?;
        let opened = factors.pending(self.proving.opened).ok_or(Refusal::SetUpFirst)?;
        Ok(Opened {
            pending: FactorId::from_uuid(opened.id),
            secret: self.set_up.factors.secret_of(opened)?,
            place,
            factors,
        })
    }

    async fn check(&self, _: &Transaction, opened: &Opened, now: Timestamp) -> Result<Answer<Step>> {
        Ok(match totp::verify(&opened.secret, &self.code, now, None) {
            Verdict::Valid(step) => Answer::Right(step),
            Verdict::AlreadyUsed(_) | Verdict::Wrong => Answer::Wrong(self.why_wrong(opened, now)?),
        })
    }

    async fn accept(&self, tx: &Transaction, opened: &Opened, step: Step, now: Timestamp) -> Result<()> {
        let (set_up, factors) = (self.set_up, &opened.factors);
        let proved = (opened.pending, factors.position_for(FactorKind::Totp));
        let codes = self.proving.recovery_codes;
        let writes = set_up.confirm(tx, self.who, proved, step, codes, now).await?;
        match &opened.place {
            Some(place) => {
                progress::reach_with(tx, place, Stage::Connected, writes, now).await?;
                let event = RecoveryEvent::ConnectedAuthenticator;
                recovery::happened(tx, &set_up.keys, place, event, now).await?;
            }
            None => writes.run(tx).await?,
        }
        let is_replaced = factors.confirmed(FactorKind::Totp).is_some();
        set_up.record_connected(tx, self.who, is_replaced, now).await
    }
}

impl ProvesSecret<'_> {
    /// Finds a more helpful reason than "wrong": the code belongs to an older QR code, or the clock of the phone is
    /// wrong.
    fn why_wrong(&self, opened: &Opened, now: Timestamp) -> Result<Refusal> {
        if let Some(seconds) = totp::clock_offset(&opened.secret, &self.code, now) {
            return Ok(Refusal::ClockOff { seconds });
        }
        for row in opened.factors.replaced(opened.pending) {
            if totp::verify(&self.set_up.factors.secret_of(row)?, &self.code, now, None) != Verdict::Wrong {
                return Ok(Refusal::CodeOfOlderQr);
            }
        }
        Ok(Refusal::CodeWrong)
    }
}
