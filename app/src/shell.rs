//! The HTML document around the application, rendered on the server only.

use crate::{App, flash, lazy_routes::PageModule, preferences, request::Site};
use leptos::{html::meta, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use std::{collections::BTreeMap, sync::Arc};
use texts::Texts;

/// Addresses of the built files. Their names contain a hash of their content, so they are read once at start-up.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    /// The start scripts of the pages, one for each module of pages.
    start_scripts: BTreeMap<PageModule, String>,
}

/// The addresses of the files that a browser fetches to hydrate a page.
#[derive(Clone, Debug, Default)]
pub struct WasmBundle {
    pub js: String,
    pub wasm: String,
    /// The script that loads the files of `modules`.
    pub split: Option<String>,
    /// The files of each module of pages (see `lazy_routes.rs`).
    pub modules: BTreeMap<String, Vec<String>>,
}

impl Assets {
    pub fn new(css: String, bundle: &WasmBundle) -> Self {
        let start_scripts = PageModule::ALL.map(|module| (module, bundle.start_script(module)));
        Self {
            css,
            start_scripts: start_scripts.into(),
        }
    }

    fn start_script(&self, module: PageModule) -> &str {
        self.start_scripts.get(&module).map(String::as_str).unwrap_or_default()
    }
}

impl WasmBundle {
    /// Builds the start script for the pages of `module` from the scripts in `hydration/`, each of which is one
    /// function.
    fn start_script(&self, module: PageModule) -> String {
        let Self { js, wasm, split, .. } = self;
        let mut modules = self.modules.iter();
        let pages = modules.find(|(name, _)| name.starts_with(module.name_prefix()));
        let (pages, split) = (pages.map_or(&[][..], |(_, files)| files), Vec::from_iter(split));
        let [hydrate_on_touch, before_hydration, forms] = [
            include_str!("hydration/hydrate_on_touch.js"),
            include_str!("hydration/before_hydration.js"),
            include_str!("hydration/forms.js"),
        ]
        .map(without_comments);
        format!("{before_hydration}({hydrate_on_touch}({js:?}, {wasm:?}, {split:?}, {pages:?}));\n{forms}();\n")
    }
}

/// `reload` is set in development: the page then reloads itself when the source has changed.
pub fn shell(reload: Option<LeptosOptions>) -> impl IntoView {
    let preferences = preferences::of_request();
    let refusal = flash::of_request();
    let typed = refusal
        .as_ref()
        .and_then(|refusal| serde_json::to_string(&refusal.typed).ok());
    let (refused, problem) = refusal.map(|refusal| (refusal.from, refusal.problem)).unzip();
    let site = use_context::<Arc<Site>>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=preferences.texts.locale().tag() data-theme=preferences.theme data-utc-offset=preferences.utc_offset data-refused=refused data-problem=problem data-typed=typed>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                {theme_color_tags(preferences.theme)}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href=format!("/site.webmanifest?lang={}", preferences.texts.locale().tag()) />
                <link rel="stylesheet" href=site.assets.css.clone() />
                {reload.map(|options| view! { <AutoReload options=options /> })}
                <StartScript site=site service_worker=service_worker_script(&preferences) />
                <LinkPreviewTags texts=preferences.texts />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
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
    (PageModule::of(&preferences::path_of_request()) == PageModule::Public).then(|| {
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

/// Removes comment lines and empty lines from a script.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let lines: Vec<_> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    lines.join("\n")
}

/// Replaces Leptos' `HydrationScripts`: the page is not hydrated when it loads. Lessons are held on cheap phones and
/// every page works without scripts, so the browser fetches the WebAssembly only at the first touch.
#[component]
fn StartScript(site: Arc<Site>, service_worker: String) -> impl IntoView {
    let start = site
        .assets
        .start_script(PageModule::of(&preferences::path_of_request()));
    let start = format!("{start}{service_worker}");
    view! { <script r#type="module" nonce=use_nonce() inner_html=start></script> }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_paint_what_the_style_sheet_paints() {
        let paper = format!("--paper: light-dark({PAGE_COLOR}, {DARK_PAGE_COLOR});");
        assert!(include_str!("../../style/tokens.css").contains(&paper), "{paper}");
    }
}
