//! The document around the application: rendered on the server, never in the browser.

use crate::{App, came_back, later::Room, visitor, web::Site};
use leptos::{html::meta, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use std::{collections::BTreeMap, sync::Arc};
use texts::Texts;

/// Where the site's files lie. Their names change with their content, so they are looked up once, at the start.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    /// What each page begins with, by its room.
    starts: BTreeMap<Room, String>,
}

/// What a page fetches when it wakes.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub js: String,
    pub wasm: String,
    /// Starts the modules below.
    pub split: Option<String>,
    /// What each module of pages (`later.rs`) is made of.
    pub modules: BTreeMap<String, Vec<String>>,
}

impl Assets {
    pub fn new(css: String, program: &Program) -> Self {
        let starts = Room::ALL.map(|room| (room, program.start(room)));
        Self {
            css,
            starts: starts.into(),
        }
    }

    fn start(&self, room: Room) -> &str {
        self.starts.get(&room).map(String::as_str).unwrap_or_default()
    }
}

impl Program {
    /// Asleep at first: what the page then does, each of them one function.
    fn start(&self, room: Room) -> String {
        let Self { js, wasm, split, .. } = self;
        let mut modules = self.modules.iter();
        let pages = modules.find(|(name, _)| name.starts_with(room.module()));
        let (pages, split) = (pages.map_or(&[][..], |(_, files)| files), Vec::from_iter(split));
        let [wake, calls, forms] = [
            include_str!("asleep/wake.js"),
            include_str!("asleep/calls.js"),
            include_str!("asleep/forms.js"),
        ]
        .map(without_comments);
        format!("{calls}({wake}({js:?}, {wasm:?}, {split:?}, {pages:?}));\n{forms}();\n")
    }
}

/// `reload` is for whoever works on the source: the page comes anew when something has changed.
pub fn shell(reload: Option<LeptosOptions>) -> impl IntoView {
    let visitor = visitor::of_request();
    let refusal = came_back::of_request();
    let typed = refusal
        .as_ref()
        .and_then(|refusal| serde_json::to_string(&refusal.typed).ok());
    let (refused, problem) = refusal.map(|refusal| (refusal.from, refusal.problem)).unzip();
    let site = use_context::<Arc<Site>>().unwrap_or_default();
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
                <link rel="stylesheet" href=site.assets.css.clone() />
                {reload.map(|options| view! { <AutoReload options=options /> })}
                <Scripts site=site worker=worker_of(&visitor) />
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
fn Scripts(site: Arc<Site>, worker: String) -> impl IntoView {
    let start = site.assets.start(Room::of(&visitor::path_of_request()));
    let start = format!("{start}{worker}");
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
