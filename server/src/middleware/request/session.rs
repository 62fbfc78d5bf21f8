//! Loads and saves the session of a request, and hands on the account and the seat that were read with the session.
//!
//! The session of a page is loaded before the page is rendered, because the language of the page depends on it.

use app::request::session_cookie_name;
use axum::{extract::Request, http::Method, middleware::Next, response::Response};
use backend::{
    Stepwise,
    access::SessionOwner,
    session_store::{STATE, SessionRenewal},
};
use std::convert::Infallible;
use tower::{Layer, ServiceExt, service_fn};
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};

/// Sessions end after this time without a request. The time is longer than the thirty days by which a teacher can
/// extend a class, because the session contains the teacher's grant for the class.
const SESSION_DAYS: i64 = 31;

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
    let layer = SessionManagerLayer::new(config.stepwise.session_store(owner, renewal))
        .with_name(session_cookie_name(config.https))
        .with_secure(config.https)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(time::Duration::days(SESSION_DAYS)));
    let service = service_fn(move |request: Request| {
        let next = next.clone();
        async move {
            if is_page(&request)
                && let Some(session) = request.extensions().get::<Session>()
            {
                // The page reads the session again and reports a failure. A session that was read is kept.
                let _ = session.get_value(STATE).await;
            }
            Ok::<_, Infallible>(next.run(request).await)
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
