//! Opens classes for API clients, with idempotency keys.
//!
//! A client that sends a request again with the same key, for example because the answer was lost, gets the answer for
//! the same class. This holds for parallel requests as well.

use super::Api;
use crate::{
    Result,
    access::Member,
    classes::{
        board::Card,
        open::OpenClass,
        queries::{class_of, locale_of},
    },
    db::transaction,
    entity::{class, idempotency_key},
    random,
};
use domain::{exercises::Lesson, ids::ClassId, locale::Locale, refusal::Refusal, session::SessionState};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use std::{net::IpAddr, time::Duration};

/// How long an idempotency key is stored.
pub(crate) const KEY_LIFE: Duration = Duration::from_secs(48 * 3600);

#[derive(Clone)]
pub struct OpenClassOnce {
    pub seats: u16,
    pub title: String,
    pub locale: Locale,
    pub lesson: Lesson,
    pub questions: bool,
    pub phones: bool,
    pub self_join: bool,
    pub life: Option<Duration>,
    pub from: Option<IpAddr>,
}

pub struct OpenedOnce {
    pub id: ClassId,
    pub join_code: String,
    pub locale: Locale,
    pub cards: Vec<Card>,
}

impl Api {
    pub async fn open_class_once(
        &self,
        owner: &Member,
        request: OpenClassOnce,
        key: Option<&str>,
    ) -> Result<OpenedOnce> {
        let id = match key {
            Some(key) => self.class_of_key(owner, &request, key).await?,
            None => ClassId::new(self.clock.now(), random::bytes()?),
        };
        let is_there = class::Entity::find_by_id(id.uuid()).one(&self.db.read).await?;
        if is_there.is_none() {
            // The owner needs no teacher link.
            let request = class_request(owner, request);
            self.classes.open_class_with_id(id, &request, None).await?;
        }
        if let Some(key) = key {
            self.key_is_done(owner, key).await?;
        }
        let class = class_of(&self.db.read, id).await?;
        let teacher = self.access.manages_row(&SessionState::default(), Some(owner), &class)?;
        Ok(OpenedOnce {
            id,
            locale: locale_of(&class),
            join_code: class.join_code,
            cards: self.classes.cards(teacher, 1..=u16::MAX).await?,
        })
    }

    /// The id of the class for this idempotency key. It is possible that the class itself does not exist yet.
    async fn class_of_key(&self, owner: &Member, request: &OpenClassOnce, key: &str) -> Result<ClassId> {
        // The row of an earlier request can have the hash of an old key. An insert does not conflict with this row.
        let known = match self.key_row(&self.db.read, owner, key).await? {
            Some(known) => known,
            None => self.new_key_row(owner, request, key).await?,
        };
        if !self.hashes_of(request).contains(&known.body_hash) {
            return Err(Refusal::KeyOfAnotherRequest.into());
        }
        let id = ClassId::from_uuid(known.class_id);
        if known.done {
            // An earlier request has opened the class. If it was deleted since, this request fails instead of opening
            // another class.
            class_of(&self.db.read, id).await?;
        }
        Ok(id)
    }

    /// Stores the key. If a parallel request has stored it first, returns the row of that request.
    async fn new_key_row(&self, owner: &Member, request: &OpenClassOnce, key: &str) -> Result<idempotency_key::Model> {
        let now = self.clock.now();
        let row = idempotency_key::ActiveModel {
            account_id: Set(owner.account().uuid()),
            key_hash: Set(self.key_hashes(key).swap_remove(0)),
            body_hash: Set(self.hashes_of(request).swap_remove(0)),
            class_id: Set(ClassId::new(now, random::bytes()?).uuid()),
            done: Set(false),
            created_at: Set(now.micros()),
        };
        transaction!(&self.db, |tx| {
            let keys = [idempotency_key::Column::AccountId, idempotency_key::Column::KeyHash];
            idempotency_key::Entity::insert(row.clone())
                .on_conflict(OnConflict::columns(keys).do_nothing_on(keys).to_owned())
                .exec_without_returning(tx)
                .await?;
            let known = self.key_row(tx, owner, key).await?;
            Ok(known.ok_or(Refusal::Unavailable)?)
        })
    }

    async fn key_row(
        &self,
        db: &impl ConnectionTrait,
        owner: &Member,
        key: &str,
    ) -> Result<Option<idempotency_key::Model>> {
        let known = idempotency_key::Entity::find()
            .filter(idempotency_key::Column::AccountId.eq(owner.account().uuid()))
            .filter(idempotency_key::Column::KeyHash.is_in(self.key_hashes(key)))
            .order_by_asc(idempotency_key::Column::CreatedAt)
            .one(db)
            .await?;
        Ok(known)
    }

    async fn key_is_done(&self, owner: &Member, key: &str) -> Result<()> {
        idempotency_key::Entity::update_many()
            .col_expr(idempotency_key::Column::Done, Expr::value(true))
            .filter(idempotency_key::Column::AccountId.eq(owner.account().uuid()))
            .filter(idempotency_key::Column::KeyHash.is_in(self.key_hashes(key)))
            .exec(self.db.statement())
            .await?;
        Ok(())
    }

    /// The possible stored hashes of an idempotency key, one for each hash key. New rows have the first hash.
    fn key_hashes(&self, key: &str) -> Vec<Vec<u8>> {
        let macs = self.macs.all("opened-once:key", &[key.as_bytes()]).into_iter();
        macs.map(|mac| mac.to_vec()).collect()
    }

    /// Hashes of the parsed request, so that requests with different JSON texts but equal content have the same hashes:
    /// one for each hash key. New rows have the first hash.
    fn hashes_of(&self, request: &OpenClassOnce) -> Vec<Vec<u8>> {
        let lesson = request.lesson.to_string();
        let life = request.life.map_or(0, |life| life.as_secs()).to_be_bytes();
        let seats = request.seats.to_be_bytes();
        let mut parts: Vec<&[u8]> = vec![&seats, request.title.as_bytes(), request.locale.tag().as_bytes(), &life];
        // Defaults are left out, so that the hashes of requests from before these fields existed stay valid.
        if !request.phones {
            parts.push(b"no-phones");
        }
        if request.self_join {
            parts.push(b"self-join");
        }
        if !lesson.is_empty() {
            parts.push(lesson.as_bytes());
        }
        if request.questions {
            parts.push(b"questions");
        }
        let macs = self.macs.all("opened-once:body", &parts).into_iter();
        macs.map(|mac| mac.to_vec()).collect()
    }
}

fn class_request(owner: &Member, request: OpenClassOnce) -> OpenClass {
    OpenClass {
        seats: request.seats,
        title: request.title,
        locale: request.locale,
        lesson: request.lesson,
        questions: request.questions,
        phones: request.phones,
        self_join: request.self_join,
        life: request.life,
        address: request.from,
        rehearsal: false,
        owner: Some(owner.clone()),
    }
}
