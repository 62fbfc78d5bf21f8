//! Entry point of the WebAssembly module in the browser.

// Linked for its islands: each of them is a function that the module exports.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the page for its islands. `app/src/shell/islands.js` then hydrates each of them.
#[wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
