//! Back to the page whose form was sent.

use super::{Visit, go};
use axum::http::header;

impl Visit {
    /// Back to the page whose form was sent, without what a refusal before had added to its address.
    pub fn go_back(&self) {
        let referer = self.parts.headers.get(header::REFERER);
        go(&page_of(
            referer.and_then(|value| value.to_str().ok()).unwrap_or_default(),
        ));
    }
}

/// The page of an address on this site: nothing in it leads anywhere else.
fn page_of(address: &str) -> String {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => "/",
    };
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("__path") && !pair.starts_with("__err"))
        .collect();
    // Two slashes would be another host.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    if kept.is_empty() {
        path
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_its_page_and_nowhere_else() {
        for (referer, page) in [
            ("http://school.test/sign-in", "/sign-in"),
            ("http://school.test/sign-in?", "/sign-in"),
            ("http://school.test", "/"),
            ("http://school.test/classes/1?show=2#seat-2", "/classes/1?show=2"),
            ("http://school.test/sign-in?__path=%2Fsign-in&__err=abc", "/sign-in"),
            ("http://school.test/a?b=c&__err=abc", "/a?b=c"),
            ("http://school.test//evil.test/", "/evil.test/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ] {
            assert_eq!(page_of(referer), page, "{referer}");
        }
    }
}
