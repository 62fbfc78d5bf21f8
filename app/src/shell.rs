//! The HTML document around the application, rendered on the server only.

use crate::{App, preferences, request::Site, routes::Area};
use axum::http::{HeaderValue, header};
use leptos::{html::meta, nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};
use texts::Texts;

/// Addresses of the built files. Their names contain a hash of their content, so they are read once at start-up.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    /// Changes with the content of the style sheets that only some pages load.
    pub sheets_version: String,
    /// The scripts of every page.
    scripts: String,
    /// The files that every page with islands needs.
    program: WasmBundle,
}

/// Addresses of the files that make islands alive.
#[derive(Clone, Debug, Default)]
pub struct WasmBundle {
    pub js: String,
    pub wasm: String,
    /// The script that loads modules.
    pub loader: String,
    /// The files of each module, by the name that the build has given to it.
    pub modules: BTreeMap<String, Vec<String>>,
}

impl Assets {
    pub fn new(css: String, bundle: WasmBundle) -> Self {
        let islands = without_comments(include_str!("shell/islands.js"));
        let page = without_comments(include_str!("shell/page.js"));
        let WasmBundle { js, wasm, loader, .. } = &bundle;
        let modules = serde_json::to_string(&bundle.by_island()).unwrap_or_default();
        Self {
            css,
            sheets_version: String::new(),
            scripts: format!("{page}();\n{islands}({js:?}, {loader:?}, {wasm:?}, {modules});\n"),
            program: bundle,
        }
    }

    /// Tags with which the browser requests the WebAssembly together with the style sheet. Without them it would wait for
    /// the end of the document and for the style sheet, because `islands.js` runs only then.
    pub fn island_preloads(&self, nonce: &str) -> String {
        let WasmBundle { js, wasm, loader, .. } = &self.program;
        format!(
            "<link rel=\"modulepreload\" href=\"{js}\" nonce=\"{nonce}\">\
             <link rel=\"modulepreload\" href=\"{loader}\" nonce=\"{nonce}\">\
             <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin fetchpriority=\"low\">"
        )
    }
}

impl WasmBundle {
    /// The files of each lazy island. Leptos calls the module of the island `LiveClass` `live_class_loader_` and a
    /// number.
    fn by_island(&self) -> BTreeMap<String, &[String]> {
        let modules = self.modules.iter();
        let of_islands = modules.filter_map(|(module, files)| Some((module.split_once("_loader_")?.0, files)));
        of_islands
            .map(|(island, files)| (in_camel_case(island), files.as_slice()))
            .collect()
    }
}

fn in_camel_case(snake_case: &str) -> String {
    let words = snake_case.split('_').map(|word| match word.split_at_checked(1) {
        Some((first, rest)) => first.to_ascii_uppercase() + rest,
        None => String::new(),
    });
    words.collect()
}

/// `reloads` is set in development: the page then reloads itself when the server was built and started again.
///
/// The type of the document is erased here. Otherwise the crate `server` would compile all pages once more.
pub fn shell(reloads: bool) -> AnyView {
    // Only islands are hydrated, so nothing outside of them needs markers or serialised data.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    keep_for_back(&preferences::path_of_request());
    let preferences = preferences::of_visitor();
    let site = use_context::<Arc<Site>>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=preferences.texts.locale().tag() data-theme=preferences.theme data-utc-offset=preferences.utc_offset>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                {theme_color_tags(preferences.theme)}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href=format!("/site.webmanifest?lang={}", preferences.texts.locale().tag()) />
                <link rel="stylesheet" href=site.assets.css.clone() />
                {reloads.then(|| view! { <script nonce=use_nonce() inner_html=include_str!("shell/reload.js")></script> })}
                <Scripts site=site service_worker=service_worker_script(&preferences) />
                <LinkPreviewTags texts=preferences.texts />
                <MetaTags />
            </head>
            <body>
                <App area=Area::of_request() />
            </body>
        </html>
    }
    .into_any()
}

/// One part of the application without its document, from which Leptos reads the routes.
pub fn routes_of(area: Area) -> AnyView {
    view! { <App area /> }.into_any()
}

