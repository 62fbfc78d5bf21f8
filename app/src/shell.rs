//! The document around the application: rendered on the server, never in the browser.

use crate::{App, visitor, web::Site};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use std::sync::Arc;

/// Where the site's files lie. Their names change with their content, so they are looked up once, at the start.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
}

pub fn shell(options: LeptosOptions) -> impl IntoView {
    let visitor = visitor::of_request();
    let assets = use_context::<Arc<Site>>()
        .map(|site| site.assets.clone())
        .unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=visitor.texts.locale().tag() data-theme=visitor.theme data-utc-offset=visitor.utc_offset>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=assets.css.clone() />
                <AutoReload options=options />
                <Scripts assets=assets />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Our own instead of Leptos' `HydrationScripts`: that one gives no nonce to the preloaded module, which our
/// policy then refuses, and reads the files' names from the disk for every page.
#[component]
fn Scripts(assets: Assets) -> impl IntoView {
    let nonce = use_nonce();
    let Assets { js, wasm, .. } = assets;
    let start = format!(
        "import start, {{ hydrate }} from {js:?};\n\
         start({{ module_or_path: {wasm:?} }}).then(hydrate);"
    );
    view! {
        <link rel="modulepreload" href=js nonce=nonce.clone() />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script r#type="module" nonce=nonce inner_html=start></script>
    }
}
