//! Pages that say one thing: nothing here, too late, over, goodbye.

use super::{Art, Scene};
use crate::visitor::use_texts;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Message(
    scene: Scene,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title.clone() />
        <main class="page narrow" id="main">
            <section class="empty">
                <Art scene=scene />
                <h1 tabindex="-1">{title}</h1>
                <p>{text}</p>
                <div class="row">{children()}</div>
            </section>
        </main>
    }
}

/// There is nothing at this address, or nothing for whoever asks: the same page, word for word.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::web::set_status(404);
    let texts = use_texts();
    view! {
        <Message scene=Scene::Nowhere title=texts.message_not_found_title() text=texts.message_not_found_text()>
            <a class="button primary" href="/">{texts.site_first_page()}</a>
            <a class="button" href="/sign-in">{texts.site_have_login()}</a>
        </Message>
    }
}
