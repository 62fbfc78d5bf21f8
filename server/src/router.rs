//! Builds the router: all routes, and the middleware around them.

use crate::{
    api,
    classroom::{self, Classroom, PagesState},
    config::SecurityContact,
    middleware::{
        request::{
            buffer_body::LargeBodies,
            host::SiteAddress,
            request_id::{self, RandomId},
            session::SessionConfig,
        },
        response::{flash::FlashState, page_compression, security_headers, server_fn_status, session_cookie},
        stack::{self, PageState, StackState},
    },
    operations::{
        health::{self, HealthState},
        metrics::{self, MetricsAccess},
    },
    site::{
        assets::{self, CACHE_ONE_HOUR},
        downloads,
        error_page::StylesheetUrl,
        event_streams, offline, security_txt, uploads, web_manifest,
    },
};
use app::{
    Area,
    request::{RequestContextCell, Site, session_cookie_name},
    shell,
};
use axum::{
    Router,
    extract::{FromRef, Request},
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
};
use backend::Stepwise;
use domain::SiteHost;
use leptos::{
    config::{Env, LeptosOptions},
    prelude::provide_context,
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::sync::{Arc, LazyLock};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    csrf::CsrfLayer,
    request_id::{PropagateRequestIdLayer, SetRequestIdLayer},
};

pub struct RouterConfig {
    pub site: Site,
    pub trusted_proxies: usize,
    pub leptos: LeptosOptions,
    pub health: HealthState,
    /// The clients that are allowed to read the metrics.
    pub metrics: MetricsAccess,
    /// The contact in `/.well-known/security.txt`.
    pub security_contact: SecurityContact,
    /// The pages of the classroom mode; `None` for a server.
    pub classroom: Option<Arc<Classroom>>,
}

pub fn router(stepwise: Stepwise, config: RouterConfig) -> Router {
    let RouterConfig {
        site,
        trusted_proxies,
        leptos,
        health,
        metrics,
        security_contact,
        classroom,
    } = config;
    let https = site.is_https();
    let address = site.base_url.as_deref().and_then(SiteAddress::of_url);
    let stylesheet = StylesheetUrl(site.assets.css.as_str().into());
    let csrf = csrf_layer(&site);
    let flash = FlashState {
        stepwise: stepwise.clone(),
        https,
        pages: page_routes().iter().map(|page| page.path().to_owned()).collect(),
    };
    let security_txt = security_txt::routes(
        stepwise.clone(),
        security_contact,
        site.base_url.as_deref(),
        CACHE_ONE_HOUR,
    );
    let classroom_pages = classroom.map(|classroom| {
        classroom::routes(PagesState {
            classroom,
            stepwise: stepwise.clone(),
            stylesheet: Arc::clone(&stylesheet.0),
            utc_offset: site.utc_offset,
        })
    });
    let site = Arc::new(site);
    let page_state = PageState {
        site: Arc::clone(&site),
        database: health.database.clone(),
        flash,
        session_cookie: session_cookie::SessionCookieName(session_cookie_name(https)),
        session: SessionConfig {
            stepwise: stepwise.clone(),
            https,
        },
    };
    let pages = pages(stepwise.clone(), Arc::clone(&site), leptos.clone())
        .merge(downloads::csv::routes(stepwise.clone(), Arc::clone(&site)))
        .merge(downloads::account_data::routes(stepwise.clone()))
        .merge(uploads::routes(stepwise.clone(), Arc::clone(&site)))
        .merge(event_streams::routes(stepwise.clone(), Arc::clone(&site)))
        .layer(
            ServiceBuilder::new()
                .layer(page_compression::layer(https))
                .layer(from_fn_with_state(Arc::new(page_state), stack::for_pages))
                .layer(from_fn(server_fn_status::map)),
        );
    let api = api::routes(
        stepwise.clone(),
        Arc::clone(&site),
        Arc::clone(&stylesheet.0),
        csrf.clone(),
    )
    .layer(from_fn_with_state(health.database.clone(), stack::for_api));
    let state = StackState {
        trusted_proxies,
        https,
        address,
        pages: page_routes().iter().map(|page| page.path().to_owned()).collect(),
        large_bodies: LargeBodies::default(),
        stylesheet: stylesheet.clone(),
        stepwise: stepwise.clone(),
    };
    let outer = ServiceBuilder::new()
        .map_request(move |request: Request| request_id::remove_untrusted(trusted_proxies, request))
        .layer(SetRequestIdLayer::new(request_id::HEADER, RandomId))
        .layer(PropagateRequestIdLayer::new(request_id::HEADER))
        .layer(from_fn_with_state(Arc::new(state), stack::for_all_routes))
        .layer(CatchPanicLayer::custom(|_| {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }));
    Router::new()
        .merge(assets::routes(&leptos))
        .merge(web_manifest::routes(CACHE_ONE_HOUR))
        .merge(offline::routes(stylesheet))
        .merge(security_txt)
        .merge(classroom_pages.unwrap_or_default())
        .merge(pages)
        .merge(metrics::routes(stepwise, metrics))
        .merge(health::routes(health))
        // The API checks the origin itself: it accepts calls from any origin, except calls with the token in a cookie,
        // which it accepts only from our own pages.
        .layer(csrf)
        .merge(api)
        .layer(outer)
}

fn pages(stepwise: Stepwise, site: Arc<Site>, leptos: LeptosOptions) -> Router {
    let reloads = leptos.env == Env::DEV;
    let context = move || {
        provide_context(stepwise.clone());
        provide_context(Arc::clone(&site));
        provide_context(RequestContextCell::default());
        security_headers::page_policy();
    };
    let document = move || shell(reloads);
    let not_found = leptos_axum::render_app_async_with_context(context.clone(), document);
    let options = Options(Arc::new(leptos));
    let router = Router::new();
    // A page with all components, for work on the style sheets. Release builds do not contain the page.
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
        .fallback(not_found)
        .with_state(options)
}

/// The options that Leptos needs as the state of its routes. They are in an `Arc`, because axum clones the state for
/// every request.
#[derive(Clone)]
struct Options(Arc<LeptosOptions>);

impl FromRef<Options> for LeptosOptions {
    fn from_ref(options: &Options) -> Self {
        Self::clone(&options.0)
    }
}

/// The routes of all pages. They are listed once for the whole process, before the first page is rendered: if a page is
/// rendered while Leptos lists routes, the rendering of the page never ends (leptos-rs/leptos#4773).
pub fn page_routes() -> Vec<AxumRouteListing> {
    static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
        let of_area = |area| {
            let routes = generate_route_list(move || app::routes_of(area));
            for route in &routes {
                debug_assert_eq!(
                    Area::of_path(route.path()),
                    area,
                    "no request would find {}",
                    route.path()
                );
            }
            routes
        };
        Area::ALL.into_iter().flat_map(of_area).collect()
    });
    ROUTES.clone()
}

/// Accepts requests with unsafe methods (such as POST) from our own pages only. Behind a proxy, the origin of our pages
/// is the configured address, which the browser shows.
fn csrf_layer(site: &Site) -> CsrfLayer {
    let layer = CsrfLayer::new();
    // Browsers send an origin in lower case and without the default port.
    let origin = site.base_url.as_deref().and_then(|url| {
        let (scheme, _) = url.split_once("://")?;
        Some(format!("{scheme}://{}", SiteHost::from_url(url)?))
    });
    match &origin {
        // The check of the settings has excluded invalid addresses.
        Some(url) => layer.clone().add_trusted_origin(url).unwrap_or(layer),
        None => layer,
    }
}
