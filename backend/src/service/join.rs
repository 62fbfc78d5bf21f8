//! The door of a class: found by its join code, and, where the teacher allows it, a free seat for whoever comes.

use super::{
    board::seat_number,
    class_rows::{locked, state_of},
    forms::Form,
    progress, throttle,
};
use crate::{
    Result, Stepwise,
    db::{Tx, transaction},
    entity::{account, class, seat},
    random,
};
use domain::{
    class::ClassState,
    ids::ClassId,
    join_code::JoinCode,
    refusal::Refusal,
    time::Timestamp,
    view::{JoinView, TakenSeat},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr,
};
use std::{net::IpAddr, time::Duration};

/// So much longer than her class a student's browser remembers it, to hear that it is over.
const OUTLIVES: Duration = Duration::from_secs(24 * 3600);

/// What a browser brings to a door.
#[derive(Clone, Debug)]
pub struct Door {
    pub code: JoinCode,
    pub address: Option<IpAddr>,
}

pub struct TakeSeat {
    pub door: Door,
    /// From the door's page, so that a button pressed twice takes one seat.
    pub form: String,
}

/// What the browser keeps, to be shown its seat again: sealed, for this class, a day longer than the class lives.
pub struct Taken {
    pub class: ClassId,
    pub keep: String,
    pub life: Duration,
}

impl Stepwise {
    /// The class with this code. Codes that no class has are counted, per network; one of a class that is over is
    /// such a code. Right ones are not, and forgive nothing: else every guesser would begin with one she knows.
    pub async fn class_by_code(&self, door: &Door) -> Result<ClassId> {
        Ok(ClassId::from_uuid(self.find_class(door).await?.id))
    }

    /// What is behind the door, for a browser that may have a seat there. `kept` finds what it keeps of a class.
    pub async fn door(&self, door: &Door, kept: impl Fn(ClassId) -> Option<String>) -> Result<JoinView> {
        let now = self.now();
        let known = class_with(&door.code).one(&self.db().read).await?;
        let mut mine = None;
        if let Some(class) = &known {
            let id = ClassId::from_uuid(class.id);
            if let Some(tap) = kept(id).and_then(|kept| self.once().open(&seat_purpose(id), &kept, now)) {
                mine = self.seat_taken_by(&self.db().read, id, &tap).await?;
            }
        }
        // Whoever has a seat guesses no codes, and may hear that her class is over.
        let class = match (known, &mine) {
            (Some(class), Some(_)) => class,
            (known, _) => self.admit(door, known).await?,
        };
        let free = free_seats(ClassId::from_uuid(class.id)).one(&self.db().read).await?;
        let state = state_of(&class, now);
        if let (ClassState::Ended, Some(mine)) = (state, &mut mine) {
            mine.password = None;
        }
        Ok(JoinView {
            title: class.title,
            code: class.join_code,
            state,
            self_join: class.self_join,
            free: free.is_some(),
            mine,
        })
    }

    /// What the button of a door carries: who pressed it.
    pub fn take_seat_form(&self) -> Result<String> {
        self.seal_form(Form::TakeSeat, &random::token()?)
    }

    /// Takes a free seat for this browser: the one it has, if it has taken one before. `kept` finds what it keeps
    /// of a class.
    pub async fn take_seat(&self, request: TakeSeat, kept: impl Fn(ClassId) -> Option<String>) -> Result<Taken> {
        let now = self.now();
        let tap = self.open_form(Form::TakeSeat, &request.form)?;
        let class = self.find_class(&request.door).await?;
        let id = ClassId::from_uuid(class.id);
        let before = kept(id).and_then(|kept| self.once().open(&seat_purpose(id), &kept, now));
        let tap = transaction!(self.db(), |tx| {
            // The class is locked first: who comes at the same moment waits until this seat is somebody's.
            let class = locked(tx, id).await?;
            for tap in before.iter().chain([&tap]) {
                if self.seat_taken_by(tx, id, tap).await?.is_some() {
                    return Ok(tap.clone());
                }
            }
            may_take(&class, now)?;
            self.take_first_free(tx, id, &tap, now).await?;
            Ok(tap.clone())
        })?;
        let life = Timestamp::from_micros(class.expires_at).since(now) + OUTLIVES;
        Ok(Taken {
            class: id,
            keep: self.once().seal(&seat_purpose(id), &tap, now, life)?,
            life,
        })
    }

