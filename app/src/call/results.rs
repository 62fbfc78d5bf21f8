//! The server function of the results page of a class.

use crate::problem::Problem;
use domain::view::ResultsView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "results", input = GetUrl)]
pub async fn load_results(id: String) -> Result<ResultsView, Problem> {
    let visit = crate::web::Visit::current()?;
    let teacher = visit.manages(&id).await?;
    let results = visit.stepwise.classes.results(teacher).await;
    results.map_err(|error| visit.problem(error))
}
