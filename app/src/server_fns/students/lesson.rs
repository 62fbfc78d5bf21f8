//! Server functions of the student's lesson page.

use crate::problem::Problem;
use domain::view::{LessonState, LessonView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "lesson", input = GetUrl)]
pub async fn load_lesson() -> Result<LessonView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    // After the sign-out, the sign-in page is in the same language.
    context.keep_known_class_language();
    crate::server_fns::factors::save_codes_first(&context, who.account(), who.epoch());
    let lesson = context.stepwise.students.lesson(&who).await?;
    if let Some(next_code_at) = lesson.next_code_at.filter(|next| *next > lesson.now) {
        context.set_returning(&crate::request::Returning {
            login: lesson.login.clone(),
            next_code_at: Some(next_code_at),
            fills_in: false,
        });
    }
    Ok(lesson)
}

/// The state of the student's class and the gates of its exercises. An open lesson page calls this function while its stream does not work.
#[server(prefix = "/sfn", endpoint = "lesson-state", input = GetUrl)]
pub async fn load_lesson_state() -> Result<LessonState, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    Ok(context.stepwise.students.lesson_state(&who).await?)
}
