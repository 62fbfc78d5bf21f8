//! Classifies messages by what a user must know to cause them. Each class has its own limit.

use super::compose::Notice;
use domain::recipient_limit::Cause;

impl Notice {
    pub const fn cause(&self) -> Cause {
        match self {
            Self::ConfirmEmail { .. } | Self::AddressTaken => Cause::Address,
            Self::ResetPassword { .. } => Cause::ForgottenPassword,
            // Mails to administrators: every owner of an account can cause them, and must not use up the limit of the
            // administrators' own notices.
            Self::Code { .. } | Self::RescueToDecide | Self::RescueObjected => Cause::Password,
            _ => Cause::Owner,
        }
    }
}
