//! The root component: what every page needs.

use crate::{
    flash, preferences,
    routes::{Area, PagesOf},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title, provide_meta_context};
use leptos_router::components::Router;
use texts::Texts;

#[component]
pub fn App(area: Area) -> impl IntoView {
    provide_meta_context();
    let preferences = preferences::of_visitor();
    provide_context(preferences);
    flash::provide();
    let texts = preferences.texts;
    view! {
        <Title formatter=move |title: String| document_title(texts, title) />
        <Meta name="description" content=texts.site_description() />
        <Router>
            <PagesOf area=area />
        </Router>
    }
}

/// Joins the title of the page and the name of the site. Leptos writes the title into the document without escaping it,
/// so this function escapes it.
fn document_title(texts: Texts, page: String) -> String {
    let title = if page.is_empty() {
        texts.site_name().to_owned()
    } else {
        format!("{page} · {}", texts.site_name())
    };
    title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
