//! The server function of the results page of a class.

use crate::problem::Problem;
use domain::view::ResultsView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "results", input = GetUrl)]
pub async fn load_results(id: String) -> Result<ResultsView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    let results = context.stepwise.results(teacher).await;
    results.map_err(|error| context.problem(error))
}
