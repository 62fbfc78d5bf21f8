//! The pages of the exercises: one file for each, in the same frame.

mod browser_picture;
mod files;
mod frame;
mod message;
mod messages;
mod passkey;
mod phishing;
mod recovery;
mod task;

use crate::components::NotFound;
pub use browser_picture::BrowserPicture;
use domain::exercises::Exercise;
pub use files::FilePage;
pub use frame::{AtHome, exercise_page};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
pub use task::Task;

/// The page of the exercise in the address.
#[component]
pub fn ExercisePage() -> impl IntoView {
    let code = use_params_map().with_untracked(|params| params.get("exercise"));
    match code.as_deref().and_then(Exercise::from_code) {
        Some(Exercise::Recovery) => recovery::page().into_any(),
        Some(Exercise::Messages) => messages::page().into_any(),
        Some(Exercise::Message) => message::page().into_any(),
        Some(Exercise::Files) => files::page().into_any(),
        Some(Exercise::Passkey) => passkey::page().into_any(),
        Some(Exercise::Phishing) => phishing::page().into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}
