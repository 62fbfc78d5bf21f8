//! The document around the application: rendered on the server, never in the browser.

use crate::{App, came_back, later::Room, visitor, web::Site};
use leptos::{html::meta, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};
use texts::Texts;

/// Where the site's files lie. Their names change with their content, so they are looked up once, at the start.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// Starts the modules below.
    pub split: Option<String>,
    /// What each module of pages (`later.rs`) is made of.
    pub modules: BTreeMap<String, Vec<String>>,
}

impl Assets {
    fn of_room(&self, room: Room) -> Vec<String> {
        let mut modules = self.modules.iter();
        let found = modules.find(|(name, _)| name.starts_with(room.module()));
        found.map(|(_, files)| files.clone()).unwrap_or_default()
    }
}

pub fn shell(options: LeptosOptions) -> impl IntoView {
    let visitor = visitor::of_request();
    let refusal = came_back::of_request();
    let typed = refusal
        .as_ref()
        .and_then(|refusal| serde_json::to_string(&refusal.typed).ok());
    let (refused, problem) = refusal.map(|refusal| (refusal.from, refusal.problem)).unzip();
    let assets = use_context::<Arc<Site>>()
        .map(|site| site.assets.clone())
        .unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=visitor.texts.locale().tag() data-theme=visitor.theme data-utc-offset=visitor.utc_offset data-refused=refused data-problem=problem data-typed=typed>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                {paper_around(visitor.theme)}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href=format!("/site.webmanifest?lang={}", visitor.texts.locale().tag()) />
                <link rel="stylesheet" href=assets.css.clone() />
                <AutoReload options=options />
                <Scripts assets=assets worker=worker_of(&visitor) />
                <Preview texts=visitor.texts />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// As the theme is chosen; else as the system's preference is.
fn paper_around(theme: Option<&str>) -> impl IntoView {
    let painted = |colour: &'static str| meta().name("theme-color").content(colour);
    match theme {
        Some("dark") => painted(NIGHT).into_any(),
        Some(_) => painted(PAPER).into_any(),
        None => [
            painted(PAPER).attr("media", "(prefers-color-scheme: light)"),
            painted(NIGHT).attr("media", "(prefers-color-scheme: dark)"),
        ]
        .collect_view()
        .into_any(),
    }
}

/// What a browser paints around the page: `--paper` of `style/tokens.css`, by day and by night.
pub const PAPER: &str = "#faf8f4";
const NIGHT: &str = "#12141d";

/// What messengers show of an address that somebody sends. The page's own words stay out of it: it may be about a class.
#[component]
fn Preview(texts: Texts) -> impl IntoView {
    (Room::of(&visitor::path_of_request()) == Room::Door).then(|| {
        let picture = format!("{}/card-{}.png", crate::web::origin(), texts.locale().tag());
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

/// What a page does that sleeps: each of them one function.
static WAKE: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("asleep/wake.js")));
static CALLS: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("asleep/calls.js")));
static FORMS: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("asleep/forms.js")));

/// Without what only their readers need.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let lines: Vec<_> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    lines.join("\n")
}

/// Our own instead of Leptos' `HydrationScripts`: the page sleeps first. A lesson is held on cheap phones, and everything
/// that a page shows works without scripts anyway; what makes it quicker to the hand is fetched when a hand comes.
#[component]
fn Scripts(assets: Assets, worker: String) -> impl IntoView {
    let pages = assets.of_room(Room::of(&visitor::path_of_request()));
    let Assets { js, wasm, split, .. } = assets;
    let (wake, calls, forms, split) = (WAKE.as_str(), CALLS.as_str(), FORMS.as_str(), Vec::from_iter(split));
    let start = format!("{calls}({wake}({js:?}, {wasm:?}, {split:?}, {pages:?}));\n{forms}();\n{worker}");
    view! { <script r#type="module" nonce=use_nonce() inner_html=start></script> }
}

/// What keeps a page for the time without a network. Browsers run it only where nobody can have changed it on its way: over
/// https, or on this very machine.
fn worker_of(visitor: &visitor::Visitor) -> String {
    let lang = visitor.texts.locale().tag();
    let theme = visitor.theme.map(|theme| format!("&theme={theme}")).unwrap_or_default();
    let address = format!("/offline.js?lang={lang}{theme}");
    format!("addEventListener(\"load\", () => navigator.serviceWorker?.register({address:?}).catch(() => {{}}));")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_paint_what_the_style_sheet_paints() {
        let paper = format!("--paper: light-dark({PAPER}, {NIGHT});");
        assert!(include_str!("../../style/tokens.css").contains(&paper), "{paper}");
    }
}
