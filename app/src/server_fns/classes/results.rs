//! The server function of the results page of a class.

use crate::problem::Problem;
use domain::view::ResultsView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "results", input = GetUrl)]
pub async fn load_results(id: String) -> Result<ResultsView, Problem> {
    let context = crate::request::RequestContext::current()?;
    results_of(&context, &id).await
}
/// The results of a class for its teacher, or of a deleted class for the member who owned it.
pub async fn results_of(context: &crate::request::RequestContext, id: &str) -> Result<ResultsView, Problem> {
    let classes = &context.stepwise.classes;
    match (context.class_manager(id).await, context.optional_member().await?) {
        (Ok(teacher), _) => Ok(classes.results(teacher).await?),
        (Err(problem), Some(member)) if problem.refusal == domain::refusal::Refusal::NotFound => {
            let class = id.parse().map_err(|_| problem)?;
            Ok(classes.results_of_deleted(&member, class).await?)
        }
        (Err(problem), _) => Err(problem),
    }
}
