//! Loads the finish page of a class. It is no server function, because only the page has the data.

use crate::{problem::Problem, request::RequestContext};
use domain::{refusal::Refusal, view::FinishView};

/// The class of the teacher, or a deleted class of the member who owned it.
pub async fn load_finish(id: String) -> Result<FinishView, Problem> {
    let context = RequestContext::current()?;
    let classes = &context.stepwise.classes;
    match (context.class_manager(&id).await, context.optional_member().await?) {
        (Ok(teacher), _) => Ok(classes.finish(teacher).await?),
        (Err(problem), Some(member)) if problem.refusal == Refusal::NotFound => {
            let class = id.parse().map_err(|_| problem)?;
            Ok(classes.finish_of_deleted(&member, class).await?)
        }
        (Err(problem), _) => Err(problem),
    }
}
