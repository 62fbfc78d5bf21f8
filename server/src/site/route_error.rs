//! The error of routes that answer without a page.

use app::problem::Problem;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;

/// The reason why a request is refused. The response has only a status; for browsers, the middleware `error_pages`
/// renders a page.
pub struct RouteError(pub Refusal);

impl From<Refusal> for RouteError {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<Problem> for RouteError {
    fn from(problem: Problem) -> Self {
        Self(problem.refusal)
    }
}

impl From<backend::Error> for RouteError {
    fn from(error: backend::Error) -> Self {
        Self(error.into_refusal())
    }
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        StatusCode::from_u16(self.0.status())
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
            .into_response()
    }
}
