//! Orders the middleware, outermost first. It is one layer, because each layer of its own would clone the whole service
//! behind it for every request, which together costs as much as rendering a page.

use super::{
    accept::{self, Pages},
    away,
    came_back::{self, Carrier},
    client_address,
    host::{self, SiteAddress},
    measure, prefetch, refusal_page, request_body, request_id, security, session_cookie, trace,
};
use crate::{api::problem, bare_page::Stylesheet, database::Reach};
use app::request::remove_foreign_cookies;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use backend::Stepwise;
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// Maximum time a request may take before it is answered with 503.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// State of the middleware around all routes.
pub struct Edge {
    pub trusted_proxies: usize,
    pub https: bool,
    /// `None` if the operator has not set the site's address.
    pub address: Option<SiteAddress>,
    pub pages: Pages,
    pub stylesheet: Stylesheet,
    pub stepwise: Stepwise,
}

pub async fn around_everything(State(edge): State<Arc<Edge>>, mut request: Request, next: Next) -> Response {
    let edge = &*edge;
    remove_foreign_cookies(request.headers_mut(), edge.https);
    accept::normalize(&edge.pages, &mut request);
    let inside = |request| request_body::read(request, |request| next.run(request));
    let known = |request| client_address::find(edge.trusted_proxies, request, inside);
    let meant = |request| host::check(edge.address.as_ref(), &edge.stylesheet.0, request, known);
    let told = |request| problem::tell(&edge.stepwise, request, |request| in_time(request, meant));
    let shown = |request| async { away::say_when(refusal_page::show(&edge.stylesheet, request, told).await) };
    let safe = |request| security::add(edge.https, request, shown);
    let named = |request| request_id::give(edge.trusted_proxies, request, |request| trace::line(request, safe));
    measure::count(request, named).await
}

async fn in_time<F: Future<Output = Response>>(request: Request, next: impl FnOnce(Request) -> F) -> Response {
    match timeout(REQUEST_TIMEOUT, next(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// State of the middleware around pages and their forms, outside of the session layer.
pub struct PageEdge {
    pub reach: Reach,
    pub carrier: Carrier,
    pub session_cookie: session_cookie::Name,
}

pub async fn around_pages(State(edge): State<Arc<PageEdge>>, request: Request, next: Next) -> Response {
    let edge = &*edge;
    let inside = |request| away::speak_for_sessions(request, |request| next.run(request));
    let kept = |request| session_cookie::keep(&edge.session_cookie, request, inside);
    let carried = |request| came_back::carry(&edge.carrier, request, |request| prefetch::refuse(request, kept));
    away::ask_to_come_back(&edge.reach, request, carried).await
}

/// The middleware around the API.
pub async fn around_programs(State(reach): State<Reach>, request: Request, next: Next) -> Response {
    away::ask_to_come_back(&reach, request, |request| next.run(request)).await
}
