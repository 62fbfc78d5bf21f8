//! Files that signed-in users can download from pages.

pub mod account_data;
pub mod csv;

use app::problem::Problem;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;

/// The reason why a file is not sent. The response has only a status; for browsers, the middleware `error_pages`
/// renders a page.
struct DownloadError(Refusal);

impl From<Problem> for DownloadError {
    fn from(problem: Problem) -> Self {
        Self(problem.refusal)
    }
}

impl From<backend::Error> for DownloadError {
    fn from(error: backend::Error) -> Self {
        Self(error.into_refusal())
    }
}

impl IntoResponse for DownloadError {
    fn into_response(self) -> Response {
        StatusCode::from_u16(self.0.status())
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
            .into_response()
    }
}
