//! Server functions for language and theme: they set a cookie and redirect back to the page.

use crate::problem::Problem;
use leptos::prelude::*;
const YEAR: std::time::Duration = std::time::Duration::from_secs(365 * 24 * 3600);

#[server(prefix = "", endpoint = "language")]
pub async fn choose_language(lang: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    if let Some(locale) = domain::locale::Locale::from_tag(&lang) {
        context.set_cookie("lang", locale.tag(), YEAR);
    }
    context.redirect_back();
    Ok(())
}

#[server(prefix = "", endpoint = "theme")]
pub async fn choose_theme(theme: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    match crate::request::theme_named(&theme) {
        Some(theme) => context.set_cookie("theme", theme, YEAR),
        None => context.remove_cookie("theme"),
    }
    context.redirect_back();
    Ok(())
}
