//! Checks the origin of calls that are authenticated by a cookie. A page of another site can make a browser send its
//! cookies, so such a call must come from our own pages. A call with a token in the header may come from any origin.

use super::{ACCESS, REFRESH};
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
