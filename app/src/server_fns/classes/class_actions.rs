//! The server function for all actions on a whole class: seats, names, pause, end, links, owner, exercises, language,
//! phones, debrief.

#![expect(
    clippy::too_many_arguments,
    reason = "the arguments of a server function are the fields of its form"
)]

mod links;

use crate::problem::Problem;
use domain::{class::Extension, exercises::Exercise};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassAction {
    AddSeats,
    Names,
    Pause,
    GoOn,
    Ends,
    End,
    ReadLink,
    ReadLinkOff,
    TeacherLink,
    TakeOver,
    /// Sets the gates of the exercises.
    Lesson,
    /// Opens one exercise for everybody.
    OpenExercise,
    TakeBack,
    Language,
    Phones,
    PhonesOff,
    /// The projector page shows what went wrong, and the solutions.
    Debrief,
    DebriefOff,
}

impl ClassAction {
    pub const fn code(self) -> &'static str {
        match self {
            Self::AddSeats => "add_seats",
            Self::Names => "names",
            Self::Pause => "pause",
            Self::GoOn => "go_on",
            Self::Ends => "ends",
            Self::End => "end",
            Self::ReadLink => "read_link",
            Self::ReadLinkOff => "read_link_off",
            Self::TeacherLink => "teacher_link",
            Self::TakeOver => "take_over",
            Self::Lesson => "lesson",
            Self::OpenExercise => "open_exercise",
            Self::TakeBack => "take_back",
            Self::Language => "language",
            Self::Phones => "phones",
            Self::PhonesOff => "phones_off",
            Self::Debrief => "debrief",
            Self::DebriefOff => "debrief_off",
        }
    }
}

/// The result of an action on the class. The page shows this result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassActionDone {
    pub what: ClassAction,
    /// Depends on the action: the number of added seats, of seats that got a name, or of seats that were taken back.
    pub many: Option<usize>,
}

/// The cookie with the refused list of names, which fills the field again on the next page.
pub const TYPED_NAMES: &str = "typed_names";

