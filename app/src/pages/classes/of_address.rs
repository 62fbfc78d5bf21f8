//! What pages of one class have in common: they load the class that their address names, and say "not found" if the
//! visitor may not see it.

use crate::{
    components::{NotFound, loaded},
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Loads the data of the class in the address, and shows it.
pub fn page_of_class<T, Fut, V>(load: impl FnOnce(String) -> Fut, show: fn(T) -> V) -> impl IntoView
where
    T: Send + 'static,
    Fut: Future<Output = Result<T, Problem>> + Send + 'static,
    V: IntoView + 'static,
{
    let id = use_params_map()
        .with_untracked(|params| params.get("id"))
        .unwrap_or_default();
    let page = load(id);
    loaded(async move {
        match page.await {
            Ok(page) => show(page).into_any(),
            Err(_) => view! { <NotFound /> }.into_any(),
        }
    })
}
