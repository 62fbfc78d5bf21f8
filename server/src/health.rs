//! Is it alive, is it ready: for whoever watches the server.

use axum::{Router, extract::State, http::StatusCode, routing::get};
use backend::Stepwise;

pub fn routes(stepwise: Stepwise) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state(stepwise)
}

async fn ready(State(stepwise): State<Stepwise>) -> (StatusCode, &'static str) {
    if stepwise.is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
