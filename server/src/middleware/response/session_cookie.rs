//! Lets the session layer remove the session cookie on sign-out only. The session layer also removes the cookie when it
//! does not find the session. After a double click, two requests have the same session: the first response sets a new
//! cookie, and the second response would remove that new cookie.

use app::request::SessionEnded;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use std::borrow::Cow;

#[derive(Clone)]
pub struct SessionCookieName(pub Cow<'static, str>);

pub async fn keep_unless_signed_out<F: Future<Output = Response>>(
    SessionCookieName(name): &SessionCookieName,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let ended = SessionEnded::default();
    request.extensions_mut().insert(ended.clone());
    let mut response = next(request).await;
    if !ended.is_set() {
        without_removal(response.headers_mut(), name);
    }
    response
}

fn without_removal(headers: &mut HeaderMap, name: &str) {
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        if !is_removal(cookie.to_str().unwrap_or_default(), name) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

fn is_removal(cookie: &str, name: &str) -> bool {
    let mut parts = cookie.split(';').map(str::trim);
    let emptied = parts.next().and_then(|first| first.split_once('=')) == Some((name, ""));
    emptied && parts.any(|part| part.eq_ignore_ascii_case("max-age=0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_removal_of_the_session_s_cookie_is_left_out() {
        let mut headers = HeaderMap::new();
        for cookie in [
            "session=; Path=/; Max-Age=0; Expires=Wed, 20 Nov 2025 15:00:00 GMT",
            "session=abc; Path=/; HttpOnly",
            "lang=; Path=/; Max-Age=0",
        ] {
            headers.append(header::SET_COOKIE, HeaderValue::from_static(cookie));
        }
        without_removal(&mut headers, "session");
        let left: Vec<_> = headers.get_all(header::SET_COOKIE).iter().collect();
        assert_eq!(left, ["session=abc; Path=/; HttpOnly", "lang=; Path=/; Max-Age=0"]);
    }
}
