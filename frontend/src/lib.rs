//! Brings the server's page to life in the browser, and nothing else.

// Pages are types, and deep ones.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Before the router sets its own: wherever a server function leads, a fresh document is loaded there. What
    // belonged to the session before must not live on in signals.
    let _ = leptos::server_fn::redirect::set_redirect_hook(|path| {
        let _ = leptos::prelude::window().location().set_href(path);
    });
    leptos::mount::hydrate_body(app::App);
}
