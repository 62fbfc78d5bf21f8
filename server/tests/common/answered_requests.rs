//! The requests that were answered with success, so that a test can say which routes it has not reached.

use super::routes;
use axum::{
    body::Body,
    http::{Method, Response},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

/// Method and path of each answered request. Clones share the list.
#[derive(Clone, Default)]
pub struct AnsweredRequests(Arc<Mutex<BTreeSet<String>>>);

impl AnsweredRequests {
    pub fn record(&self, method: &Method, path: &str, response: &Response<Body>) {
        if response.status().is_success() && !response.headers().contains_key("serverfnerror") {
            self.0.lock().unwrap().insert(format!("{method} {path}"));
        }
    }

    /// The pages, server functions and operations of the API that have answered no request.
    pub fn missing_routes(&self) -> Vec<String> {
        let answered = self.0.lock().unwrap();
        let pages = routes::pages().into_iter().map(|page| format!("GET {page}"));
        let functions = routes::server_functions();
        let functions = functions.iter().map(|(path, method)| format!("{method} {path}"));
        let all: BTreeSet<String> = pages.chain(functions).chain(routes::api_operations()).collect();
        // `/undo-email/done` is a page of its own and not an answer of `/undo-email/{token}`.
        let requests: Vec<&String> = answered.iter().filter(|request| !all.contains(*request)).collect();
        all.iter()
            .filter(|route| !answered.contains(*route) && !requests.iter().any(|request| is_of(route, request)))
            .cloned()
            .collect()
    }
}

fn is_of(route: &str, request: &str) -> bool {
    let (route, request) = (route.split('/'), request.split('/'));
    route.clone().count() == request.clone().count()
        && route
            .zip(request)
            .all(|(part, given)| part == given || part.starts_with('{'))
}

#[tokio::test]
async fn a_route_is_missing_until_it_is_answered() {
    let answered = AnsweredRequests::default();
    let all = answered.missing_routes().len();
    let ok = Response::new(Body::empty());
    answered.record(&Method::GET, "/classes/7/seats/1", &ok);
    answered.record(&Method::GET, "/undo-email/done", &ok);
    answered.record(&Method::POST, "/sign-in", &ok);
    let refused = Response::builder().status(404).body(Body::empty()).unwrap();
    answered.record(&Method::GET, "/lesson", &refused);
    let missing = answered.missing_routes();
    assert_eq!(missing.len(), all - 3);
    assert!(missing.contains(&"GET /undo-email/{token}".to_owned()));
}
