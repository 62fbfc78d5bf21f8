//! Reads the whole body of a request before its handler runs, with a size limit, a time limit, and a limit on the number
//! of large bodies in memory. The middleware reads no body, and the handler gets an empty one, if the method is GET or
//! HEAD, if the path is unknown, if the route has no body, or if the route does not accept the content type.

use super::body_limits::{DEFAULT_LIMIT, LARGEST_LIMIT, MAX_LARGE_BODIES, MESSAGE_LIMIT, QUESTIONS_LIMIT};
use crate::{api, site::uploads};
use axum::{
    body::{Body, Bytes},
    extract::{MatchedPath, Request},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use std::{collections::HashMap, sync::LazyLock, time::Duration};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// Routes with a limit above the default: routes that accept a pasted list of names, or a message of 500 emoji.
const LARGER_LIMITS: [(&str, usize); 2] = [("/classes/act", LARGEST_LIMIT), ("/lesson/message-send", MESSAGE_LIMIT)];

/// Routes that accept a form with a file, and its size.
const UPLOADS: [(&str, usize); 2] = [(uploads::NAMES, LARGEST_LIMIT), (uploads::QUESTIONS, QUESTIONS_LIMIT)];

/// The minimum rate at which a client must send a body, after `FIRST_BYTE_TIMEOUT`.
const MIN_BYTES_PER_SECOND: u64 = 64 * 1024;
const FIRST_BYTE_TIMEOUT: Duration = Duration::from_secs(8);

/// Maximum time that a large body waits for a permit.
const PERMIT_TIMEOUT: Duration = Duration::from_secs(2);

/// Number of bytes of a refused body that the server reads and drops. If the server closed the connection while the
/// client still sends, the connection would be reset, and the client would lose the answer.
const MAX_DISCARDED_BYTES: usize = 1024 * 1024;
const DISCARD_TIMEOUT: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BodyType {
    Form,
    Json,
    Upload,
}

impl BodyType {
    const fn content_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
            Self::Upload => "multipart/form-data",
        }
    }
}

/// The body that one method of one route accepts.
#[derive(Clone, Debug)]
struct Accepted {
    method: Method,
    body_type: BodyType,
    limit: usize,
}

/// The accepted bodies by the pattern of the route. Server functions accept forms, uploads accept forms with a file; operations of the API accept JSON if
/// their OpenAPI description has a request body.
static ACCEPTED: LazyLock<HashMap<String, Vec<Accepted>>> = LazyLock::new(|| {
    let mut accepted: HashMap<String, Vec<Accepted>> = HashMap::new();
    let forms = leptos::server_fn::axum::server_fn_paths()
        .filter(|(_, method)| method != Method::GET)
        .map(|(path, method)| (path.to_owned(), method, BodyType::Form));
    for (path, method, body_type) in forms.chain(api_operations_with_body()) {
        let larger = LARGER_LIMITS.iter().find(|(route, _)| *route == path);
        let limit = larger.map_or(DEFAULT_LIMIT, |(_, limit)| *limit);
        accepted.entry(path).or_default().push(Accepted {
            method,
            body_type,
            limit,
        });
    }
    for (path, limit) in UPLOADS {
        accepted.entry(path.to_owned()).or_default().push(Accepted {
            method: Method::POST,
            body_type: BodyType::Upload,
            limit,
        });
    }
    accepted
});

fn api_operations_with_body() -> Vec<(String, Method, BodyType)> {
    let mut found = Vec::new();
    for (path, item) in api::openapi().paths.paths {
        for (method, operation) in [
            (Method::POST, item.post),
            (Method::PUT, item.put),
            (Method::PATCH, item.patch),
            (Method::DELETE, item.delete),
        ] {
            if operation.is_some_and(|operation| operation.request_body.is_some()) {
                found.push((path.clone(), method, BodyType::Json));
            }
        }
    }
    found
}

/// The permits for bodies above `DEFAULT_LIMIT`. A request with such a body holds one until it is answered. Smaller
/// bodies need no permit.
pub struct LargeBodies(Semaphore);

impl Default for LargeBodies {
    fn default() -> Self {
        Self(Semaphore::new(MAX_LARGE_BODIES))
    }
}

impl LargeBodies {
    async fn permit(&self) -> Result<SemaphorePermit<'_>, ReadError> {
        match timeout(PERMIT_TIMEOUT, self.0.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(ReadError::TooManyLargeBodies),
        }
    }
}

