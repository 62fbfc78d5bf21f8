//! Serves `/.well-known/security.txt` (RFC 9116), which names the contact for reports of security faults.

use crate::config::SecurityContact;
use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use backend::Stepwise;
use domain::time::{Timestamp, rfc3339};
use std::{sync::Arc, time::Duration};

const PATH: &str = "/.well-known/security.txt";
const DAY: u64 = 24 * 3600;
/// How long the file is valid. RFC 9116 recommends less than a year.
const VALID_FOR: Duration = Duration::from_secs(180 * DAY);

/// The route exists only if the operator has set a contact.
pub fn routes(
    stepwise: Stepwise,
    contact: SecurityContact,
    base_url: Option<&str>,
    cache_control: &'static str,
) -> Router {
    let Some(lines) = lines(&contact, base_url) else {
        return Router::new();
    };
    let lines: Arc<str> = lines.into();
    Router::new().route(
        PATH,
        get(move || async move { answer(&lines, stepwise.now(), cache_control) }),
    )
}

fn lines(contact: &SecurityContact, base_url: Option<&str>) -> Option<String> {
    let mut lines = format!("Contact: {}\n", contact.contact.as_deref()?);
    if !contact.languages.is_empty() {
        lines += &format!("Preferred-Languages: {}\n", contact.languages);
    }
    // RFC 9116 allows no other scheme here.
    if let Some(url) = base_url.filter(|url| url.starts_with("https://")) {
        lines += &format!("Canonical: {url}{PATH}\n");
    }
    if let Some(policy) = &contact.policy {
        lines += &format!("Policy: {policy}\n");
    }
    Some(lines)
}

fn answer(lines: &str, now: Timestamp, cache_control: &'static str) -> Response {
    // The time is rounded to a day, so that two copies that are fetched on the same day do not differ.
    let today = i64::try_from(now.seconds() / DAY * DAY).unwrap_or_default();
    let expires = Timestamp::from_seconds(today).after(VALID_FOR);
    let head = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, cache_control),
    ];
    (head, format!("{lines}Expires: {}\n", rfc3339(expires))).into_response()
}