    /// One statement decides whose the seat is.
    async fn take_first_free(&self, tx: &Tx, class: ClassId, tap: &str, now: Timestamp) -> Result<()> {
        loop {
            let free = free_seats(class).one(tx).await?.ok_or(Refusal::ClassFull)?;
            let update = seat::Entity::update_many()
                .col_expr(seat::Column::HandedOutAt, Expr::value(now.micros()))
                .col_expr(seat::Column::TakenBy, Expr::value(self.tap_hash(class, tap)))
                .filter(seat::Column::Number.eq(free.number))
                .filter(seat::Column::HandedOutAt.is_null())
                .filter(seat::Column::SignedInAt.is_null())
                .filter(seat::Column::RemovedAt.is_null());
            if progress::change_counted(tx, class, update).await? == 1 {
                return Ok(());
            }
        }
    }

    async fn find_class(&self, door: &Door) -> Result<class::Model> {
        let found = class_with(&door.code).one(&self.db().read).await?;
        self.admit(door, found).await
    }

    /// While a network is locked, not even a right code is looked at.
    async fn admit(&self, door: &Door, found: Option<class::Model>) -> Result<class::Model> {
        let now = self.now();
        let guesser = door
            .address
            .map(|address| throttle::Subject::join_code(&self.parts().macs, address));
        if let Some(guesser) = guesser
            && let Some(until) = throttle::locked_until(&self.db().read, guesser, now).await?
        {
            return Err(Refusal::Locked { until }.into());
        }
        if let Some(class) = found.filter(|class| state_of(class, now) != ClassState::Ended) {
            return Ok(class);
        }
        if let Some(guesser) = guesser {
            transaction!(self.db(), |tx| {
                let attempt = throttle::count(tx, guesser, now).await?;
                attempt.was_wrong(tx, now).await
            })?;
        }
        Err(Refusal::JoinCodeWrong.into())
    }

    /// The seat of a browser. Its password is shown until it was used.
    async fn seat_taken_by(&self, db: &impl ConnectionTrait, class: ClassId, tap: &str) -> Result<Option<TakenSeat>> {
        let found = seat::Entity::find()
            .filter(seat::Column::ClassId.eq(class.uuid()))
            .filter(seat::Column::TakenBy.eq(self.tap_hash(class, tap)))
            .find_also_related(account::Entity)
            .one(db)
            .await?;
        let Some((seat, Some(account))) = found else {
            return Ok(None);
        };
        let password = match seat.signed_in_at {
            None => Some(self.password_of(&account)?),
            Some(_) => None,
        };
        Ok(Some(TakenSeat {
            number: seat_number(&seat)?,
            login: account.username,
            password,
        }))
    }

    fn tap_hash(&self, class: ClassId, tap: &str) -> Vec<u8> {
        let class = class.uuid();
        let parts = [class.as_bytes().as_slice(), tap.as_bytes()];
        self.parts().macs.mac("seat-taken-by", &parts).to_vec()
    }
}

fn class_with(code: &JoinCode) -> Select<class::Entity> {
    class::Entity::find().filter(class::Column::JoinCode.eq(code.as_str()))
}

/// Neither handed out nor signed in, the first by number.
fn free_seats(class: ClassId) -> Select<seat::Entity> {
    seat::Entity::find()
        .filter(seat::Column::ClassId.eq(class.uuid()))
        .filter(seat::Column::RemovedAt.is_null())
        .filter(seat::Column::HandedOutAt.is_null())
        .filter(seat::Column::SignedInAt.is_null())
        .order_by_asc(seat::Column::Number)
        .limit(1)
}

fn may_take(class: &class::Model, now: Timestamp) -> Result<(), Refusal> {
    match state_of(class, now) {
        ClassState::Ended => Err(Refusal::JoinCodeWrong),
        ClassState::Paused => Err(Refusal::ClassPaused),
        ClassState::Open if !class.self_join => Err(Refusal::SelfJoinOff),
        ClassState::Open => Ok(()),
    }
}

fn seat_purpose(class: ClassId) -> String {
    format!("seat:{class}")
}