pub async fn read<F: Future<Output = Response>>(
    large_bodies: &LargeBodies,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let (mut parts, mut body) = request.into_parts();
    let Some(limit) = limit_of(&parts) else {
        return next(Request::from_parts(parts, Body::empty())).await;
    };
    let content_length = content_length(&parts.headers);
    if content_length.is_some_and(|length| length > limit as u64) {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, &parts.headers, body);
    }
    let reading = read_up_to(limit, content_length, large_bodies, &mut body);
    let read = timeout(read_timeout(limit), reading).await;
    match read {
        Ok(Ok((bytes, permit))) => {
            // The body is complete now, so it is not chunked any more.
            parts.headers.remove(header::TRANSFER_ENCODING);
            let response = next(Request::from_parts(parts, Body::from(bytes))).await;
            // The handler holds the body in memory until now.
            drop(permit);
            response
        }
        Ok(Err(ReadError::TooLarge)) => refuse(StatusCode::PAYLOAD_TOO_LARGE, &parts.headers, body),
        Ok(Err(ReadError::TooManyLargeBodies)) => refuse(StatusCode::SERVICE_UNAVAILABLE, &parts.headers, body),
        // The client has closed the connection before it had sent the whole body.
        Ok(Err(ReadError::Broken)) => close_connection(StatusCode::BAD_REQUEST),
        Err(_) => close_connection(StatusCode::REQUEST_TIMEOUT),
    }
}

/// The size limit for the body of this request; `None` if the body is not read.
fn limit_of(parts: &Parts) -> Option<usize> {
    let route = parts.extensions.get::<MatchedPath>()?;
    let accepted = ACCEPTED.get(route.as_str())?;
    let accepted = accepted.iter().find(|accepted| accepted.method == parts.method)?;
    let body_type = parts.headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let body_type = body_type.split(';').next().unwrap_or_default().trim();
    body_type
        .eq_ignore_ascii_case(accepted.body_type.content_type())
        .then_some(accepted.limit)
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The time limit for reading the whole body.
fn read_timeout(limit: usize) -> Duration {
    FIRST_BYTE_TIMEOUT + Duration::from_secs((limit as u64).div_ceil(MIN_BYTES_PER_SECOND))
}

enum ReadError {
    TooLarge,
    Broken,
    /// No permit became free in time.
    TooManyLargeBodies,
}

/// Reads the whole body. Takes a permit before it reads a body whose announced length is above `DEFAULT_LIMIT`, and
/// otherwise when the read bytes exceed that limit.
async fn read_up_to<'a>(
    limit: usize,
    content_length: Option<u64>,
    large_bodies: &'a LargeBodies,
    body: &mut Body,
) -> Result<(Bytes, Option<SemaphorePermit<'a>>), ReadError> {
    let mut permit = None;
    if content_length.is_some_and(|length| length > DEFAULT_LIMIT as u64) {
        permit = Some(large_bodies.permit().await?);
    }
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ReadError::Broken)?;
        let Ok(data) = frame.into_data() else { continue };
        let length = read.len() + data.len();
        if length > limit {
            return Err(ReadError::TooLarge);
        }
        if length > DEFAULT_LIMIT && permit.is_none() {
            permit = Some(large_bodies.permit().await?);
        }
        read.extend_from_slice(&data);
    }
    Ok((read.into(), permit))
}

fn refuse(status: StatusCode, headers: &HeaderMap, body: Body) -> Response {
    // A client that sent `Expect: 100-continue` has not sent its body yet, and does not send it after a refusal.
    if !headers.contains_key(header::EXPECT) {
        tokio::spawn(timeout(DISCARD_TIMEOUT, discard(body)));
    }
    close_connection(status)
}

async fn discard(mut body: Body) {
    let mut left = MAX_DISCARDED_BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(length) {
            Some(less) => left = less,
            None => return,
        }
    }
}

/// A response that closes the connection, because the rest of the body is not read.
fn close_connection(status: StatusCode) -> Response {
    (status, [(header::CONNECTION, "close")]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_body_takes_less_time_than_a_request_may() {
        assert!(read_timeout(LARGEST_LIMIT) < crate::middleware::stack::REQUEST_TIMEOUT);
        assert_eq!(read_timeout(DEFAULT_LIMIT), Duration::from_secs(9));
    }

    #[test]
    fn routes_with_a_larger_limit_exist() {
        for (route, limit) in LARGER_LIMITS {
            assert!((DEFAULT_LIMIT + 1..=LARGEST_LIMIT).contains(&limit), "{route}");
            assert!(ACCEPTED.contains_key(route), "{route}");
        }
    }
}
