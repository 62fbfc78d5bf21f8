//! Classifies messages by what a user must know to cause them. Each class has its own limit.

use super::compose::Notice;
use domain::recipient_limit::Cause;

impl Notice {
    pub const fn cause(&self) -> Cause {
        match self {
            Self::ConfirmEmail { .. } | Self::AddressTaken => Cause::Address,
            Self::ResetPassword { .. } => Cause::ForgottenPassword,
            // Mails to administrators have this cause too, because every owner of an account can cause them. They must
            // not use up the limit of the notices about the administrators' own accounts.
            Self::Code { .. } | Self::RescueToDecide | Self::RescueObjected => Cause::Password,
            _ => Cause::Owner,
        }
    }
}
