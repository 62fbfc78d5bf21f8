//! Lets the browser request the WebAssembly of a page with islands as early as its style sheet. Only the rendered page
//! shows whether it has islands: the head is rendered before them.

use app::Assets;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use memchr::memmem;

const ISLAND: &[u8] = b"<leptos-island";
const END_OF_HEAD: &[u8] = b"</head>";

pub async fn add<F: Future<Output = Response>>(
    assets: &Assets,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let response = next(request).await;
    let Some(nonce) = is_page(response.headers()).then(|| nonce(response.headers())).flatten() else {
        return response;
    };
    let preloads = assets.island_preloads(&nonce);
    let (parts, body) = response.into_parts();
    // The body of a page is complete in memory, so it cannot fail.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let body = match with_preloads(&body, &preloads) {
        Some(page) => Body::from(page),
        None => Body::from(body),
    };
    Response::from_parts(parts, body)
}

pub fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// The page with the tags at the end of its head; nothing for a page without islands.
fn with_preloads(page: &[u8], preloads: &str) -> Option<Vec<u8>> {
    memmem::find(page, ISLAND)?;
    let (head, rest) = page.split_at(memmem::find(page, END_OF_HEAD)?);
    Some([head, preloads.as_bytes(), rest].concat())
}

/// The nonce in the content security policy of a page. Browsers preload no script without it.
fn nonce(headers: &HeaderMap) -> Option<String> {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY)?.to_str().ok()?;
    let (_, rest) = policy.split_once("'nonce-")?;
    Some(rest.split_once('\'')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_with_islands_gets_the_tags() {
        let page = |body| format!("<head><title>7b</title></head><body>{body}</body>");
        let island = page("<leptos-island></leptos-island>");
        let expected = "<head><title>7b</title><link></head><body><leptos-island></leptos-island></body>";
        assert_eq!(
            with_preloads(island.as_bytes(), "<link>").as_deref(),
            Some(expected.as_bytes())
        );
        assert_eq!(with_preloads(page("<p></p>").as_bytes(), "<link>"), None);
    }
}
