//! CSV downloads: the handouts, results and grades of a class for its teacher, and the audit trail for administrators.
//!
//! All other users get 404. The handouts contain passwords, so the rules of the handout page apply: the file is not
//! cached, not framed and not prefetched.

use crate::site::route_error::RouteError;
use app::{
    csv_downloads::{self, CsvFile},
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
        .route("/classes/{id}/grades.csv", get(grades))
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

async fn grades(State(downloads): State<Downloads>, Path(id): Path<String>, request: Request) -> Response {
    match downloads.visit(request) {
        Some(visit) => table(csv_downloads::grades_csv(&visit, &id).await),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn audit(State(downloads): State<Downloads>, Query(query): Query<AuditQuery>, request: Request) -> Response {
    match downloads.visit(request) {
        Some(visit) => {
            let made = csv_downloads::audit_csv(&visit, &query).await;
            table(made.map(|text| CsvFile {
                name: "audit.csv".to_owned(),
                text,
            }))
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn table(made: Result<CsvFile, Problem>) -> Response {
    match made {
        Ok(CsvFile { name, text }) => {
            let headers = [
                (
                    header::CONTENT_TYPE,
                    "text/csv; charset=utf-8; header=present".to_owned(),
                ),
                (header::CONTENT_DISPOSITION, attachment(&name)),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, text).into_response()
        }
        Err(problem) => RouteError::from(problem).into_response(),
    }
}

/// A `Content-Disposition` with this file name (RFC 6266). Everything except letters, digits and a few other ASCII
/// characters is percent-encoded, so the name cannot end the header or the parameter.
fn attachment(name: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(3 * name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            // Writing into a string cannot fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_title_cannot_change_the_header() {
        assert_eq!(attachment("7b.csv"), "attachment; filename*=UTF-8''7b.csv");
        assert_eq!(attachment("7Б\"; x"), "attachment; filename*=UTF-8''7%D0%91%22%3B%20x");
    }
}
