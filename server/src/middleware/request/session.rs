//! Loads and saves the session of a request, and hands on the account and the seat that were read with the session.

use app::request::session_cookie_name;
use axum::{extract::Request, middleware::Next, response::Response};
use backend::{Stepwise, access::SessionOwner, session_store::SessionRenewal};
use tower::{Layer, ServiceExt};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

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
    match layer.layer(next).oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
