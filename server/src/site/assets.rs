//! Serves the built files of the site: style sheets, scripts, WebAssembly and icons.

use super::{embedded, web_manifest};
use axum::{
    Router,
    http::{HeaderValue, header},
};
use leptos::config::LeptosOptions;
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";
pub const CACHE_ONE_HOUR: &str = "public, max-age=3600";

/// The site's files. Browsers are allowed to cache a file permanently if its address contains a hash of its content.
pub fn routes(leptos: &LeptosOptions) -> Router {
    if embedded::is_embedded() {
        return embedded::routes(|name| match name.starts_with("/pkg/") || name.starts_with("/style/") {
            true => CACHE_FOREVER,
            false => CACHE_ONE_HOUR,
        });
    }
    let root = Path::new(&*leptos.site_root);
    let folder = |path: &Path| ServeDir::new(path).precompressed_br().precompressed_gzip();
    let cached =
        |policy| SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    let hashed = if leptos.hash_files { CACHE_FOREVER } else { "no-cache" };
    let versioned = |name: &str| {
        ServiceBuilder::new()
            .layer(cached(hashed))
            .service(folder(&root.join(name)))
    };
    let files = Router::new()
        .nest_service(&format!("/{}", leptos.site_pkg_dir), versioned(&leptos.site_pkg_dir))
        .nest_service("/style", versioned("style"));
    web_manifest::ROOT_FILES.into_iter().fold(files, |files, name| {
        let file = ServiceBuilder::new()
            .layer(cached(CACHE_ONE_HOUR))
            .service(ServeFile::new(root.join(name)));
        files.route_service(&format!("/{name}"), file)
    })
}
