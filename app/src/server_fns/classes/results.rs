//! The server function of the results page of a class.

use crate::problem::Problem;
use domain::view::ResultsView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "results", input = GetUrl)]
pub async fn load_results(id: String) -> Result<ResultsView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    Ok(context.stepwise.results(teacher).await?)
}
