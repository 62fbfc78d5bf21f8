//! Defines the order of the middleware, outermost first. The middleware around all routes is one axum layer. With one
//! layer for each middleware, axum would clone the services behind each layer for every request, and all these clones
//! together cost as much time as rendering a page.

use super::{
    request::{
        accept_header::{self, PageRoutes},
        buffer_body::{self, LargeBodies},
        client_address, dot_segments,
        host::{self, SiteAddress},
        prefetch,
        session::{self, SessionConfig},
    },
    request_metrics,
    response::{
        database_unavailable, error_pages,
        flash::{self, FlashState},
        island_preloads, security_headers, session_cookie,
    },
    trace,
};
use crate::{api::problem, operations::database_health::DatabaseHealth, site::error_page::StylesheetUrl};
use app::request::{Site, remove_foreign_cookies};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use backend::Stepwise;
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// Maximum time of a request. After this time the server answers 503.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// State of the middleware around all routes.
pub struct StackState {
    pub trusted_proxies: usize,
    pub https: bool,
    /// `None` if the operator has not set the site's address.
    pub address: Option<SiteAddress>,
    pub pages: PageRoutes,
    pub large_bodies: LargeBodies,
    pub stylesheet: StylesheetUrl,
    pub stepwise: Stepwise,
}

pub async fn for_all_routes(State(state): State<Arc<StackState>>, mut request: Request, next: Next) -> Response {
    let state = &*state;
    remove_foreign_cookies(request.headers_mut(), state.https);
    accept_header::normalize(&state.pages, &mut request);
    let body_read = |request| buffer_body::read(&state.large_bodies, request, |request| next.run(request));
    let address_known = |request| client_address::insert(state.trusted_proxies, request, body_read);
    let host_checked = |request| host::check(state.address.as_ref(), &state.stylesheet.0, request, address_known);
    let problem_rendered =
        |request| problem::render_problem(&state.stepwise, request, |request| with_timeout(request, host_checked));
    let page_rendered = |request| async {
        database_unavailable::add_retry_after(error_pages::render(&state.stylesheet, request, problem_rendered).await)
    };
    let secured = |request| security_headers::add(state.https, request, page_rendered);
    let logged = |request| trace::log_request(request, secured);
    request_metrics::record(request, logged).await
}

async fn with_timeout<F: Future<Output = Response>>(request: Request, next: impl FnOnce(Request) -> F) -> Response {
    match timeout(REQUEST_TIMEOUT, next(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// State of the middleware around pages and forms.
pub struct PageState {
    pub site: Arc<Site>,
    pub database: DatabaseHealth,
    pub flash: FlashState,
    pub session_cookie: session_cookie::SessionCookieName,
    pub session: SessionConfig,
}

pub async fn for_pages(State(state): State<Arc<PageState>>, request: Request, next: Next) -> Response {
    let state = &*state;
    let session_loaded = |request| session::load(&state.session, request, next);
    let session_errors_mapped = |request| database_unavailable::map_session_error(request, session_loaded);
    let cookie_kept =
        |request| session_cookie::keep_unless_signed_out(&state.session_cookie, request, session_errors_mapped);
    let flash_transferred =
        |request| flash::transfer(&state.flash, request, |request| prefetch::refuse(request, cookie_kept));
    let address_plain = |request| dot_segments::refuse(request, flash_transferred);
    let preloads_added = |request| island_preloads::add(&state.site.assets, request, address_plain);
    database_unavailable::refuse_while_unreachable(&state.database, request, preloads_added).await
}

/// The middleware around the API.
pub async fn for_api(State(database): State<DatabaseHealth>, request: Request, next: Next) -> Response {
    database_unavailable::refuse_while_unreachable(&database, request, |request| next.run(request)).await
}
