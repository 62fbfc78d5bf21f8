//! Builds the router: all routes, and the middleware around them.

use crate::{
    account_data, api,
    bare_page::Stylesheet,
    config::SecurityContact,
    download, embedded,
    health::{self, Health},
    identity,
    layer::{
        came_back::Carrier,
        edge::{self, Edge, PageEdge},
        host::SiteAddress,
        problem_status, security, session_cookie,
    },
    metrics::{self, Audience},
    offline, security_txt,
};
use app::{
    App,
    request::{SignedInCache, Site, session_cookie_name},
    shell,
};
use axum::{
    Router,
    extract::FromRef,
    http::{HeaderValue, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
};
use backend::{Stepwise, session_store::DbSessionStore};
use domain::SiteHost;
use leptos::{
    config::{Env, LeptosOptions},
    prelude::provide_context,
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::{
    path::Path,
    sync::{Arc, LazyLock},
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    csrf::CsrfLayer,
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// The maximum life of a class, because the session holds the teacher's grant.
const SESSION_DAYS: i64 = 31;
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

pub struct Surroundings {
    pub site: Site,
    pub trusted_proxies: usize,
    pub leptos: LeptosOptions,
    pub health: Health,
    /// The clients that may read the metrics.
    pub metrics: Audience,
    /// The contact in `/.well-known/security.txt`.
    pub security_contact: SecurityContact,
}

pub fn router(stepwise: Stepwise, surroundings: Surroundings) -> Router {
    let Surroundings {
        site,
        trusted_proxies,
        leptos,
        health,
        metrics,
        security_contact,
    } = surroundings;
    let https = site.is_https();
    let address = site.base_url.as_deref().and_then(SiteAddress::of_url);
    let stylesheet = Stylesheet(site.assets.css.as_str().into());
    let csrf = csrf_layer(&site);
    let carrier = Carrier {
        stepwise: stepwise.clone(),
        https,
        pages: page_routes().iter().map(|page| page.path().to_owned()).collect(),
    };
    let page_edge = PageEdge {
        reach: health.reach.clone(),
        carrier,
        session_cookie: session_cookie::Name(session_cookie_name(https)),
    };
    let report = security_txt::routes(
        stepwise.clone(),
        security_contact,
        site.base_url.as_deref(),
        FOR_AN_HOUR,
    );
    let site = Arc::new(site);
    let pages = pages(stepwise.clone(), Arc::clone(&site), leptos.clone())
        .merge(download::routes(stepwise.clone(), Arc::clone(&site)))
        .merge(account_data::routes(stepwise.clone()))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(Arc::new(page_edge), edge::around_pages))
                .layer(session_layer(stepwise.session_store(), https))
                .layer(from_fn(problem_status::map)),
        );
    let programs = api::routes(
        stepwise.clone(),
        Arc::clone(&site),
        Arc::clone(&stylesheet.0),
        csrf.clone(),
    )
    .layer(from_fn_with_state(health.reach.clone(), edge::around_programs));
    let edge = Edge {
        trusted_proxies,
        https,
        address,
        pages: page_routes().iter().map(|page| page.path().to_owned()).collect(),
        stylesheet: stylesheet.clone(),
        stepwise: stepwise.clone(),
    };
    let outer = ServiceBuilder::new()
        .layer(from_fn_with_state(Arc::new(edge), edge::around_everything))
        .layer(CatchPanicLayer::custom(|_| {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }));
    Router::new()
        .merge(assets(&leptos))
        .merge(identity::routes(FOR_AN_HOUR))
        .merge(offline::routes(stylesheet))
        .merge(report)
        .merge(pages)
        .merge(metrics::routes(stepwise, metrics))
        .merge(health::routes(health))
        // The API checks the origin itself, because its clients come from any origin unless a browser sends cookies.
        .layer(csrf)
        .merge(programs)
        .layer(outer)
}

fn pages(stepwise: Stepwise, site: Arc<Site>, leptos: LeptosOptions) -> Router {
    let reload = (leptos.env == Env::DEV).then(|| leptos.clone());
    let reload_port = reload.as_ref().map(|leptos| leptos.reload_port);
    let context = move || {
        provide_context(stepwise.clone());
        provide_context(Arc::clone(&site));
        provide_context(SignedInCache::default());
        security::page_policy(reload_port);
    };
    let document = move || shell(reload.clone());
    let nowhere = leptos_axum::render_app_async_with_context(context.clone(), document.clone());
    let options = Options(Arc::new(leptos));
    let router = Router::new();
    // A page for work on the styles. Release builds do not contain it.
    #[cfg(debug_assertions)]
    let router = router.route(
        "/components",
        axum::routing::get(leptos_axum::render_app_async_with_context(
            context.clone(),
            app::component_gallery,
        )),
    );
    router
        .leptos_routes_with_context(&options, page_routes(), context, document)
        .fallback(nowhere)
        .with_state(options)
}

/// The options that Leptos needs as state of its routes. They are in an `Arc`, because axum clones the state for every
/// request.
#[derive(Clone)]
struct Options(Arc<LeptosOptions>);

impl FromRef<Options> for LeptosOptions {
    fn from_ref(options: &Options) -> Self {
        Self::clone(&options.0)
    }
}

/// The routes of all pages, listed once: a page that is rendered while Leptos lists the routes never ends
/// (leptos-rs/leptos#4773).
pub fn page_routes() -> Vec<AxumRouteListing> {
    static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));
    ROUTES.clone()
}

/// The site's files. A file whose name changes with its content is cached for good.
fn assets(leptos: &LeptosOptions) -> Router {
    if embedded::is_here() {
        return embedded::routes(|name| match name.starts_with("/pkg/") {
            true => FOR_EVER,
            false => FOR_AN_HOUR,
        });
    }
    let root = Path::new(&*leptos.site_root);
    let folder = |path: &Path| ServeDir::new(path).precompressed_br().precompressed_gzip();
    let cached =
        |policy| SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    let hashed = if leptos.hash_files { FOR_EVER } else { "no-cache" };
    let hashed = ServiceBuilder::new()
        .layer(cached(hashed))
        .service(folder(&root.join(&*leptos.site_pkg_dir)));
    let files = Router::new().nest_service(&format!("/{}", leptos.site_pkg_dir), hashed);
    identity::FILES.into_iter().fold(files, |files, name| {
        let file = ServiceBuilder::new()
            .layer(cached(FOR_AN_HOUR))
            .service(ServeFile::new(root.join(name)));
        files.route_service(&format!("/{name}"), file)
    })
}

fn session_layer(store: DbSessionStore, https: bool) -> SessionManagerLayer<DbSessionStore> {
    SessionManagerLayer::new(store)
        .with_name(session_cookie_name(https))
        .with_secure(https)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(time::Duration::days(SESSION_DAYS)))
}

/// Requires that requests with unsafe methods come from our own pages. Behind a proxy, our own address is the one in
/// the browser.
fn csrf_layer(site: &Site) -> CsrfLayer {
    let layer = CsrfLayer::new();
    // Browsers send an origin in lower case and without the default port.
    let origin = site.base_url.as_deref().and_then(|url| {
        let (scheme, _) = url.split_once("://")?;
        Some(format!("{scheme}://{}", SiteHost::of_url(url)?))
    });
    match &origin {
        // The address was checked when the settings were read.
        Some(url) => layer.clone().add_trusted_origin(url).unwrap_or(layer),
        None => layer,
    }
}
