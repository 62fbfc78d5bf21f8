//! A browser sends its cookies wherever a page tells it to: a call that is believed because of one must come from our own
//! pages. Whoever shows a token in the header has it from somewhere, and comes from anywhere.

use super::caller::{ACCESS, REFRESH};
use app::web::cookie;
use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower::{Layer, ServiceExt};
use tower_http::csrf::CsrfLayer;

pub async fn check(State(same_origin): State<CsrfLayer>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let by_cookie = !headers.contains_key(header::AUTHORIZATION)
        && [ACCESS, REFRESH].iter().any(|name| cookie(headers, name).is_some());
    if by_cookie {
        same_origin.layer(next).oneshot(request).await.into_response()
    } else {
        next.run(request).await
    }
}
