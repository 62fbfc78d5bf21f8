//! What all forms do with a refusal besides showing it: response status, focus, redirect after the end of a session.

use crate::problem::Problem;
use domain::refusal::Refusal;
use leptos::{prelude::*, server_fn::ServerFn};

/// Without scripts the page comes back with the refusal, and its response gets the status of the refusal. With scripts
/// the first wrong field gets the focus.
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

/// Leads to the sign-in or set-up if the session does not allow the form any more.
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
