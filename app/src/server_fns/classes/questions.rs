//! The questions of a class: which set it has, and own questions from a file.

use crate::problem::Problem;
use domain::{questions::gift::GiftFault, view::TeacherQuestions};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What came of a change, which the page shows once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionsOutcome {
    Off,
    BuiltIn,
    /// This many own questions were read.
    Own(usize),
    NotUnderstood(Vec<GiftFault>),
    Refused(domain::refusal::Refusal),
}

/// The page on which the teacher chooses the questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuestionsPage {
    pub questions: TeacherQuestions,
    pub outcome: Option<QuestionsOutcome>,
}

/// Is no server function, because only the page has the data.
pub async fn load_questions_page(id: String) -> Result<QuestionsPage, Problem> {
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    Ok(QuestionsPage {
        questions: context.stepwise.classes.questions(teacher).await?,
        outcome: context.take_sealed(&cookie(teacher.class())),
    })
}

/// Switches the questions that Stepwise brings on, or all questions off.
#[server(prefix = "", endpoint = "classes/questions")]
pub async fn choose_questions(id: String, on: bool) -> Result<(), Problem> {
    use domain::questions::QuestionSet;
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    let (set, outcome) = match on {
        true => (QuestionSet::BuiltIn, QuestionsOutcome::BuiltIn),
        false => (QuestionSet::None, QuestionsOutcome::Off),
    };
    context.stepwise.classes.set_questions(teacher, set).await?;
    let class = teacher.class();
    context.set_sealed(&cookie(class), &serde_json::to_string(&outcome).unwrap_or_default())?;
    crate::request::redirect(&format!("/classes/{class}/questions"));
    Ok(())
}

fn cookie(class: domain::ids::ClassId) -> crate::request::SealedCookie {
    crate::request::SealedCookie::flash("questions", format!("questions:{class}"))
}

/// Reads own questions from an uploaded file. Returns the page that shows the outcome, and the cookie with the outcome.
pub async fn upload_questions(
    context: &crate::request::RequestContext,
    id: &str,
    file: &[u8],
) -> Result<(String, String), Problem> {
    use domain::{
        names::decode,
        questions::{QuestionSet, gift},
        refusal::Refusal,
    };
    let teacher = context.class_manager(id).await?;
    let outcome = match decode(file).map(|text| gift::parse(&text)) {
        Err(refusal) => QuestionsOutcome::Refused(refusal),
        Ok(Err(faults)) => QuestionsOutcome::NotUnderstood(faults),
        Ok(Ok(questions)) => {
            let number = questions.len();
            let set = context
                .stepwise
                .classes
                .set_questions(teacher, QuestionSet::Own(questions))
                .await;
            match set.map_err(backend::Error::into_refusal) {
                Ok(()) => QuestionsOutcome::Own(number),
                Err(Refusal::Unavailable) => return Err(Refusal::Unavailable.into()),
                Err(refusal) => QuestionsOutcome::Refused(refusal),
            }
        }
    };
    let class = teacher.class();
    let content = serde_json::to_string(&outcome).unwrap_or_default();
    let cookie = cookie(class).seal(&context.stepwise, context.site.is_https(), &content)?;
    Ok((format!("/classes/{class}/questions"), cookie))
}
