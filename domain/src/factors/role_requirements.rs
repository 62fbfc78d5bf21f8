//! Which second factors are enough for which role.

use super::factor::{FactorKind, OfferedFactors};
use crate::{account::Role, refusal::Refusal};

/// The second factors with which administrators sign in. The operator chooses one of these sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AdminFactors {
    /// An authenticator app or a passkey.
    #[default]
    AppOrPasskey,
    /// A passkey only, because a false page can get every code from an administrator.
    Passkey,
}

impl AdminFactors {
    /// The refusal for an administrator who has none of these factors.
    pub const fn refusal(self) -> Refusal {
        match self {
            Self::AppOrPasskey => Refusal::AppNeeded,
            Self::Passkey => Refusal::PasskeyNeeded,
        }
    }
}

impl FactorKind {
    /// Whether a factor of this kind completes the sign-in of an account with this role. For an administrator a sent
    /// code is not enough, because other people can read a mail or SMS on its way.
    pub const fn suffices_for(self, role: Role, admins: AdminFactors) -> bool {
        match (role, admins) {
            (Role::Teacher, _) => true,
            (Role::Admin, AdminFactors::AppOrPasskey) => !self.is_message(),
            (Role::Admin, AdminFactors::Passkey) => matches!(self, Self::Passkey),
        }
    }
}

impl OfferedFactors {
    /// The offered kinds of factors, without the kinds that are not enough for the role.
    pub const fn allowed_to(self, role: Role, admins: AdminFactors) -> Self {
        Self {
            totp: self.totp && FactorKind::Totp.suffices_for(role, admins),
            passkey: self.passkey && FactorKind::Passkey.suffices_for(role, admins),
            email: self.email && FactorKind::Email.suffices_for(role, admins),
            sms: self.sms && FactorKind::Sms.suffices_for(role, admins),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: OfferedFactors = OfferedFactors {
        totp: true,
        passkey: true,
        email: true,
        sms: true,
    };

    fn kinds(role: Role, admins: AdminFactors) -> Vec<FactorKind> {
        let enough = FactorKind::ALL
            .into_iter()
            .filter(|kind| kind.suffices_for(role, admins));
        let enough: Vec<_> = enough.collect();
        for kind in FactorKind::ALL {
            assert_eq!(
                ALL.allowed_to(role, admins).has(kind),
                enough.contains(&kind),
                "{kind:?}"
            );
        }
        enough
    }

    #[test]
    fn sent_codes_suffice_for_teachers_and_not_for_administrators() {
        let admins = AdminFactors::default();
        assert_eq!(kinds(Role::Teacher, admins), FactorKind::ALL);
        assert_eq!(kinds(Role::Admin, admins), [FactorKind::Totp, FactorKind::Passkey]);
    }

    #[test]
    fn an_operator_can_require_a_passkey_from_administrators_alone() {
        assert_eq!(kinds(Role::Teacher, AdminFactors::Passkey), FactorKind::ALL);
        assert_eq!(kinds(Role::Admin, AdminFactors::Passkey), [FactorKind::Passkey]);
    }
}
