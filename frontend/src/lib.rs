//! Entry point of the WebAssembly module: hydrates the page that the server rendered.

// The view types of whole pages are nested more deeply than the default limit allows.
#![recursion_limit = "512"]

use leptos::prelude::Owner;
use std::{cell::OnceCell, rc::Rc};
use wasm_bindgen::prelude::wasm_bindgen;

/// Hydrates the page, and then sets the attribute `data-awake`, from which scripts see that the page is hydrated.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    // After a redirect by a server function, the browser loads a new document, so that no signal keeps data of the
    // previous session. The hook has to be set before the router sets its own hook.
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
        root.with(app::clear_flash);
    }
    if let Some(html) = leptos::prelude::document().document_element() {
        let _ = html.set_attribute("data-awake", "");
    }
}
