//! Gives a free seat to a student without a card, if the teacher allows it: one seat for each browser, at a limited
//! rate.

use super::{
    Classes,
    board::seat_number,
    join::{JoinVisit, running_class_with, seat_purpose},
    queries::{all_free_seats, free_seats, locale_of, locked, state_of},
};
use crate::{
    Error, Result,
    auth::device_cookie::Device,
    db::{Transaction, transaction},
    entity::{account, class, seat},
    form_token::Form,
    limits::hourly_budget::{add_one, counted},
    random,
    students::progress,
};
use domain::{
    class::ClassState, ids::ClassId, join_code::JoinCode, locale::Locale, refusal::Refusal, self_join, time::Timestamp,
    validate, view::TakenSeat,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::{net::IpAddr, time::Duration};

/// How much longer the cookie is valid than the class, so that the page can say that the class has ended.
const OUTLIVES: Duration = Duration::from_secs(24 * 3600);

pub struct TakeSeat {
    pub at: JoinVisit,
    pub address: Option<IpAddr>,
    /// The sealed form from the page of the class. It proves that this browser has opened that page.
    pub form: String,
    /// A name that the student chooses and that only the teacher sees, as the label of the seat. May be empty.
    pub nickname: String,
}

/// The sealed cookie with which the browser sees its seat again. It is valid for one class, and one day longer than the
/// class.
pub struct Taken {
    pub class: ClassId,
    pub keep: String,
    pub life: Duration,
    /// The language of the class.
    pub locale: Locale,
}

impl Classes {
    /// The sealed content of the form on the page of a class: the class code, and a seat token for browsers that store
    /// no cookies.
    pub fn take_seat_form(&self, code: &JoinCode) -> Result<String> {
        self.form_tokens
            .seal_form(Form::TakeSeat, &format!("{} {}", code.as_str(), random::token()?))
    }

    /// Takes a free seat for this browser, or returns the seat that it has taken before.
    pub async fn take_seat(&self, request: TakeSeat) -> Result<Taken> {
        let now = self.clock.now();
        let nickname = validate::label(&request.nickname)?;
        let makes = self.form_tokens.open_form(Form::TakeSeat, &request.form)?;
        let (code, without_cookie) = makes.split_once(' ').ok_or(Refusal::BadRequest)?;
        if code != request.at.code.as_str() {
            return Err(Refusal::BadRequest.into());
        }
        // The form proves that this browser knows the code, so the look-up is not counted.
        let class = running_class_with(&self.db.read, &request.at.code, now).await?;
        let class = class.ok_or(Refusal::JoinCodeWrong)?;
        let id = ClassId::from_uuid(class.id);
        let mut seat_tokens = self.seat_tokens(&request.at, id);
        seat_tokens.push(without_cookie.to_owned());
        let new = request.at.device.as_ref().map_or(without_cookie, Device::id);
        let token = transaction!(&self.db, |tx| {
            // Parallel requests wait here until the first request has taken its seat.
            let class = locked(tx, id).await?;
            if let Some((token, _)) = self.seat_taken_by(tx, id, &seat_tokens).await? {
                return Ok(token);
            }
            may_take(&class, now)?;
            self.check_pace(tx, id, request.address).await?;
            self.take_first_free(tx, id, new, nickname.as_deref(), now).await?;
            Ok(new.to_owned())
        })?;
        let life = Timestamp::from_micros(class.expires_at).since(now) + OUTLIVES;
        Ok(Taken {
            class: id,
            locale: locale_of(&class),
            keep: self.sealer.seal(&seat_purpose(id), &token, now, life)?,
            life,
        })
    }

    /// Limits how many seats one network can take within a minute. The caller must hold the lock of the class, so that
    /// parallel requests are counted one after the other.
    async fn check_pace(&self, tx: &Transaction, class: ClassId, from: Option<IpAddr>) -> Result<()> {
        let Some(from) = from else { return Ok(()) };
        let free = all_free_seats(class).count(tx).await?;
        let taken = seat::Entity::find()
            .filter(seat::Column::ClassId.eq(class.uuid()))
            .filter(seat::Column::TakenBy.is_not_null())
            .count(tx)
            .await?;
        if free == 0 || !self_join::is_rate_limited(free, taken) {
            return Ok(());
        }
        let (minute, until) = self_join::minute_window(self.clock.now());
        let macs = &self.macs;
        let network = macs.site("throttle:site", from);
        let network = network.unwrap_or_else(|| macs.network("throttle:network", from));
        let class = class.uuid();
        let subject = macs.mac("throttle:seats", &[&network, class.as_bytes(), &minute.to_be_bytes()]);
        if counted(tx, subject).await? >= self_join::SEATS_PER_MINUTE {
            return Err(Refusal::SeatsTakenTooFast { until }.into());
        }
        add_one(tx, &[subject], self.clock.now()).await
    }

    /// Each attempt to take a seat is one conditional update, so only one browser gets the seat.
    async fn take_first_free(
        &self,
        tx: &Transaction,
        class: ClassId,
        token: &str,
        nickname: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        loop {
            let free = free_seats(class).one(tx).await?.ok_or(Refusal::ClassFull)?;
            let update = seat::Entity::update_many()
                .col_expr(seat::Column::HandedOutAt, Expr::value(now.micros()))
                .col_expr(
                    seat::Column::TakenBy,
                    Expr::value(self.seat_token_hashes(class, token).swap_remove(0)),
                )
                // A name and an identifier from the teacher's list can be those of another student. With them, the
                // grades of this student would be exported as those of the other student.
                .col_expr(seat::Column::Label, Expr::value(nickname.map(str::to_owned)))
                .col_expr(seat::Column::ExternalId, Expr::value(None::<String>))
                .filter(seat::Column::Number.eq(free.number))
                .filter(seat::Column::HandedOutAt.is_null())
                .filter(seat::Column::SignedInAt.is_null())
                .filter(seat::Column::RemovedAt.is_null());
            if progress::change_counted(tx, class, update).await? == 1 {
                return Ok(());
            }
        }
    }

    /// The seat tokens of this browser. If it has taken a seat, it has used one of these tokens.
    pub(crate) fn seat_tokens(&self, at: &JoinVisit, class: ClassId) -> Vec<String> {
        let device = at.device.as_ref().map(|device| device.id().to_owned());
        self.kept_seat_token(at, class).into_iter().chain(device).collect()
    }

    /// The seat that was taken with one of these seat tokens, and that token. The returned seat contains the password
    /// until the student has signed in.
    pub(crate) async fn seat_taken_by(
        &self,
        db: &impl ConnectionTrait,
        class: ClassId,
        seat_tokens: &[String],
    ) -> Result<Option<(String, TakenSeat)>> {
        let hashes: Vec<Vec<Vec<u8>>> = seat_tokens
            .iter()
            .map(|token| self.seat_token_hashes(class, token))
            .collect();
        if hashes.is_empty() {
            return Ok(None);
        }
        let found = seat::Entity::find()
            .filter(seat::Column::ClassId.eq(class.uuid()))
            .filter(seat::Column::TakenBy.is_in(hashes.iter().flatten().cloned()))
            .find_also_related(account::Entity)
            .order_by_asc(seat::Column::Number)
            .one(db)
            .await?;
        let Some((seat, Some(account))) = found else {
            return Ok(None);
        };
        let is_of_seat = |of_token: &[Vec<u8>]| seat.taken_by.as_ref().is_some_and(|by| of_token.contains(by));
        let by = seat_tokens
            .iter()
            .zip(&hashes)
            .find(|(_, of_token)| is_of_seat(of_token.as_slice()));
        let (token, _) = by.ok_or(Error::Corrupt("seat"))?;
        let password = match seat.signed_in_at {
            None => Some(self.password_of(&account)?),
            Some(_) => None,
        };
        let mine = TakenSeat {
            number: seat_number(&seat)?,
            login: account.username,
            password,
        };
        Ok(Some((token.clone(), mine)))
    }

    /// The possible stored hashes of a seat token, one for each key. New seats are stored with the first hash.
    fn seat_token_hashes(&self, class: ClassId, token: &str) -> Vec<Vec<u8>> {
        let class = class.uuid();
        let parts: [&[u8]; 2] = [class.as_bytes(), token.as_bytes()];
        let macs = self.macs.all("seat-taken-by", &parts).into_iter();
        macs.map(|mac| mac.to_vec()).collect()
    }
}

fn may_take(class: &class::Model, now: Timestamp) -> Result<(), Refusal> {
    match state_of(class, now) {
        ClassState::Ended => Err(Refusal::JoinCodeWrong),
        ClassState::Paused => Err(Refusal::ClassPaused),
        ClassState::Open if !class.self_join => Err(Refusal::SelfJoinOff),
        ClassState::Open => Ok(()),
    }
}
