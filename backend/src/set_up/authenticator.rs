//! Connects an authenticator app: creates a pending secret for one session, and checks the code that proves it.

use super::SetUp;
use crate::{
    Result,
    access::MaySetUp,
    auth::attempts::{Answer, Guess},
    db::{Transaction, transaction},
    entity::factor,
    factors::{account_factors::AccountFactors, authenticator::stored_step, recovery_codes::new_recovery_codes},
    members::sessions::epoch::{Event, start_new_epoch},
    notify::compose::Notice,
    operations::audit,
    random,
    students::progress::{self, StudentSeat},
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    class::ClassState,
    code::Code,
    factor::FactorKind,
    ids::FactorId,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    session::{Identity, SessionState},
    stage::Stage,
    time::Timestamp,
    totp::{self, Step, TotpSecret, Verdict},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::{net::IpAddr, sync::Arc};

/// A pending secret, as the page of its session shows it.
pub struct PendingSecret {
    pub login: String,
    pub kind: AccountKind,
    pub secret: TotpSecret,
    pub otpauth_uri: String,
    pub lesson_ends: Option<Timestamp>,
    pub class: Option<ClassState>,
}

/// The content of the set-up page.
pub struct SetUpPage {
    pub secret: PendingSecret,
    pub issuer: String,
    /// An app is already connected, and keeps working until the new app is confirmed.
    pub replaces: bool,
    /// The user is an administrator who has other factors but still needs an app.
    pub requires_app: bool,
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
        let requires_app = session.requires_app(now);
        let replaces = may_replace && !requires_app;
        let offered = self.settings.offered.allowed_to(who.role());
        let is_first = who.kind() == AccountKind::Member && !replaces;
        let instead = FactorKind::MESSAGES.into_iter();
        Ok(SetUpPage {
            secret,
            issuer: self.settings.issuer.clone(),
            replaces,
            requires_app,
            instead: instead.filter(|kind| is_first && offered.has(*kind)).collect(),
            session: (session.pending_factor() != Some(factor)).then(|| session.clone().set_up_opened(factor)),
        })
    }

    /// Returns the pending secret that was shown before, or creates a new one. The secret belongs to a session, or to
    /// an API client until `program_until`.
    pub(crate) async fn pending_secret(
        &self,
        who: &MaySetUp,
        opened_before: Option<FactorId>,
        may_replace: bool,
        program_until: Option<Timestamp>,
    ) -> Result<(FactorId, PendingSecret)> {
        let now = self.clock.now();
        let fresh = FactorId::new(now, random::bytes()?);
        let fresh_secret = TotpSecret::from_bytes(random::bytes()?);
        let (factor, secret, lesson) = transaction!(&self.db, |tx| {
            let factors = AccountFactors::of(tx, who.account()).await?;
            if factors.is_on() && !may_replace {
                return Err(Refusal::AlreadyConnected.into());
            }
            let (served, secret) = match factors.pending(opened_before) {
                Some(known) => (FactorId::from_uuid(known.id), self.factors.secret_of(known)?),
                None => {
                    let fresh = (fresh, &fresh_secret);
                    self.factors
                        .insert_pending(tx, who.account(), &factors, fresh, program_until, now)
                        .await?;
                    (fresh.0, fresh_secret.clone())
                }
            };
            let lesson = opened(tx, who, now).await?;
            Ok((served, secret, lesson))
        })?;
        let otpauth_uri = totp::otpauth_uri(&self.settings.issuer, who.login(), &secret);
        Ok((
            factor,
            PendingSecret {
                login: who.login().to_owned(),
                kind: who.kind(),
                secret,
                otpauth_uri,
                lesson_ends: lesson.map(|(ends, _)| ends),
                class: lesson.map(|(_, state)| state),
            },
        ))
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

    async fn confirm(
        &self,
        tx: &Transaction,
        who: &MaySetUp,
        (factor, position): (FactorId, i32),
        step: Step,
        codes: Option<&[RecoveryCode]>,
        now: Timestamp,
    ) -> Result<()> {
        // Of parallel requests for one account, only one succeeds. Pending secrets of other browsers are removed, and
        // so is the old phone, which worked until now.
        let event = Event::FactorConnected {
            proved: factor,
            kind: FactorKind::Totp,
            is_enrolled: who.is_enrolled,
        };
        let epoch = start_new_epoch(tx, &who.identity, event, now).await?;
        epoch.ok_or(Refusal::AlreadyConnected)?;
        factor::Entity::update_many()
            .col_expr(factor::Column::Confirmed, Expr::value(true))
            .col_expr(factor::Column::ConfirmedAt, Expr::value(now.micros()))
            .col_expr(factor::Column::LastStep, Expr::value(stored_step(step)?))
            .col_expr(factor::Column::Position, Expr::value(position))
            .filter(factor::Column::Id.eq(factor.uuid()))
            .exec(tx)
            .await?;
        match codes {
            Some(codes) => self.factors.replace_recovery_codes(tx, who.account(), codes).await,
            None => Ok(()),
        }
    }

    /// Records that a factor was connected or replaced, and notifies the member by mail.
    pub(crate) async fn record_connected(
        &self,
        tx: &impl ConnectionTrait,
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

    async fn prepare(&self, tx: &Transaction, now: Timestamp) -> Result<Opened> {
        let place = progress::seat_of(tx, &self.who.identity, self.who.seat.as_ref()).await?;
        if let Some(place) = &place {
            place.class_state(now).allows(Stage::Connected)?;
        }
        let factors = AccountFactors::of(tx, self.who.account()).await?;
        if factors.is_on() && !self.proving.may_replace {
            return Err(Refusal::AlreadyConnected.into());
        }
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
        set_up.confirm(tx, self.who, proved, step, codes, now).await?;
        if let Some(place) = &opened.place {
            progress::reach(tx, place, Stage::Connected, now).await?;
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

/// Records stage 2 when the set-up is opened for the first time. Later requests are allowed even while the class is
/// paused, and do not change the board.
async fn opened(tx: &Transaction, who: &MaySetUp, now: Timestamp) -> Result<Option<(Timestamp, ClassState)>> {
    let Some(place) = progress::seat_of(tx, &who.identity, who.seat.as_ref()).await? else {
        return Ok(None);
    };
    if !place.stages().is_reached(Stage::SetupOpened) {
        progress::reach(tx, &place, Stage::SetupOpened, now).await?;
    } else if place.class_state(now) == ClassState::Ended {
        return Err(Refusal::ClassEnded.into());
    }
    Ok(Some((place.expires(), place.class_state(now))))
}
