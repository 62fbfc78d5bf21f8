//! Ids of accounts, classes and other records: UUIDv7, made from a time and random bytes. The ids appear in addresses
//! of pages, so they must not be guessable.

use crate::time::Timestamp;
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// An account of a member or a student.
    AccountId
);
id!(
    /// A class, which is one lesson.
    ClassId
);
impl ClassId {
    /// The id with the same time and other random bits.
    #[must_use]
    pub fn with_random(self, random: [u8; 10]) -> Self {
        // The first 48 of the 128 bits are the time in milliseconds.
        let millis = u64::try_from(self.0.as_u128() >> 80).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

id!(
    /// All access and refresh tokens that were issued since one login over the API.
    TokenFamilyId
);
id!(
    /// A second factor of an account.
    FactorId
);
id!(
    /// A passkey of an account.
    PasskeyId
);
id!(
    /// A personal access token of a member.
    PersonalTokenId
);
id!(
    /// A code that was sent by mail or SMS.
    SentCodeId
);
id!(
    /// A trusted browser, in which a member signs in without a code for some days.
    TrustedBrowserId
);
id!(
    /// A student's progress in one exercise.
    ProgressId
);
id!(
    /// An entry of the audit trail.
    EventId
);
id!(
    /// A member's request for help after losing the phone and the recovery codes.
    RescueId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ_by_randomness() {
        let early = ClassId::new(Timestamp::from_seconds(1_000), [7; 10]);
        let late = ClassId::new(Timestamp::from_seconds(2_000), [0; 10]);
        assert!(early < late);
        assert_ne!(early, ClassId::new(Timestamp::from_seconds(1_000), [8; 10]));
        assert_eq!(early.to_string().parse::<ClassId>().ok(), Some(early));
        assert_eq!(early.uuid().get_version_num(), 7);
    }

    #[test]
    fn other_random_bits_keep_the_time_of_an_id() {
        let now = Timestamp::from_seconds(1_795_165_210);
        let id = ClassId::new(now, [7; 10]);
        assert_eq!(id.with_random([8; 10]), ClassId::new(now, [8; 10]));
        assert_eq!(id.with_random([7; 10]), id);
    }
}
