//! Handles a refused form besides showing the error: response status, focus, redirect after the end of a session.

use crate::problem::Problem;
use domain::refusal::Refusal;
use leptos::{prelude::*, server_fn::ServerFn};

/// Without scripts the server renders the page again with the refusal, and the response gets the status of the refusal.
/// With scripts the first field with an error gets the focus.
pub fn show_form_errors<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = Problem> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    #[cfg(feature = "ssr")]
    if let Some(Err(problem)) = action.value().get_untracked() {
        crate::request::set_status(problem.refusal.status());
    }
    Effect::new(move |_| {
        if let Some(Err(_)) = action.value().get() {
            // The focus moves after the fields have been marked as invalid.
            set_timeout(crate::browser::focus_first_invalid_field, core::time::Duration::ZERO);
        }
    });
}

/// Leads to the sign-in page or the set-up page if the session does not allow sending the form any more.
pub fn redirect_when_signed_out<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = Problem, Output = ()> + Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        if let Some(Err(problem)) = action.value().get() {
            match problem.refusal {
                Refusal::SignInFirst | Refusal::PendingExpired => crate::browser::navigate_to("/sign-in"),
                Refusal::FactorFirst => crate::browser::navigate_to("/set-up"),
                _ => {}
            }
        }
    });
}
