//! The language of a page: what the visitor has chosen, otherwise the language of the student's class, otherwise that of
//! the browser.

use super::{RequestContext, cookies::cookie};
use axum::http::{HeaderMap, Uri, header, request::Parts};
use backend::access::SessionOwner;
use domain::{locale::Locale, time::Timestamp};
use std::time::Duration;

/// The cookie with the language that the visitor has chosen in the language menu.
const CHOSEN: &str = "lang";
/// The cookie with the language of a class. It keeps the pages of a student who is not signed in, such as the sign-in,
/// in the language of the class.
const OF_CLASS: &str = "class_lang";
/// Longer than a day at school. A shared computer then forgets the class.
const OF_CLASS_LIFE: Duration = Duration::from_secs(12 * 3600);
/// The query parameter of links and QR codes for students.
const IN_ADDRESS: &str = "lang";

impl RequestContext {
    pub fn locale(&self) -> Locale {
        page_locale(&self.parts)
    }

    /// Keeps the language of the class for pages that do not know the class, such as the sign-in. If they are in this
    /// language anyway, no cookie is set.
    pub fn keep_class_language(&self, locale: Locale) {
        let headers = &self.parts.headers;
        if Locale::choose(None, kept_locale(headers), accepted_languages(headers)) != locale {
            self.set_cookie(OF_CLASS, locale.tag(), OF_CLASS_LIFE);
        }
    }

    /// Keeps the language of the signed-in student's class, or the one in the address that the student has opened.
    pub fn keep_known_class_language(&self) {
        if let Some(locale) = self.owner.class_locale().or_else(|| locale_in_address(&self.parts.uri)) {
            self.keep_class_language(locale);
        }
    }
}

/// When the lesson of the signed-in student ends, for code that runs while Leptos renders a document.
pub fn lesson_ends() -> Option<Timestamp> {
    RequestContext::current().ok()?.owner.lesson_ends()
}

/// The language of the page that this request gets. The session must have been loaded before.
pub fn page_locale(parts: &Parts) -> Locale {
    let owner = parts.extensions.get::<SessionOwner>();
    let headers = &parts.headers;
    let of_class = owner
        .and_then(SessionOwner::class_locale)
        .or_else(|| locale_in_address(&parts.uri))
        .or_else(|| {
            // A member who was a student in this browser before, to try a login, reads pages in the own language.
            let is_member = owner.is_some_and(SessionOwner::is_member);
            kept_locale(headers).filter(|_| !is_member)
        });
    chosen_or(headers, of_class)
}

/// The language of a page that is made without a session, for example of an error page.
pub fn locale_without_session(headers: &HeaderMap) -> Locale {
    chosen_or(headers, kept_locale(headers))
}

fn kept_locale(headers: &HeaderMap) -> Option<Locale> {
    cookie(headers, OF_CLASS).and_then(|tag| Locale::from_tag(&tag))
}

/// The language of a response that belongs to no page of a student, for example of the API.
pub fn locale_of(headers: &HeaderMap) -> Locale {
    chosen_or(headers, None)
}

fn chosen_or(headers: &HeaderMap, of_class: Option<Locale>) -> Locale {
    Locale::choose(
        cookie(headers, CHOSEN).as_deref(),
        of_class,
        accepted_languages(headers),
    )
}

fn accepted_languages(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()
}

fn locale_in_address(address: &Uri) -> Option<Locale> {
    let mut pairs = address.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(name, value)| {
        if name == IN_ADDRESS {
            Locale::from_tag(value)
        } else {
            None
        }
    })
}
