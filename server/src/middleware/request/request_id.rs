//! Gives every request an id. The id is in the log lines of the request and in its response, so that the operator can
//! find a reported error in the log. `router` applies layers of tower-http that set and return the id.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
};
use tower_http::request_id::{MakeRequestId, RequestId};

pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
const MAX_LENGTH: usize = 64;

/// Removes an id that does not come from a trusted proxy, or that has other characters than letters, digits and `._-`.
/// The request then gets a new id.
pub fn remove_untrusted(trusted_proxies: usize, mut request: Request) -> Request {
    let given = request.headers().get(HEADER);
    let is_trusted = trusted_proxies > 0 && given.and_then(|id| id.to_str().ok()).is_some_and(is_valid);
    if !is_trusted {
        request.headers_mut().remove(HEADER);
    }
    request
}

/// Generates an id of sixteen hexadecimal digits. If the system provides no random bytes, the id is `-`, so that the
/// request is still answered.
#[derive(Clone, Copy)]
pub struct RandomId;

impl MakeRequestId for RandomId {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let id = backend::random::bytes().map_or_else(
            |_| "-".to_owned(),
            |bytes| format!("{:016x}", u64::from_be_bytes(bytes)),
        );
        HeaderValue::from_str(&id).ok().map(RequestId::new)
    }
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
        let generated = RandomId.make_request_id(&axum::http::Request::new(())).unwrap();
        assert_eq!(generated.header_value().len(), 16);
    }
}
