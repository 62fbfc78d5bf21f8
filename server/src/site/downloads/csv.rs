//! CSV downloads: the handouts and the results of a class for its teacher, and the audit trail for administrators.
//!
//! All other users get 404. The handouts contain passwords, so the rules of the handout page apply: the file is not
//! cached, not framed and not prefetched.

use crate::site::route_error::RouteError;
use app::{
    csv_downloads,
    problem::Problem,
    request::{RequestContext, Site},
    server_fns::AuditQuery,
};
use axum::{
    Router,
    extract::{Path, Query, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use backend::Stepwise;
use std::sync::Arc;

#[derive(Clone)]
struct Downloads {
    stepwise: Stepwise,
    site: Arc<Site>,
}

impl Downloads {
    fn visit(self, request: Request) -> Option<RequestContext> {
        RequestContext::from_parts(self.stepwise, self.site, request.into_parts().0)
    }
}

pub fn routes(stepwise: Stepwise, site: Arc<Site>) -> Router {
    Router::new()
        .route("/classes/{id}/handouts.csv", get(handouts))
        .route("/classes/{id}/results.csv", get(results))
        .route("/admin/audit.csv", get(audit))
        .with_state(Downloads { stepwise, site })
}

async fn handouts(State(downloads): State<Downloads>, Path(id): Path<String>, request: Request) -> Response {
    match downloads.visit(request) {
        Some(visit) => table(csv_downloads::handouts_csv(&visit, &id).await),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn results(State(downloads): State<Downloads>, Path(id): Path<String>, request: Request) -> Response {
    match downloads.visit(request) {
        Some(visit) => table(csv_downloads::results_csv(&visit, &id).await),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn audit(State(downloads): State<Downloads>, Query(query): Query<AuditQuery>, request: Request) -> Response {
    match downloads.visit(request) {
        Some(visit) => table(csv_downloads::audit_csv(&visit, &query).await),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn table(made: Result<String, Problem>) -> Response {
    match made {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
                (header::CONTENT_DISPOSITION, "attachment"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, text).into_response()
        }
        Err(problem) => RouteError::from(problem).into_response(),
    }
}
