//! Gives every request an id, which is in its log lines and in its response, so that a reported error can be found in
//! the log.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    response::Response,
};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");
const MAX_LENGTH: usize = 64;

#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// The id that a trusted proxy has set is kept.
pub async fn set<F: Future<Output = Response>>(
    trusted_proxies: usize,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let given = request.headers().get(HEADER).filter(|_| trusted_proxies > 0);
    let given = given.and_then(|value| value.to_str().ok()).filter(|id| is_valid(id));
    let id = match given {
        Some(id) => id.to_owned(),
        None => generate(),
    };
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next(request).await;
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, id);
    }
    response
}

/// Sixteen hexadecimal digits. If the system has no randomness, the id is `-` and the request is still answered.
fn generate() -> String {
    backend::random::bytes().map_or_else(
        |_| "-".to_owned(),
        |bytes| format!("{:016x}", u64::from_be_bytes(bytes)),
    )
}

fn is_valid(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= MAX_LENGTH
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_name_is_taken_if_it_is_one() {
        assert!(is_valid("0af7651916cd43dd8448eb211c80319c"));
        for odd in ["", "a b", "a\"b", &"x".repeat(65)] {
            assert!(!is_valid(odd), "{odd}");
        }
        assert_eq!(generate().len(), 16);
    }
}
