//! Which second factors are enough for which role.

use super::factor::{FactorKind, OfferedFactors};
use crate::account::Role;

impl FactorKind {
    /// Whether a factor of this kind completes the sign-in of an account with this role. For an administrator a sent
    /// code is not enough, because other people can read a mail or SMS on its way.
    pub const fn suffices_for(self, role: Role) -> bool {
        match role {
            Role::Teacher => true,
            Role::Admin => !self.is_message(),
        }
    }
}

impl OfferedFactors {
    /// The offered kinds of factors, without the kinds that are not enough for the role.
    pub const fn allowed_to(self, role: Role) -> Self {
        Self {
            passkey: self.passkey && FactorKind::Passkey.suffices_for(role),
            email: self.email && FactorKind::Email.suffices_for(role),
            sms: self.sms && FactorKind::Sms.suffices_for(role),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sent_codes_suffice_for_teachers_and_not_for_administrators() {
        let all = OfferedFactors {
            passkey: true,
            email: true,
            sms: true,
        };
        for kind in FactorKind::ALL {
            assert!(kind.suffices_for(Role::Teacher) && all.allowed_to(Role::Teacher).has(kind));
            assert_eq!(kind.suffices_for(Role::Admin), !kind.is_message());
            assert_eq!(all.allowed_to(Role::Admin).has(kind), kind.suffices_for(Role::Admin));
        }
    }
}
