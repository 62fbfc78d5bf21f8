//! Loads and saves the session of a request, and hands on the account and the seat that were read with the session.
//!
//! The session of a page is loaded before the page is rendered, because the language of the page depends on it.

use app::request::session_cookie_name;
use axum::{extract::Request, http::Method, middleware::Next, response::Response};
use backend::{
    Stepwise,
    access::SessionOwner,
    session_store::{SESSION_DAYS, STATE, SessionRenewal},
};
use std::convert::Infallible;
use tower::{Layer, ServiceExt, service_fn};
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};

/// The library sets the end of a session only when it stores it. `ends_soon` says when that is due.
const EXPIRY: Expiry = Expiry::OnInactivity(time::Duration::days(SESSION_DAYS as i64));

pub struct SessionConfig {
    pub stepwise: Stepwise,
    pub https: bool,
}

/// The layer is made for each request, because the store puts the owner of the session into this request and learns from
/// it when the session gets a new id.
pub async fn load(config: &SessionConfig, mut request: Request, next: Next) -> Response {
    let owner = SessionOwner::default();
    let renewal = SessionRenewal::default();
    request.extensions_mut().insert(owner.clone());
    request.extensions_mut().insert(renewal.clone());
    let layer = SessionManagerLayer::new(config.stepwise.session_store(owner, renewal.clone()))
        .with_name(session_cookie_name(config.https))
        .with_secure(config.https)
        .with_same_site(SameSite::Lax)
        .with_expiry(EXPIRY);
    let service = service_fn(move |request: Request| {
        let (next, renewal) = (next.clone(), renewal.clone());
        async move {
            let session = request.extensions().get::<Session>().cloned();
            if is_page(&request)
                && let Some(session) = &session
            {
                // The page reads the session again and reports a failure. A session that was read is kept.
                let _ = session.get_value(STATE).await;
            }
            let response = next.run(request).await;
            if let Some(session) = session.filter(|_| renewal.ends_soon()) {
                session.set_expiry(Some(EXPIRY));
            }
            Ok::<_, Infallible>(response)
        }
    });
    match layer.layer(service).oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Server functions that load data (`/sfn`) contain no texts.
fn is_page(request: &Request) -> bool {
    request.method() == Method::GET && !request.uri().path().starts_with("/sfn/")
}
