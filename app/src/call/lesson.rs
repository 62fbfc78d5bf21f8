//! The student's page.

use crate::problem::Problem;
use domain::view::LessonView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "lesson", input = GetUrl)]
pub async fn load_lesson() -> Result<LessonView, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.signed_in_or_sent_away().await?;
    super::set_up::save_codes_first(&visit, who.account(), who.epoch());
    visit.stepwise.lesson(&who).await.map_err(|error| visit.problem(error))
}