/// The `theme-color` tags: one colour for a chosen theme, otherwise one for each of the system's settings, light and
/// dark.
fn theme_color_tags(theme: Option<&str>) -> impl IntoView {
    let tag = |colour: &'static str| meta().name("theme-color").content(colour);
    match theme {
        Some("dark") => tag(DARK_PAGE_COLOR).into_any(),
        Some(_) => tag(PAGE_COLOR).into_any(),
        None => [
            tag(PAGE_COLOR).attr("media", "(prefers-color-scheme: light)"),
            tag(DARK_PAGE_COLOR).attr("media", "(prefers-color-scheme: dark)"),
        ]
        .collect_view()
        .into_any(),
    }
}

/// The colour that a browser paints around the page: `--paper` of `style/tokens.css` in the light and the dark theme.
pub const PAGE_COLOR: &str = "#faf8f4";
const DARK_PAGE_COLOR: &str = "#12141d";

/// Tags for the preview that messengers show of a shared link. They describe the site, never the page itself, because
/// some pages contain data of a class.
#[component]
fn LinkPreviewTags(texts: Texts) -> impl IntoView {
    is_public(&preferences::path_of_request()).then(|| {
        let picture = format!("{}/card-{}.png", crate::request::origin(), texts.locale().tag());
        let tags = [
            ("og:type", "website".to_owned()),
            ("og:site_name", texts.site_name().to_owned()),
            ("og:title", texts.home_title().to_owned()),
            ("og:description", texts.site_description().to_owned()),
            ("og:image", picture),
            ("og:image:width", "1200".to_owned()),
            ("og:image:height", "630".to_owned()),
            ("twitter:card", "summary_large_image".to_owned()),
        ];
        tags.map(|(property, content)| meta().attr("property", property).content(content))
            .collect_view()
    })
}

/// Links that the browser fetches when the user begins to press them. A GET request to these addresses changes nothing.
/// The set-up is not among them, because opening it is a stage of the lesson; pages with passwords are not either.
const PREFETCHED_LINKS: &str = r#"{"prefetch": [{"where": {"and": [
{"href_matches": ["/", "/guide", "/sign-in", "/join", "/register", "/forgot", "/lesson", "/classes", "/classes/*", "/account", "/account/*", "/admin", "/admin/*"]},
{"not": {"href_matches": ["/classes/*/handouts*", "/*.csv"]}},
{"not": {"selector_matches": "[download], [target], [role=button], [aria-haspopup]"}}
]}, "eagerness": "conservative"}]}"#;

/// Pages that show no data of a user, except for the name of a signed-in user in the header.
const KEPT_FOR_BACK: [&str; 4] = ["/", "/guide", "/join", "/forgot"];

/// Lets the browser keep some pages for its button "back", unless the visitor has a session.
fn keep_for_back(path: &str) {
    if !KEPT_FOR_BACK.contains(&path) || crate::request::has_session_cookie() {
        return;
    }
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

/// Whether the page at this path is made for everybody, not for one user or one class.
fn is_public(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match (parts.next(), parts.next()) {
        (Some("sign-in"), part) => part != Some("code"),
        (Some("lesson" | "set-up" | "phone" | "classes" | "account" | "admin"), _) => false,
        _ => true,
    }
}

/// The script of pages with a button for a passkey. Other pages do not contain it.
pub fn passkey_script() -> &'static str {
    static SCRIPT: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("shell/passkey.js")) + "();");
    &SCRIPT
}

/// Removes comment lines and empty lines from a script.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let lines: Vec<_> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    lines.join("\n")
}

/// Replaces Leptos' `HydrationScripts`: a page without islands loads no WebAssembly, and islands are hydrated at the
/// first touch if it comes before the browser is idle.
#[component]
fn Scripts(site: Arc<Site>, service_worker: String) -> impl IntoView {
    let scripts = format!("{}{service_worker}", site.assets.scripts);
    view! {
        <script r#type="speculationrules" nonce=use_nonce() inner_html=PREFETCHED_LINKS></script>
        <script r#type="module" nonce=use_nonce() inner_html=scripts></script>
    }
}

/// The script that registers the service worker, which shows an offline page when there is no network. Browsers run
/// service workers only over HTTPS or on localhost.
fn service_worker_script(preferences: &preferences::Preferences) -> String {
    let lang = preferences.texts.locale().tag();
    let theme = preferences
        .theme
        .map(|theme| format!("&theme={theme}"))
        .unwrap_or_default();
    let address = format!("/offline.js?lang={lang}{theme}");
    format!("addEventListener(\"load\", () => navigator.serviceWorker?.register({address:?}).catch(() => {{}}));")
}
