//! Extractors for requests to the API. A body must be JSON, because a form on another site cannot make a browser send
//! JSON.

use super::problem::{ApiError, FieldFault};
use app::request::ClientAddress;
use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use domain::refusal::Refusal;
use serde::de::DeserializeOwned;
use std::{convert::Infallible, net::IpAddr};

/// Each route has its own limit, which the middleware has already checked. This constant only limits the memory for the
/// copy here.
const MAX_BYTES: usize = crate::middleware::request::body_limits::LARGEST_LIMIT;
/// The error contains at most this many characters of the name of an unknown field.
const MAX_NAME_LENGTH: usize = 64;

pub struct ValidJson<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for ValidJson<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::Bare(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = to_bytes(request.into_body(), MAX_BYTES).await;
        read(&body.map_err(|_| ApiError::Bare(StatusCode::PAYLOAD_TOO_LARGE))?).map(Self)
    }
}

/// The parsed query string.
pub struct ValidQuery<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ValidQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        // The message of the parser is dropped, because it quotes the input.
        let query = query.map_err(|_| ApiError::Fields(Vec::new()))?;
        Ok(Self(query.0))
    }
}

/// The parsed path parameters. A path that cannot be parsed is answered like an unknown address.
pub struct ValidPath<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for ValidPath<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let named = Path::<T>::from_request_parts(parts, state).await;
        Ok(Self(named.map_err(|_| Refusal::NotFound)?.0))
    }
}

/// The client's IP address.
pub struct ClientIp(pub Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for ClientIp {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<ClientAddress>().map(|address| address.0)))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, ApiError> {
    let text = str::from_utf8(body).map_err(|_| ApiError::NotJson)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut json);
    let read = read.map_err(|error| {
        if error.inner().is_data() {
            ApiError::Fields(vec![fault(&error)])
        } else {
            ApiError::NotJson
        }
    })?;
    json.end().map_err(|_| ApiError::NotJson)?;
    // Serde also reads a structure from a list of its values, which the description of the API does not allow.
    if text.trim_start().starts_with('[') {
        let (field, code) = (".".to_owned(), "mistyped".to_owned());
        return Err(ApiError::Fields(vec![FieldFault { field, code }]));
    }
    Ok(read)
}

/// The error contains only the name of the field, because the value can be a password in the wrong field.
fn fault(error: &serde_path_to_error::Error<serde_json::Error>) -> FieldFault {
    let said = error.inner().to_string();
    let named = |beginning: &str| {
        let name = said.strip_prefix(beginning)?.split('`').next()?;
        Some(name.chars().take(MAX_NAME_LENGTH).collect::<String>())
    };
    let (field, code) = if let Some(name) = named("missing field `") {
        (name, "missing")
    } else if let Some(name) = named("unknown field `") {
        (name, "unknown")
    } else if let Some(name) = named("duplicate field `") {
        (name, "twice")
    } else {
        (error.path().to_string(), "mistyped")
    };
    FieldFault {
        field,
        code: code.to_owned(),
    }
}
