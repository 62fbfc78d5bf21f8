//! Server functions for opening a class.

#![expect(
    clippy::too_many_arguments,
    reason = "the arguments of a server function are the fields of its form"
)]

use crate::problem::Problem;
use domain::exercises::{Exercise, Preset};
use domain::view::ClassRow;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The content of the form that opens a class.
#[derive(Clone, Serialize, Deserialize)]
pub struct ClassForm {
    /// Identifies this form, so that sending the form twice with the same content opens only one class.
    pub seal: String,
    /// Refused input, to fill the fields again on the next page.
    pub title: Option<String>,
    pub seats: Option<String>,
    /// The preset and what was chosen, separated by spaces.
    pub lesson: Option<String>,
}

const TYPED_TITLE: &str = "typed_title";
const TYPED_SEATS: &str = "typed_seats";
const TYPED_LESSON: &str = "typed_lesson";
/// The own choice of questions before and after the lesson, beside the codes of exercises.
pub const QUESTIONS: &str = "questions";

#[server(prefix = "/sfn", endpoint = "open-class-form", input = GetUrl)]
pub async fn new_class_form() -> Result<Option<ClassForm>, Problem> {
    let context = crate::request::RequestContext::current()?;
    if context.stepwise.settings().members_only && context.optional_member().await?.is_none() {
        return Ok(None);
    }
    let seal = context.stepwise.classes.open_class_form()?;
    Ok(Some(ClassForm {
        seal,
        title: context.typed(TYPED_TITLE),
        seats: context.typed(TYPED_SEATS),
        lesson: context.typed(TYPED_LESSON),
    }))
}

/// The running classes that this browser manages.
#[server(prefix = "/sfn", endpoint = "managed-classes", input = GetUrl)]
pub async fn load_managed_classes() -> Result<Vec<ClassRow>, Problem> {
    let context = crate::request::RequestContext::current()?;
    let (state, member) = (context.session_state().await?, context.optional_member().await?);
    let classes = &context.stepwise.classes;
    Ok(classes.managed_classes(&state, member.as_ref()).await?)
}

#[server(prefix = "", endpoint = "classes")]
pub async fn open_class(
    form: String,
    seats: String,
    title: String,
    locale: Option<String>,
    join: Option<String>,
    phones: Option<String>,
    preset: Option<Preset>,
    chosen: Option<BTreeMap<String, String>>,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let chosen = chosen.unwrap_or_default();
    let exercises: Vec<Exercise> = chosen.keys().filter_map(|code| Exercise::from_code(code)).collect();
    let asks_questions = chosen.contains_key(QUESTIONS);
    let preset = preset.unwrap_or_default();
    let codes = exercises.iter().map(|exercise| exercise.code());
    let codes = codes.chain(asks_questions.then_some(QUESTIONS));
    let wanted = [preset.code()].into_iter().chain(codes).collect::<Vec<_>>().join(" ");
    let choices = Choices {
        lesson: preset.lesson(exercises.iter().copied()),
        questions: preset.asks_questions(asks_questions),
        ..Choices::of(&context, locale, join, phones)
    };
    let opened = open(&context, form, &seats, &title, choices).await;
    for (name, typed) in [(TYPED_TITLE, &title), (TYPED_SEATS, &seats), (TYPED_LESSON, &wanted)] {
        match opened {
            Ok(()) => context.forget_typed(name),
            Err(_) => context.keep_typed(name, typed),
        }
    }
    opened
}

/// What the teacher has chosen for the class.
struct Choices {
    locale: domain::locale::Locale,
    phones: bool,
    self_join: bool,
    lesson: domain::exercises::Lesson,
    questions: bool,
}

impl Choices {
    /// Forms without these fields open a class in the language of the teacher, with phones and cards.
    fn of(
        context: &crate::request::RequestContext,
        locale: Option<String>,
        join: Option<String>,
        phones: Option<String>,
    ) -> Self {
        let chosen = locale.as_deref().and_then(domain::locale::Locale::from_tag);
        Self {
            locale: chosen.unwrap_or_else(|| context.locale()),
            phones: phones.as_deref() != Some("no"),
            self_join: join.as_deref() == Some("code"),
            lesson: domain::exercises::Lesson::default(),
            questions: false,
        }
    }
}

async fn open(
    context: &crate::request::RequestContext,
    form: String,
    seats: &str,
    title: &str,
    choices: Choices,
) -> Result<(), Problem> {
    use crate::request::redirect;
    use domain::{session::LinkKind, validate};
    let Choices {
        locale,
        phones,
        self_join,
        lesson,
        questions,
    } = choices;
    let title = validate::title(title)?;
    let request = backend::classes::OpenClass {
        seats: validate::seats(seats)?,
        title: title.unwrap_or_else(|| texts::Texts::of(locale).board_default_title().to_owned()),
        locale,
        lesson,
        questions,
        phones,
        self_join,
        life: None,
        address: context.client_ip(),
        rehearsal: false,
        owner: context.optional_member().await?,
    };
    let opened = context.stepwise.classes.open_class(&form, request).await?;
    if let Some(teacher_token) = opened.teacher_token {
        // The session gains rights, so it gets a new id: an attacker who has planted the old id in this browser gains
        // no rights.
        context
            .renew_session(context.session_state().await?.with_teacher_grant(opened.id))
            .await?;
        super::shown_links::show_link_once(context, opened.id, LinkKind::Teacher, &teacher_token)?;
    }
    redirect(&format!("/classes/{}", opened.id));
    Ok(())
}

/// Opens a class with simulated students. Its teacher link is not shown: the class is deleted after an hour.
#[server(prefix = "", endpoint = "rehearsals")]
pub async fn open_rehearsal(form: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let locale = context.locale();
    let texts = texts::Texts::of(locale);
    let request = backend::rehearsals::OpenRehearsal {
        form,
        title: texts.rehearsal_title().to_owned(),
        locale,
        address: context.client_ip(),
        owner: context.optional_member().await?,
    };
    let opened = context.stepwise.rehearsals.open(request).await?;
    if opened.teacher_token.is_some() {
        let state = context.session_state().await?.with_teacher_grant(opened.id);
        context.renew_session(state).await?;
    }
    crate::request::redirect(&format!("/classes/{}", opened.id));
    Ok(())
}
