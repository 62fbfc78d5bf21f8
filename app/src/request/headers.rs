//! Reads a request's headers: cookies, language, theme, time zone, browser, and the address of the site.

use super::{
    ClientAddress, RequestContext, Site,
    cookies::{SESSION, cookie, set_cookie_value},
    language::page_locale,
};
use crate::preferences::Preferences;
use axum::http::{HeaderMap, HeaderValue, Uri, header, request::Parts};
use backend::access::SessionOwner;
use domain::{is_loopback_host, locale::Locale};
use leptos::prelude::{use_context, with_context};
use leptos_axum::ResponseOptions;
use std::{net::IpAddr, sync::Arc, time::Duration};
use texts::Texts;

impl RequestContext {
    /// True if the client names `text/html` in its `Accept` header. The response to a form then leads to a page.
    /// Browsers send this header with every plain form, with scripts and without. Calls of server functions do not have
    /// it.
    pub fn wants_document(&self) -> bool {
        self.header(header::ACCEPT).contains("text/html")
    }

    /// A description of the browser that the user recognises, for example in the list of sessions.
    pub fn user_agent_label(&self) -> String {
        domain::user_agent::browser_name(self.header(header::USER_AGENT))
    }

    fn header(&self, name: header::HeaderName) -> &str {
        let value = self.parts.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    pub fn client_ip(&self) -> Option<IpAddr> {
        self.parts.extensions.get::<ClientAddress>().map(|address| address.0)
    }

    /// The time zone in minutes east of Greenwich: from the cookie, otherwise the site's default.
    pub fn utc_offset(&self) -> i32 {
        utc_offset_of(&self.parts.headers).unwrap_or(self.site.utc_offset)
    }

    /// Language, theme and time zone of the visitor, for code without the context of a page.
    pub fn preferences(&self) -> Preferences {
        preferences_in(&self.parts, || self.site.utc_offset)
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        cookie(&self.parts.headers, name)
    }

    /// Sets a cookie that scripts cannot read.
    pub fn set_cookie(&self, name: &str, value: &str, life: Duration) {
        self.append_set_cookie(&set_cookie_value(self.site.is_https(), name, value, life));
    }

    pub(super) fn append_set_cookie(&self, value: &str) {
        append(header::SET_COOKIE, value);
    }

    pub fn remove_cookie(&self, name: &str) {
        self.set_cookie(name, "", Duration::ZERO);
    }

    /// The origin of the site, for example `http://127.0.0.1:3000`: the configured base address, otherwise the `Host`
    /// header.
    pub fn origin(&self) -> String {
        origin_of(Some(&self.site), &self.parts.headers)
    }

    /// The origin for the browsers of other devices, to which students and other teachers go. If the teacher's browser runs
    /// on the server's machine, this is the address of the machine in the local network, if the server knows that address.
    pub fn origin_for_others(&self) -> String {
        let origin = self.origin();
        let is_loopback = origin
            .parse()
            .is_ok_and(|uri: Uri| uri.host().is_some_and(is_loopback_host));
        match self.site.lan.first() {
            Some(lan) if is_loopback && self.site.base_url.is_none() => lan,
            _ => origin,
        }
    }
}

/// Like `RequestContext::origin`, for code that runs while Leptos renders a document.
pub fn origin() -> String {
    let site = use_context::<Arc<Site>>();
    with_context(|parts: &Parts| origin_of(site.as_deref(), &parts.headers)).unwrap_or_default()
}

/// Whether the browser has sent a session cookie, for code that runs while Leptos renders a document.
pub fn has_session_cookie() -> bool {
    with_context(|parts: &Parts| cookie(&parts.headers, SESSION).is_some()).unwrap_or_default()
}

fn origin_of(site: Option<&Site>, headers: &HeaderMap) -> String {
    site.and_then(|site| site.base_url.clone()).unwrap_or_else(|| {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        format!("http://{}", host.unwrap_or("localhost"))
    })
}

/// The theme that the user has chosen.
pub fn theme_of(headers: &HeaderMap) -> Option<&'static str> {
    cookie(headers, "theme").as_deref().and_then(theme_named)
}

pub fn theme_named(name: &str) -> Option<&'static str> {
    crate::preferences::THEMES.into_iter().find(|known| *known == name)
}

pub fn preferences() -> Preferences {
    let default_offset = || use_context::<Arc<Site>>().map_or(0, |site| site.utc_offset);
    // The headers are read in place, because copying them is expensive and every page calls this several times.
    let found = with_context(|parts: &Parts| preferences_in(parts, default_offset));
    found.unwrap_or_else(|| Preferences {
        texts: Texts::of(Locale::default()),
        phones: true,
        theme: None,
        utc_offset: default_offset(),
    })
}

fn preferences_in(parts: &Parts, default_offset: impl FnOnce() -> i32) -> Preferences {
    let headers = &parts.headers;
    let owner = parts.extensions.get::<SessionOwner>();
    Preferences {
        texts: Texts::of(page_locale(parts)),
        phones: owner.is_none_or(SessionOwner::may_use_phone),
        theme: theme_of(headers),
        utc_offset: utc_offset_of(headers).unwrap_or_else(default_offset),
    }
}

fn utc_offset_of(headers: &HeaderMap) -> Option<i32> {
    let offset = cookie(headers, "utc_offset").and_then(|minutes| minutes.parse().ok());
    offset.filter(|minutes: &i32| minutes.abs() <= 14 * 60)
}

fn append(name: header::HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        response.append_header(name, value);
    }
}
