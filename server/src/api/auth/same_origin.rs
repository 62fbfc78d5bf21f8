//! Checks the origin of calls that are authenticated by a cookie. A page of another site can make the browser call the
//! API with the user's cookies, so such calls are accepted only from our own pages. Calls with a token in the header
//! are accepted from any origin.

use super::{ACCESS, REFRESH};
use app::request::cookie;
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
