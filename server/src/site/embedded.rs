//! Serves the site that `make dist` embeds into the executable, so that the whole application is one file. In other
//! builds the list of files is empty, and the server reads the site from a folder.
//!
//! This module replaces two known crates: `rust-embed` does not serve the compressed copies that the build has made;
//! `memory-serve` compresses the files again and adds one route per file, so that the metrics would have one entry per
//! file.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

/// A file and its compressed copies, which the build has made.
#[derive(Clone, Copy)]
pub struct File {
    name: &'static str,
    /// The `ETag`, which changes with the content.
    etag: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

pub fn is_embedded() -> bool {
    !FILES.is_empty()
}

/// The content of `hash.txt`, which lists the hashes in the names of the site's files. In the list of files, `hash.txt`
/// has an empty name, so that no address leads to it.
pub fn hashes() -> Option<&'static str> {
    text("")
}

/// The content of the text file with this address.
pub fn text(name: &str) -> Option<&'static str> {
    std::str::from_utf8(find(FILES, name)?.plain).ok()
}

/// Routes for all files. `policy_of` returns the `Cache-Control` header for an address.
pub fn routes(policy_of: fn(&str) -> &'static str) -> Router {
    routes_of(FILES, policy_of)
}

#[derive(Clone, Copy)]
struct EmbeddedState {
    files: &'static [File],
    policy_of: fn(&str) -> &'static str,
}

fn routes_of(files: &'static [File], policy_of: fn(&str) -> &'static str) -> Router {
    let mut router = Router::new();
    // All files of a folder share one route, so that metrics and logs have one entry per folder instead of one per
    // file.
    let mut folders: Vec<&str> = files.iter().filter_map(|file| folder_of(file.name)).collect();
    folders.dedup();
    for folder in folders {
        router = router.route(&format!("{folder}/{{*file}}"), get(serve));
    }
    for file in files
        .iter()
        .filter(|file| !file.name.is_empty() && folder_of(file.name).is_none())
    {
        router = router.route(file.name, get(serve));
    }
    router.with_state(EmbeddedState { files, policy_of })
}

/// The top folder of an address: `/pkg` for `/pkg/a/b`.
fn folder_of(name: &str) -> Option<&str> {
    let second = name.get(1..)?.find('/')?;
    name.get(..second + 1)
}

fn find(files: &'static [File], name: &str) -> Option<&'static File> {
    let place = files.binary_search_by(|file| file.name.cmp(name)).ok()?;
    files.get(place)
}

async fn serve(State(state): State<EmbeddedState>, request: Request) -> Response {
    let name = request.uri().path();
    let Some(file) = find(state.files, name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = request.headers();
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let cache_headers = [
        (header::ETAG, file.etag),
        (header::CACHE_CONTROL, (state.policy_of)(name)),
        (header::VARY, "accept-encoding"),
    ];
    if known.is_some_and(|known| {
        known == "*"
            || known
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == file.etag)
    }) {
        return (StatusCode::NOT_MODIFIED, cache_headers).into_response();
    }
    let (content, encoding) = match (file.br, file.gzip) {
        (Some(br), _) if accepts(headers, "br") => (br, Some("br")),
        (_, Some(gzip)) if accepts(headers, "gzip") => (gzip, Some("gzip")),
        _ => (file.plain, None),
    };
    let mut response = ([(header::CONTENT_TYPE, content_type(name))], cache_headers, content).into_response();
    if let Some(encoding) = encoding {
        let encoding = HeaderValue::from_static(encoding);
        response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// Whether the client accepts the encoding: `Accept-Encoding` names it with a weight above zero.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
            let weight = weight
                .trim()
                .strip_prefix("q=")
                .and_then(|weight| weight.parse::<f32>().ok());
            name.trim().eq_ignore_ascii_case(encoding) && weight != Some(0.0)
        })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
