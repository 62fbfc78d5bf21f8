//! Response body for a code that was sent by mail or SMS.

use super::rfc3339;
use backend::service::SentToProgram;
use domain::factor::FactorKind;
use serde::Serialize;
use utoipa::ToSchema;

/// How somebody comes by a code: `totp` shows it in an app, the others are sent
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
    /// Given back with the code. It means nothing by itself
    attempt: String,
    by: Way,
    /// Where it went, as far as it may be said
    #[schema(example = "a•••@school.example")]
    target: Option<String>,
    /// All ways of this account, in the order in which its owner wants to be asked
    ways: Vec<Way>,
    #[schema(format = DateTime)]
    expires_at: String,
    /// When the next one may be sent this way
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
