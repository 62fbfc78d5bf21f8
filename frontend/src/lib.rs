//! Brings the server's page to life in the browser, and nothing else.

// Pages are types, and deep ones.
#![recursion_limit = "512"]

use leptos::prelude::Owner;
use std::{cell::OnceCell, rc::Rc};
use wasm_bindgen::prelude::wasm_bindgen;

/// Resolves when the page is alive, and says so in the document.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    // Before the router sets its own: wherever a server function leads, a fresh document is loaded there. What
    // belonged to the session before must not live on in signals.
    let _ = leptos::server_fn::redirect::set_redirect_hook(|path| {
        let _ = leptos::prelude::window().location().set_href(path);
    });
    let root = Rc::new(OnceCell::new());
    let keep = Rc::clone(&root);
    let app = move || {
        let _ = keep.set(Owner::current());
        app::App()
    };
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), app)
        .await
        .forget();
    if let Some(Some(root)) = root.get() {
        root.with(app::forget_what_came_back);
    }
    if let Some(html) = leptos::prelude::document().document_element() {
        let _ = html.set_attribute("data-awake", "");
    }
}
