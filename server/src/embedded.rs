//! The site inside of the program: `make dist` makes one file that can be copied anywhere. Elsewhere there is nothing
//! here, and the site lies in a folder.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

/// A file as the build found it.
#[derive(Clone, Copy)]
pub struct File {
    name: &'static str,
    /// Changes with the content: the file's ETag.
    mark: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

pub fn is_here() -> bool {
    !FILES.is_empty()
}

/// The names of the files whose names change with their content.
pub fn hashes() -> Option<&'static str> {
    text("")
}

/// A file to read, by its address.
pub fn text(name: &str) -> Option<&'static str> {
    std::str::from_utf8(find(FILES, name)?.plain).ok()
}

/// Every file at its address, kept by browsers as long as the policy for it says.
pub fn routes(policy_of: fn(&str) -> &'static str) -> Router {
    serving(FILES, policy_of)
}

#[derive(Clone, Copy)]
struct Serving {
    files: &'static [File],
    policy_of: fn(&str) -> &'static str,
}

fn serving(files: &'static [File], policy_of: fn(&str) -> &'static str) -> Router {
    let mut router = Router::new();
    // Files of one folder are one route, so that figures and logs name no single one.
    let mut folders: Vec<&str> = files.iter().filter_map(|file| folder_of(file.name)).collect();
    folders.dedup();
    for folder in folders {
        router = router.route(&format!("{folder}/{{*file}}"), get(answer));
    }
    for file in files
        .iter()
        .filter(|file| !file.name.is_empty() && folder_of(file.name).is_none())
    {
        router = router.route(file.name, get(answer));
    }
    router.with_state(Serving { files, policy_of })
}

/// Only the first: `/pkg/a/b` lies in `/pkg`.
fn folder_of(name: &str) -> Option<&str> {
    let second = name.get(1..)?.find('/')?;
    name.get(..second + 1)
}

fn find(files: &'static [File], name: &str) -> Option<&'static File> {
    let place = files.binary_search_by(|file| file.name.cmp(name)).ok()?;
    files.get(place)
}

async fn answer(State(serving): State<Serving>, request: Request) -> Response {
    let name = request.uri().path();
    let Some(file) = find(serving.files, name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = request.headers();
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let kept = [
        (header::ETAG, file.mark),
        (header::CACHE_CONTROL, (serving.policy_of)(name)),
        (header::VARY, "accept-encoding"),
    ];
    if known.is_some_and(|known| {
        known == "*"
            || known
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == file.mark)
    }) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let (content, encoding) = match (file.br, file.gzip) {
        (Some(br), _) if accepts(headers, "br") => (br, Some("br")),
        (_, Some(gzip)) if accepts(headers, "gzip") => (gzip, Some("gzip")),
        _ => (file.plain, None),
    };
    let mut response = ([(header::CONTENT_TYPE, kind_of(name))], kept, content).into_response();
    if let Some(encoding) = encoding {
        let encoding = HeaderValue::from_static(encoding);
        response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// Named, and not with a weight of nothing.
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

fn kind_of(name: &str) -> &'static str {
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
