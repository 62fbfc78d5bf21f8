//! The error type of all services: a refusal for the user, or a technical error for the log.

use crate::{db::is_taken, operations::counters};
use domain::refusal::Refusal;
use thiserror::Error;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("sealing: {0}")]
    Sealing(#[from] crate::crypto::SealError),
    #[error("no randomness from the system: {0}")]
    Randomness(#[from] getrandom::Error),
    #[error("stored data cannot be read: {0}")]
    Corrupt(&'static str),
    #[error("a background task ended early")]
    Interrupted,
}

impl Error {
    /// Whether a unique value (a name, an e-mail address or a number) was already taken by another request.
    pub(crate) fn is_taken(&self) -> bool {
        matches!(self, Self::Database(error) if is_taken(error))
    }

    /// The refusal that the user sees. Technical errors are logged, and the user only sees that the service is
    /// unavailable.
    pub fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(refusal) => {
                counters::refusal(&refusal);
                refusal
            }
            broken => {
                tracing::error!(error = %broken, "request failed");
                Refusal::Unavailable
            }
        }
    }
}
