//! How much a person must know to cause each mail.

use super::Notice;
use domain::recipient_limit::Cause;

impl Notice {
    pub const fn cause(&self) -> Cause {
        match self {
            Self::ConfirmEmail { .. } | Self::AddressTaken => Cause::Address,
            Self::ResetPassword { .. } => Cause::ForgottenPassword,
            // To administrators: whoever has an account can ask them for help, and must not use up their own notices.
            Self::Code { .. } | Self::RescueToDecide | Self::RescueObjected => Cause::Password,
            _ => Cause::Owner,
        }
    }
}
