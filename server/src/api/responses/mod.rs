//! Response bodies of the API. Times are RFC 3339 in UTC, with microseconds.

mod classes;
mod exercises;
mod sent_code;

use backend::api::User;
pub use classes::{Card, Cards, Class, ClassInList, Classes, OpenedClass, Progress, Seat};
use domain::time::Timestamp;
pub use exercises::{Exercises, GateName};
pub use sent_code::{Sent, Way};
use serde::Serialize;
use utoipa::ToSchema;

/// Formats a time as in `2026-11-20T09:51:00.000000Z`.
pub fn rfc3339(at: Timestamp) -> String {
    let seconds = domain::time::rfc3339(at);
    let micros = at.micros().rem_euclid(1_000_000);
    format!("{}.{micros:06}Z", seconds.trim_end_matches('Z'))
}

#[derive(Serialize, ToSchema)]
pub struct Registered {
    #[schema(format = DateTime)]
    created_at: String,
    username: String,
    is_active: bool,
    email: Option<String>,
    #[schema(format = "uuid")]
    uuid: String,
}

impl From<User> for Registered {
    fn from(user: User) -> Self {
        Self {
            created_at: rfc3339(user.created),
            username: user.username,
            is_active: user.is_active,
            email: user.email,
            uuid: user.id.to_string(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct KnownUser {
    #[schema(format = DateTime)]
    created_at: String,
    /// Null if the account was never changed
    #[schema(format = DateTime)]
    updated_at: Option<String>,
    username: String,
    is_active: bool,
}

impl From<User> for KnownUser {
    fn from(user: User) -> Self {
        Self {
            created_at: rfc3339(user.created),
            updated_at: user.updated.map(rfc3339),
            username: user.username,
            is_active: user.is_active,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct UserInfo {
    #[schema(format = DateTime)]
    created_at: String,
    /// Null if the account was never changed
    #[schema(format = DateTime)]
    updated_at: Option<String>,
    username: String,
    /// As given at the registration, possibly not confirmed. Students have none
    email: Option<String>,
    is_active: bool,
    #[schema(format = "uuid")]
    uuid: String,
}

impl From<User> for UserInfo {
    fn from(user: User) -> Self {
        Self {
            created_at: rfc3339(user.created),
            updated_at: user.updated.map(rfc3339),
            username: user.username,
            email: user.email,
            is_active: user.is_active,
            uuid: user.id.to_string(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Secret {
    /// Content of the QR code
    pub otpauth_uri: String,
    /// The secret only, in Base32
    pub secret: String,
}

#[derive(Serialize, ToSchema)]
pub struct TokenPair {
    pub access_token: String,
    /// Can be used once; `POST /auth-jwt/refresh` returns the next one
    pub refresh_token: String,
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
}

/// A JSON Web Key Set
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what a library writes")]
pub struct Keys {
    keys: Vec<Key>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what a library writes")]
pub struct Key {
    #[schema(example = "RSA")]
    kty: String,
    #[schema(example = "RS256")]
    alg: String,
    #[schema(example = "sig")]
    r#use: String,
    /// Thumbprint of the key (RFC 7638)
    kid: String,
    n: String,
    e: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_microseconds() {
        assert_eq!(
            rfc3339(Timestamp::from_micros(1_795_165_210_000_042)),
            "2026-11-20T09:00:10.000042Z"
        );
        assert_eq!(rfc3339(Timestamp::default()), "1970-01-01T00:00:00.000000Z");
    }
}
