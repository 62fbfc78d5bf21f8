//! A form whose session is gone leads to the sign-in: what it asks for cannot be had here any more.

use crate::problem::Problem;
use domain::refusal::Refusal;
use leptos::{prelude::*, server_fn::ServerFn};

pub fn leave_when_signed_out<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = Problem, Output = ()> + Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        if let Some(Err(problem)) = action.value().get()
            && matches!(problem.refusal, Refusal::SignInFirst | Refusal::PendingExpired)
        {
            crate::browser::leave_for("/sign-in");
        }
    });
}
