//! Parses and validates the parameters of operations on classes.

use super::exercises;
use crate::api::{
    problem::{ApiError, FieldFault},
    responses::GateName,
};
use app::request::locale_of;
use axum::http::HeaderMap;
use backend::{api::OpenClassOnce, classes::ClassSettings};
use domain::{
    exercises::Lesson,
    ids::ClassId,
    locale::Locale,
    questions::QuestionSet,
    refusal::Refusal,
    validate::{self, MAX_SEATS, MIN_SEATS},
};
use serde::Deserialize;
use std::{collections::BTreeMap, time::Duration};
use texts::Texts;
use utoipa::{IntoParams, ToSchema};

const MAX_HOURS: u32 = 30 * 24;
/// Number of classes on one page of the list if the request has no `limit`.
const DEFAULT_PAGE_SIZE: u64 = 50;
const MAX_PAGE_SIZE: u64 = 200;
const IDEMPOTENCY_KEY: &str = "idempotency-key";
const MAX_KEY_LENGTH: usize = 255;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClass {
    #[serde(default)]
    #[schema(example = "7b", max_length = 80)]
    title: Option<String>,
    /// Number of students
    #[schema(minimum = 1, maximum = 500, example = 25)]
    seats: u32,
    /// The language of the class: `en`, `ru` or `fr`
    #[serde(default)]
    #[schema(example = "en")]
    locale: Option<String>,
    /// Whether students use their own phones. Without phones, all texts speak of the practice phone in the browser
    #[serde(default)]
    #[schema(default = true)]
    phones: Option<bool>,
    /// Whether students are allowed to take free seats with the join code
    #[serde(default)]
    #[schema(default = false)]
    self_join: Option<bool>,
    /// Hours until the class ends
    #[serde(default)]
    #[schema(minimum = 1, maximum = 720, example = 2)]
    hours: Option<u32>,
    /// The exercises after the four stages, with their gates; none if this is missing
    #[serde(default)]
    #[schema(example = json!({ "message": "open", "files": "later" }))]
    exercises: Option<BTreeMap<String, GateName>>,
    /// Whether students answer the questions of Stepwise before and after the lesson
    #[serde(default)]
    #[schema(default = false)]
    questions: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedClass {
    /// The language of cards, projector page and students' pages: `en`, `ru` or `fr`
    #[serde(default)]
    #[schema(example = "fr")]
    locale: Option<String>,
    /// Whether students use their own phones
    #[serde(default)]
    phones: Option<bool>,
    /// Whether students are allowed to take free seats with the join code
    #[serde(default)]
    self_join: Option<bool>,
    /// Whether the class is paused: students see their lesson, but reach no further stage
    #[serde(default)]
    paused: Option<bool>,
    /// Hours from now until the class ends; a class that has ended opens again
    #[serde(default)]
    #[schema(minimum = 1, maximum = 720, example = 2)]
    hours: Option<u32>,
    /// Whether the projector page shows the debrief: what went wrong most often, and the solutions
    #[serde(default)]
    debrief: Option<bool>,
    /// Whether students answer the questions of Stepwise before and after the lesson. A change deletes the answers
    #[serde(default)]
    questions: Option<bool>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// The value of `next` in the previous page
    cursor: Option<String>,
    /// Maximum number of classes
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProgressQuery {
    /// The `version` of the previous response; without it, all seats are returned
    pub since: Option<i64>,
}

/// The error for one invalid field.
pub fn field(name: &str, code: &str) -> ApiError {
    ApiError::Fields(vec![FieldFault {
        field: name.to_owned(),
        code: code.to_owned(),
    }])
}

pub fn seats(seats: u32) -> Result<u16, ApiError> {
    let seats = u16::try_from(seats)
        .ok()
        .filter(|seats| (MIN_SEATS..=MAX_SEATS).contains(seats));
    Ok(seats.ok_or(Refusal::SeatsOutOfRange { most: MAX_SEATS })?)
}

impl NewClass {
    pub fn checked(self, headers: &HeaderMap) -> Result<OpenClassOnce, ApiError> {
        let locale = match self.locale {
            None => locale_of(headers),
            Some(tag) => parse_locale(&tag)?,
        };
        let life = life(self.hours)?;
        let gates = exercises::gates(self.exercises.unwrap_or_default())?;
        let lesson = gates.into_iter().fold(Lesson::default(), |lesson, (exercise, gate)| {
            lesson.with(exercise, gate)
        });
        let title = validate::title(self.title.as_deref().unwrap_or_default())?;
        Ok(OpenClassOnce {
            seats: seats(self.seats)?,
            title: title.unwrap_or_else(|| Texts::of(locale).board_default_title().to_owned()),
            locale,
            lesson,
            questions: self.questions.unwrap_or(false),
            phones: self.phones.unwrap_or(true),
            self_join: self.self_join.unwrap_or(false),
            life,
            from: None,
        })
    }
}

impl ChangedClass {
    pub fn checked(self) -> Result<ClassSettings, ApiError> {
        Ok(ClassSettings {
            locale: self.locale.as_deref().map(parse_locale).transpose()?,
            phones: self.phones,
            self_join: self.self_join,
            paused: self.paused,
            life: life(self.hours)?,
            debrief: self.debrief,
        })
    }

    /// The questions that are wanted; `None` leaves them as they are.
    pub fn questions(&self) -> Option<QuestionSet> {
        self.questions
            .map(|on| if on { QuestionSet::BuiltIn } else { QuestionSet::None })
    }
}

/// The time until the end of a class.
fn life(hours: Option<u32>) -> Result<Option<Duration>, ApiError> {
    if hours.is_some_and(|hours| !(1..=MAX_HOURS).contains(&hours)) {
        return Err(field("hours", "out_of_range"));
    }
    Ok(hours.map(|hours| Duration::from_secs(3600) * hours))
}

fn parse_locale(tag: &str) -> Result<Locale, ApiError> {
    Locale::from_tag(tag).ok_or_else(|| field("locale", "unknown"))
}

impl ListQuery {
    /// The last class of the previous page, and the maximum number of classes on this page.
    pub fn checked(self) -> Result<(Option<ClassId>, u64), ApiError> {
        let most = self.limit.unwrap_or(DEFAULT_PAGE_SIZE);
        if !(1..=MAX_PAGE_SIZE).contains(&most) {
            return Err(field("limit", "out_of_range"));
        }
        let seen = self
            .cursor
            .map(|cursor| cursor.parse().map_err(|_| field("cursor", "unknown")));
        Ok((seen.transpose()?, most))
    }
}

/// The idempotency key that the client has chosen for its request.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let Some(key) = headers.get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    if !(1..=MAX_KEY_LENGTH).contains(&key.len()) {
        return Err(field(IDEMPOTENCY_KEY, "out_of_range"));
    }
    key.to_str().map(Some).map_err(|_| field(IDEMPOTENCY_KEY, "mistyped"))
}
