//! Opens the page of a class with a join code that the user has entered, or with the URL in the QR code. This URL
//! contains a keyed hash of the join code as a proof that the code was not guessed.

use super::{
    Classes,
    queries::{free_seats, locale_of, state_of},
};
use crate::{
    Result,
    auth::device_cookie::Device,
    crypto::Mac,
    db::transaction,
    entity::class,
    limits::{
        network::{Client, Counted},
        throttle,
    },
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    class::ClassState, ids::ClassId, join_code::JoinCode, locale::Locale, refusal::Refusal, time::Timestamp,
    view::JoinView,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};
use std::net::IpAddr;
use subtle::ConstantTimeEq;

/// The purpose of the keyed hash that is the proof in the URL of a class page.
const PROOF_PURPOSE: &str = "class-door";

/// A class code that a user has entered, with the device and IP address of the browser.
#[derive(Clone, Debug)]
pub struct TypedCode {
    pub code: JoinCode,
    pub device: Option<Device>,
    pub address: Option<IpAddr>,
}

/// A browser on the page of a class.
#[derive(Clone, Debug)]
pub struct JoinVisit {
    pub code: JoinCode,
    pub device: Option<Device>,
    /// For each class in which the browser has taken a seat, the sealed seat token from its cookie.
    pub kept: Vec<(ClassId, String)>,
}

impl Classes {
    /// Checks whether a class has the entered code. This is the only place where class codes can be guessed. Each
    /// attempt is counted as wrong before the check; if a class has the code, this attempt is removed from the count,
    /// but earlier wrong codes stay counted. The code of a class that has ended is treated as wrong. Returns the language of the class.
    pub async fn check_join_code(&self, typed: &TypedCode) -> Result<Locale> {
        let now = self.clock.now();
        let client = Client {
            device: typed.device.as_ref(),
            from: typed.address,
        };
        if let Some(refused) = self.limits.network_refusal(Counted::JoinCodes, client).await? {
            return Err(refused.into());
        }
        let guesser = client
            .device
            .map(|device| throttle::Subject::join_code(&self.macs, device));
        let found = transaction!(&self.db, |tx| {
            let attempt = match guesser {
                Some(guesser) => Some(throttle::count(tx, guesser, now).await?),
                None => None,
            };
            let found = running_class_with(tx, &typed.code, now).await?;
            match attempt {
                Some(attempt) if found.is_some() => attempt.was_not_a_guess(tx).await?,
                Some(attempt) => attempt.was_wrong(tx, now).await?,
                None => {}
            }
            Ok(found)
        })?;
        if let Some(class) = found {
            return Ok(locale_of(&class));
        }
        self.limits.count_wrong_answer(Counted::JoinCodes, client).await?;
        Err(Refusal::JoinCodeWrong.into())
    }

    /// The path of the class page, for the QR code. It contains a keyed hash of the code as a proof that the user did
    /// not guess the code, so that requests for the page need not be counted. Without the proof, the page shows a
    /// button first. `locale` is the language of the class, so that the page needs no look-up to be in this language.
    pub fn join_path(&self, code: &JoinCode, locale: Locale) -> String {
        let mac = self.macs.mac(PROOF_PURPOSE, &[code.as_str().as_bytes()]);
        format!("/join/{}?k={}&lang={}", code.as_str(), shortened(&mac), locale.tag())
    }

    fn is_proved(&self, code: &JoinCode, proof: &str) -> bool {
        let macs = self.macs.all(PROOF_PURPOSE, &[code.as_str().as_bytes()]);
        macs.iter()
            .any(|mac| bool::from(shortened(mac).as_bytes().ct_eq(proof.as_bytes())))
    }

    /// The page of the class, for a browser that has the proof in its URL or a seat in the class. Other browsers get
    /// `None` without a look-up, so that they cannot find out whether the class exists.
    pub async fn join_view(&self, at: &JoinVisit, proof: Option<&str>) -> Result<Option<JoinView>> {
        let now = self.clock.now();
        let db = &self.db.read;
        let is_proved = proof.is_some_and(|proof| self.is_proved(&at.code, proof));
        let known = match is_proved {
            true => class_with(&at.code).one(db).await?,
            false => self.class_of_own_seat(at).await?,
        };
        let mut mine = None;
        if let Some(class) = &known {
            let id = ClassId::from_uuid(class.id);
            mine = self
                .seat_taken_by(db, id, &self.seat_tokens(at, id))
                .await?
                .map(|(_, seat)| seat);
        }
        let class = match (known, &mine) {
            // A browser with a seat still sees its class after the end.
            (Some(class), Some(_)) => class,
            (Some(class), None) if is_proved && state_of(&class, now) != ClassState::Ended => class,
            _ if is_proved => return Err(Refusal::JoinCodeWrong.into()),
            _ => return Ok(None),
        };
        let free = free_seats(ClassId::from_uuid(class.id)).one(db).await?;
        let state = state_of(&class, now);
        if let (ClassState::Ended, Some(mine)) = (state, &mut mine) {
            mine.password = None;
        }
        Ok(Some(JoinView {
            locale: locale_of(&class),
            title: class.title,
            code: class.join_code,
            state,
            self_join: class.self_join,
            free: free.is_some(),
            mine,
        }))
    }

    /// The class with this code in which the browser has taken a seat, according to its seat cookies.
    async fn class_of_own_seat(&self, at: &JoinVisit) -> Result<Option<class::Model>> {
        let kept = at.kept.iter().map(|(class, _)| *class);
        let classes: Vec<ClassId> = kept
            .filter(|class| self.kept_seat_token(at, *class).is_some())
            .collect();
        if classes.is_empty() {
            return Ok(None);
        }
        let found = class_with(&at.code)
            .filter(class::Column::Id.is_in(classes.iter().map(|class| class.uuid())))
            .one(&self.db.read)
            .await?;
        Ok(found)
    }

    pub(crate) fn kept_seat_token(&self, at: &JoinVisit, class: ClassId) -> Option<String> {
        let mut kept = at.kept.iter().filter(|(of, _)| *of == class);
        kept.find_map(|(_, sealed)| self.sealer.open(&seat_purpose(class), sealed, self.clock.now()))
    }
}

fn class_with(code: &JoinCode) -> Select<class::Entity> {
    class::Entity::find().filter(class::Column::JoinCode.eq(code.as_str()))
}

pub(crate) async fn running_class_with(
    db: &impl ConnectionTrait,
    code: &JoinCode,
    now: Timestamp,
) -> Result<Option<class::Model>> {
    let found = class_with(code).one(db).await?;
    Ok(found.filter(|class| state_of(class, now) != ClassState::Ended))
}

/// A proof of six bytes cannot be guessed over a network, and keeps the QR code small.
fn shortened(mac: &Mac) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&mac[..6])
}

pub(crate) fn seat_purpose(class: ClassId) -> String {
    format!("seat:{class}")
}
