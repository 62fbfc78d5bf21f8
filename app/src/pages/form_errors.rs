//! The page that shows a refused form again.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::ServerFn};

/// Gives the response the status of the refusal.
pub fn show_form_errors<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = Problem> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    if let Some(Err(problem)) = action.value().get_untracked() {
        crate::request::set_status(problem.refusal.status());
    }
}
