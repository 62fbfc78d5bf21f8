//! Response body for a code that was sent by mail or SMS.

use super::rfc3339;
use backend::service::SentToProgram;
use domain::factor::FactorKind;
use serde::Serialize;
use utoipa::ToSchema;

/// How a code reaches the user: `totp` is an authenticator app, the others are sent
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Totp,
    Email,
    Sms,
}

impl From<FactorKind> for Way {
    fn from(kind: FactorKind) -> Self {
        match kind {
            FactorKind::Totp => Self::Totp,
            FactorKind::Email => Self::Email,
            FactorKind::Sms => Self::Sms,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Sent {
    /// Must be sent together with the code. It is opaque to the client
    attempt: String,
    by: Way,
    /// The masked address or number
    #[schema(example = "a•••@school.example")]
    target: Option<String>,
    /// All kinds of factors of this account, in the order of its owner
    ways: Vec<Way>,
    #[schema(format = DateTime)]
    expires_at: String,
    /// Earliest time of the next code of this kind
    #[schema(format = DateTime)]
    retry_at: String,
}

impl From<SentToProgram> for Sent {
    fn from(sent: SentToProgram) -> Self {
        Self {
            attempt: sent.attempt,
            by: sent.by.into(),
            target: sent.target,
            ways: sent.ways.into_iter().map(Way::from).collect(),
            expires_at: rfc3339(sent.expires),
            retry_at: rfc3339(sent.again_at),
        }
    }
}
