//! Sets the security headers of all responses, and the content security policy of pages.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The policy of all responses that are not pages: it forbids browsers to run or load anything from such a response,
/// and to show the response in a frame.
const DEFAULT_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/// Headers that browsers accept over https only. Over plain http, browsers would print a warning about the second
/// header for every page.
const HTTPS_HEADERS: [(HeaderName, &str); 2] = [
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

const HEADERS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Needed by forms without scripts: the server redirects back to the address in `Referer`.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
];

pub async fn add<F: Future<Output = Response>>(
    https: bool,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let mut response = next(request).await;
    let headers = response.headers_mut();
    insert(headers, HEADERS);
    insert_if_absent(headers, header::CONTENT_SECURITY_POLICY, DEFAULT_POLICY);
    // No cache is allowed to store a response, because the response can contain data of a user. Only assets set another
    // value.
    insert_if_absent(headers, header::CACHE_CONTROL, "no-store");
    if https {
        insert(headers, HTTPS_HEADERS);
        secure_cookies(headers);
    }
    response
}

/// Adds the missing attributes to cookies without `Secure`. The session layer sends such a cookie when it removes the
/// session cookie, and browsers ignore a `__Host-` cookie without `Secure`.
fn secure_cookies(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let text = cookie.to_str().unwrap_or_default();
        let secure = text.split(';').any(|part| part.trim().eq_ignore_ascii_case("secure"));
        let complete = match secure {
            true => Ok(cookie.clone()),
            false => HeaderValue::from_str(&format!("{text}; HttpOnly; SameSite=Lax; Secure")),
        };
        headers.append(header::SET_COOKIE, complete.unwrap_or(cookie));
    }
}

fn insert<const N: usize>(headers: &mut HeaderMap, all: [(HeaderName, &'static str); N]) {
    for (name, value) in all {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

fn insert_if_absent(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// Sets the policy of a page while the page is rendered. The policy allows scripts with the nonce of this response, and
/// everything else from this site only.
pub fn page_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