#[server(prefix = "", endpoint = "classes/act")]
pub async fn act_on_class(
    id: String,
    what: ClassAction,
    seats: Option<String>,
    names: Option<String>,
    until: Option<Extension>,
    gates: Option<BTreeMap<String, String>>,
    exercise: Option<Exercise>,
    locale: Option<String>,
    form: Option<String>,
) -> Result<ClassActionDone, Problem> {
    use backend::classes::ClassSettings;
    use domain::{refusal::Refusal, validate};
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    let stepwise = &context.stepwise;
    let mut many = None;
    let done = match what {
        ClassAction::AddSeats => {
            let more = validate::seats(&seats.unwrap_or_default())?;
            many = Some(usize::from(more));
            stepwise
                .classes
                .add_seats(teacher, more, form.as_deref())
                .await
                .map(drop)
        }
        ClassAction::Names => {
            let names = names.unwrap_or_default();
            let labelled = super::names::put_names(&context, teacher, &names, false).await;
            if labelled.is_ok() {
                context.forget_typed(TYPED_NAMES);
            } else if context.wants_document() {
                context.keep_typed_list(TYPED_NAMES, &names);
            }
            labelled.map(|done| many = Some(done.seats))
        }
        ClassAction::Pause | ClassAction::GoOn => {
            let settings = ClassSettings {
                paused: Some(what == ClassAction::Pause),
                ..ClassSettings::default()
            };
            stepwise.classes.change_settings(teacher, settings).await
        }
        ClassAction::Ends => {
            let until = until.ok_or(Refusal::BadRequest)?;
            let offset = crate::request::preferences().utc_offset;
            stepwise.classes.extend_class(teacher, until, offset).await
        }
        ClassAction::End => stepwise.classes.end_class(teacher).await,
        ClassAction::ReadLinkOff => stepwise.classes.drop_read_link(teacher).await,
        ClassAction::ReadLink | ClassAction::TeacherLink => links::renew(&context, teacher, what).await?,
        ClassAction::TakeOver => links::take_over(&context, teacher).await?,
        ClassAction::Lesson => {
            let gates = typed_gates(&gates.unwrap_or_default()).ok_or(Refusal::BadRequest)?;
            stepwise.exercises.set_gates(teacher, &gates).await.map(drop)
        }
        ClassAction::OpenExercise => {
            let exercise = exercise.ok_or(Refusal::BadRequest)?;
            stepwise.exercises.open_for_all(teacher, exercise).await.map(drop)
        }
        ClassAction::Language => {
            let chosen = locale.as_deref().and_then(domain::locale::Locale::from_tag);
            let settings = ClassSettings {
                locale: Some(chosen.ok_or(Refusal::BadRequest)?),
                ..ClassSettings::default()
            };
            stepwise.classes.change_settings(teacher, settings).await
        }
        ClassAction::Phones | ClassAction::PhonesOff => {
            let settings = ClassSettings {
                phones: Some(what == ClassAction::Phones),
                ..ClassSettings::default()
            };
            stepwise.classes.change_settings(teacher, settings).await
        }
        ClassAction::Debrief | ClassAction::DebriefOff => {
            let settings = ClassSettings {
                debrief: Some(what == ClassAction::Debrief),
                ..ClassSettings::default()
            };
            stepwise.classes.change_settings(teacher, settings).await
        }
        ClassAction::TakeBack => stepwise
            .classes
            .take_back_seats(teacher)
            .await
            .map(|seats| many = Some(seats)),
    };
    done?;
    let class = teacher.class();
    match (what, many) {
        // These actions load a new document, which shows the new link, or the board of the new owner.
        (ClassAction::ReadLink | ClassAction::TeacherLink | ClassAction::TakeOver, _) => {
            crate::request::redirect(&format!("/classes/{class}"));
        }
        (_, Some(many)) if context.wants_document() => {
            crate::request::redirect(&format!("/classes/{class}/menu?done={}&many={many}", what.code()));
        }
        (_, None) if context.wants_document() => {
            if let Some(receipt) = receipt_of(what) {
                super::receipts::give_receipt(&context, class, &receipt)?;
            }
            crate::request::redirect(&format!("/classes/{class}"));
        }
        _ => {}
    }
    Ok(ClassActionDone { what, many })
}
/// The gates of the form by exercise; `None` if one is unknown.
fn typed_gates(typed: &BTreeMap<String, String>) -> Option<Vec<(Exercise, domain::exercises::Gate)>> {
    let gate = |(exercise, gate): (&String, &String)| {
        Some((
            Exercise::from_code(exercise)?,
            domain::exercises::Gate::from_code(gate)?,
        ))
    };
    typed.iter().map(gate).collect()
}
fn receipt_of(what: ClassAction) -> Option<super::Receipt> {
    use super::Receipt;
    Some(match what {
        ClassAction::Pause => Receipt::Paused,
        ClassAction::GoOn => Receipt::GoesOn,
        ClassAction::Ends => Receipt::EndChanged,
        ClassAction::End => Receipt::Ended,
        ClassAction::ReadLinkOff => Receipt::ReadLinkOff,
        ClassAction::Lesson | ClassAction::OpenExercise => Receipt::LessonChanged,
        ClassAction::Language => Receipt::LanguageChanged,
        ClassAction::Phones => Receipt::PhonesOn,
        ClassAction::PhonesOff => Receipt::PhonesOff,
        ClassAction::Debrief => Receipt::DebriefOn,
        ClassAction::DebriefOff => Receipt::DebriefOff,
        // The class menu or the board itself shows the result of these actions.
        ClassAction::AddSeats
        | ClassAction::Names
        | ClassAction::TakeBack
        | ClassAction::ReadLink
        | ClassAction::TeacherLink
        | ClassAction::TakeOver => return None,
    })
}
