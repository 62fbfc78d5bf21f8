//! Response body for a code that was sent by mail or SMS.

use super::rfc3339;
use backend::api::SentApiCode;
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

impl Way {
    /// `None` for a passkey, which has no codes: API clients of its owner use a personal token.
    pub const fn of(kind: FactorKind) -> Option<Self> {
        match kind {
            FactorKind::Totp => Some(Self::Totp),
            FactorKind::Passkey => None,
            FactorKind::Email => Some(Self::Email),
            FactorKind::Sms => Some(Self::Sms),
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

impl From<SentApiCode> for Sent {
    fn from(sent: SentApiCode) -> Self {
        Self {
            attempt: sent.attempt,
            by: match sent.by {
                FactorKind::Sms => Way::Sms,
                _ => Way::Email,
            },
            target: sent.target,
            ways: sent.ways.into_iter().filter_map(Way::of).collect(),
            expires_at: rfc3339(sent.expires),
            retry_at: rfc3339(sent.resend_at),
        }
    }
}
