//! Reads and writes cookies. `domain::cookies` defines the prefix of their names.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::cookies::{cookie_name, is_cookie, readable_cookies};
use std::{borrow::Cow, time::Duration};
use tower_sessions::cookie::{Cookie, SameSite, time};

pub const SESSION: &str = "session";

/// The name of the session cookie, with the prefix that browsers require over https.
pub fn session_cookie_name(https: bool) -> Cow<'static, str> {
    cookie_name(https, SESSION)
}

/// The `Set-Cookie` value of a cookie that scripts cannot read.
pub fn set_cookie_value(https: bool, name: &str, value: &str, life: Duration) -> String {
    server_cookie(https, name, value, life).to_string()
}

/// A cookie that scripts cannot read, with `SameSite=Lax`. The JSON API changes this to `SameSite=Strict` for its
/// cookies.
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

/// The value of a cookie. Cookies that the server must not read are not in `headers` any more: the middleware has
/// removed them with `remove_foreign_cookies`.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(sent, value)| is_cookie(sent, name).then(|| value.to_owned()))
}

/// Removes from a request the cookies that another site or an attacker in the network could have set (see
/// `domain::cookies`).
pub fn remove_foreign_cookies(headers: &mut HeaderMap, https: bool) {
    let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    let Some(own) = readable_cookies(lines, https) else {
        return;
    };
    // The text was part of a header, so it is valid in a header.
    let line = HeaderValue::from_str(&own.join("; ")).ok();
    headers.remove(header::COOKIE);
    if let Some(line) = line.filter(|line| !line.is_empty()) {
        headers.insert(header::COOKIE, line);
    }
}
