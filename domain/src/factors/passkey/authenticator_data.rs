//! The part of an answer that the authenticator writes and signs.

use super::PasskeyFault;

/// Maximum length of the id of a credential in bytes (Web Authentication, section 5.1).
pub const MAX_CREDENTIAL_ID: usize = 1023;

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const MAY_BE_BACKED_UP: u8 = 1 << 3;
const IS_BACKED_UP: u8 = 1 << 4;
const HAS_CREDENTIAL: u8 = 1 << 6;
/// Length of the hash of the relying party's id, the flags and the counter.
const HEADER: usize = 37;
/// Length of the identifier of the authenticator's model, which precedes a credential.
const MODEL: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthenticatorData<'a> {
    rp_id_hash: &'a [u8],
    flags: u8,
    sign_count: u32,
    /// The id of a new credential.
    credential_id: Option<&'a [u8]>,
}

impl<'a> AuthenticatorData<'a> {
    /// Parses the data up to the id of a new credential. The public key and the extensions after it are not parsed: the
    /// browser sends the key in another form, and the server uses no extensions.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, PasskeyFault> {
        let (header, rest) = bytes.split_at_checked(HEADER).ok_or(PasskeyFault::Malformed)?;
        let (rp_id_hash, counted) = header.split_at(32);
        let [flags, count @ ..] = counted else {
            return Err(PasskeyFault::Malformed);
        };
        let count: [u8; 4] = count.try_into().map_err(|_| PasskeyFault::Malformed)?;
        let credential_id = match flags & HAS_CREDENTIAL {
            0 => None,
            _ => Some(credential_id(rest).ok_or(PasskeyFault::Malformed)?),
        };
        Ok(Self {
            rp_id_hash,
            flags: *flags,
            sign_count: u32::from_be_bytes(count),
            credential_id,
        })
    }

    /// Checks that the passkey belongs to this site and that the authenticator has verified its user, for example by a
    /// fingerprint. Without that, a stolen security key alone would be enough to sign in.
    pub fn check(&self, rp_id_hash: &[u8; 32]) -> Result<(), PasskeyFault> {
        if self.rp_id_hash != rp_id_hash {
            return Err(PasskeyFault::OtherRelyingParty);
        }
        if self.flags & USER_PRESENT == 0 {
            return Err(PasskeyFault::UserAbsent);
        }
        if self.flags & USER_VERIFIED == 0 {
            return Err(PasskeyFault::UserNotVerified);
        }
        if self.flags & IS_BACKED_UP != 0 && self.flags & MAY_BE_BACKED_UP == 0 {
            return Err(PasskeyFault::ImpossibleBackup);
        }
        Ok(())
    }

    pub const fn sign_count(&self) -> u32 {
        self.sign_count
    }

    pub const fn credential_id(&self) -> Option<&'a [u8]> {
        self.credential_id
    }
}

fn credential_id(rest: &[u8]) -> Option<&[u8]> {
    let (_, rest) = rest.split_at_checked(MODEL)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, _key) = rest.split_at_checked(length)?;
    (1..=MAX_CREDENTIAL_ID).contains(&length).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SITE: [u8; 32] = [7; 32];
    const VERIFIED: u8 = USER_PRESENT | USER_VERIFIED;

    fn data(flags: u8, rest: &[u8]) -> Vec<u8> {
        [SITE.as_slice(), &[flags], &9_u32.to_be_bytes(), rest].concat()
    }

    fn with_id(length: u16, id: &[u8]) -> Vec<u8> {
        let rest = [&[0; MODEL], length.to_be_bytes().as_slice(), id, &[0xa5]].concat();
        data(VERIFIED | HAS_CREDENTIAL, &rest)
    }

    #[test]
    fn each_flag_matters() {
        let check = |flags| AuthenticatorData::parse(&data(flags, &[])).unwrap().check(&SITE);
        assert_eq!(check(VERIFIED), Ok(()));
        assert_eq!(check(VERIFIED | MAY_BE_BACKED_UP | IS_BACKED_UP), Ok(()));
        assert_eq!(check(USER_VERIFIED), Err(PasskeyFault::UserAbsent));
        assert_eq!(check(USER_PRESENT), Err(PasskeyFault::UserNotVerified));
        assert_eq!(check(VERIFIED | IS_BACKED_UP), Err(PasskeyFault::ImpossibleBackup));
    }

    #[test]
    fn another_site_is_refused_in_every_byte() {
        let bytes = data(VERIFIED, &[]);
        let answer = AuthenticatorData::parse(&bytes).unwrap();
        assert_eq!(answer.sign_count(), 9);
        for byte in 0..32 {
            let mut other = SITE;
            other[byte] ^= 1;
            assert_eq!(answer.check(&other), Err(PasskeyFault::OtherRelyingParty));
        }
    }

    #[test]
    fn a_new_credential_has_an_id_of_at_most_1023_bytes() {
        let id = |bytes: &[u8]| AuthenticatorData::parse(bytes).map(|data| data.credential_id().map(<[u8]>::to_vec));
        assert_eq!(id(&with_id(3, b"abc")), Ok(Some(b"abc".to_vec())));
        assert_eq!(id(&data(VERIFIED, b"extensions")), Ok(None));
        for wrong in [
            with_id(0, b""),
            with_id(9, b"abc"),
            with_id(1024, &[1; 1024]),
            data(64, &[0; 17]),
        ] {
            assert_eq!(id(&wrong), Err(PasskeyFault::Malformed));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn any_bytes_are_parsed_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..90)) {
            if let Ok(data) = AuthenticatorData::parse(&bytes) {
                prop_assert!(bytes.len() >= HEADER);
                prop_assert!(data.credential_id().is_none_or(|id| id.len() < bytes.len()));
            }
        }
    }
}
