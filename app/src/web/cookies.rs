//! Reads and writes cookies. Their names are defined in `domain::cookies`.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::cookies::{cookie_name, is_cookie, own_cookies};
use std::{borrow::Cow, time::Duration};
use tower_sessions::cookie::{Cookie, SameSite, time};

/// The name of the session's cookie.
pub fn session_cookie_name(https: bool) -> Cow<'static, str> {
    cookie_name(https, "session")
}

/// The `Set-Cookie` value of a cookie that only the server reads.
pub fn cookie_line(https: bool, name: &str, value: &str, life: Duration) -> String {
    server_cookie(https, name, value, life).to_string()
}

/// A cookie that only the server reads. The JSON API narrows it down to its own addresses.
pub fn server_cookie(https: bool, name: &str, value: &str, life: Duration) -> Cookie<'static> {
    let life = time::Duration::seconds(life.as_secs().try_into().unwrap_or(i64::MAX));
    Cookie::build((cookie_name(https, name).into_owned(), value.to_owned()))
        .path("/")
        .max_age(life)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(https)
        .build()
}

/// The value of a cookie. The middleware has removed the cookies that may not be read before (`keep_own_cookies`).
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(sent, value)| is_cookie(sent, name).then(|| value.to_owned()))
}

/// Removes from a request every cookie that may not be read.
pub fn keep_own_cookies(headers: &mut HeaderMap, https: bool) {
    let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    let Some(own) = own_cookies(lines, https) else { return };
    // The text comes from a header, so it is valid in a header.
    let line = HeaderValue::from_str(&own.join("; ")).ok();
    headers.remove(header::COOKIE);
    if let Some(line) = line.filter(|line| !line.is_empty()) {
        headers.insert(header::COOKIE, line);
    }
}
