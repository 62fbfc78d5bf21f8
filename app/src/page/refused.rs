//! What every form does with a refusal besides showing it.

use crate::problem::Problem;
use domain::refusal::Refusal;
use leptos::{prelude::*, server_fn::ServerFn};

/// Without scripts a refusal comes back with the page: the page answers with the refusal's status, so that programs
/// see what people read. With them, whoever types goes on in the first field that is wrong.
pub fn answer_with_status<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = Problem> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    #[cfg(feature = "ssr")]
    if let Some(Err(problem)) = action.value().get_untracked() {
        crate::web::set_status(problem.refusal.status());
    }
    Effect::new(move |_| {
        if let Some(Err(_)) = action.value().get() {
            // Once the fields say so.
            set_timeout(crate::browser::focus_on_what_is_wrong, core::time::Duration::ZERO);
        }
    });
}

/// A form whose session is gone leads to the sign-in: what it asks for cannot be had here any more.
pub fn leave_when_signed_out<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = Problem, Output = ()> + Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        if let Some(Err(problem)) = action.value().get() {
            match problem.refusal {
                Refusal::SignInFirst | Refusal::PendingExpired => crate::browser::leave_for("/sign-in"),
                Refusal::FactorFirst => crate::browser::leave_for("/set-up"),
                _ => {}
            }
        }
    });
}
