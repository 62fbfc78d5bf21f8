//! The frame of the HTML documents that the server renders without Leptos: head, icon and style sheet.

use domain::locale::Locale;
use maud::{DOCTYPE, Markup, html};
use texts::Texts;

pub struct Document<'a> {
    pub locale: Locale,
    /// The theme that the user has chosen; `None` for the theme that the browser prefers.
    pub theme: Option<&'static str>,
    pub stylesheet: &'a str,
    pub title: &'a str,
    /// Seconds after which the page reloads itself.
    pub reload_after: Option<u32>,
}

impl Document<'_> {
    pub fn html(&self, body: &Markup) -> Markup {
        let site = Texts::of(self.locale).site_name();
        html! {
            (DOCTYPE)
            html lang=(self.locale.tag()) data-theme=[self.theme] {
                head {
                    meta charset="utf-8";
                    @if let Some(seconds) = self.reload_after {
                        meta http-equiv="refresh" content=(seconds);
                    }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · " (site) }
                    link rel="icon" href="/favicon.svg";
                    link rel="stylesheet" href=(self.stylesheet);
                }
                body { (body) }
            }
        }
    }
}
