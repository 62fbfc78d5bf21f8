//! Time-based codes (RFC 6238) and the rule which time steps the server accepts.
//!
//! The parameters are those that all authenticator apps support: SHA-1, six digits, thirty seconds, 160-bit secret.
//! The crate `totp-rs` computes the codes.

use crate::{code::Code, time::Timestamp};
use core::{fmt, time::Duration};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Secret, Totp};
use zeroize::{Zeroize, ZeroizeOnDrop};

pub const STEP_SECONDS: u64 = 30;
pub const SECRET_BYTES: usize = 20;
/// How many steps before and after the current one are accepted.
const ACCEPTED_STEPS_AROUND: u64 = 1;
/// How many steps the set-up searches in each direction to detect a phone with a wrong clock: one hour.
const CLOCK_SEARCH_STEPS: u64 = 3600 / STEP_SECONDS;
/// Characters of a typed key with all spaces and dashes.
const MAX_KEY_LENGTH: usize = 128;

/// A time step: the number of a thirty-second interval since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Step(u64);

impl Step {
    pub const fn at(now: Timestamp) -> Self {
        Self(now.seconds() / STEP_SECONDS)
    }

    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    pub const fn number(self) -> u64 {
        self.0
    }

    pub const fn start(self) -> Timestamp {
        Timestamp::from_seconds((self.0 * STEP_SECONDS) as i64)
    }

    /// How long the user has to wait for an acceptable code after this step was accepted. If this step is the one
    /// after the server's current step, the phone's clock is slightly ahead, and its next code comes within one step.
    /// If it lies further in the future, the server's clock was set back, and the wait lasts until the clock has
    /// passed the step.
    pub fn until_next(self, now: Timestamp) -> Duration {
        let left = Self(self.0 + 1).start().since(now);
        match self.0 == Self::at(now).0 + 1 {
            true => left.min(Duration::from_secs(STEP_SECONDS)),
            false => left,
        }
    }
}

/// The secret that the authenticator app and the server share.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct TotpSecret([u8; SECRET_BYTES]);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(····)")
    }
}

impl TotpSecret {
    pub const fn from_bytes(random: [u8; SECRET_BYTES]) -> Self {
        Self(random)
    }

    pub const fn bytes(&self) -> &[u8; SECRET_BYTES] {
        &self.0
    }

    pub fn to_base32(&self) -> String {
        Secret::from(self.0).to_base32()
    }

    /// Parses a typed key. Spaces, dashes and small letters are accepted.
    pub fn from_base32(typed: &str) -> Option<Self> {
        // A longer text is refused as a whole: reading its beginning would accept whatever follows.
        if typed.chars().nth(MAX_KEY_LENGTH).is_some() {
            return None;
        }
        let key: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let secret = Secret::try_from_base32(key.clone()).ok()?;
        let secret = Self(secret.as_bytes().try_into().ok()?);
        // The decoder drops bits that fill no byte: it would take a character too many for nothing.
        (secret.to_base32() == key).then_some(secret)
    }

    fn totp(&self) -> Totp {
        // `build_noncompliant` skips checks of the parameters, which the types above guarantee.
        Builder::new().with_secret(self.0).build_noncompliant()
    }

    pub fn code_at(&self, step: Step) -> Code {
        code_of(&self.totp(), step)
    }

    /// All steps within `reach` of the current one for which `code` is right. It checks every step, so that the time it
    /// takes does not tell which one matched.
    fn matching_steps(&self, code: &Code, now: Timestamp, reach: u64) -> Vec<Step> {
        let totp = self.totp();
        let current = Step::at(now).number();
        (current.saturating_sub(reach)..=current + reach)
            .map(Step)
            .filter(|step| code_of(&totp, *step).matches(code))
            .collect()
    }
}

fn code_of(totp: &Totp, step: Step) -> Code {
    let digits = totp.generate(step.number() * STEP_SECONDS).to_string();
    Code::from_number(digits.parse().unwrap_or_default())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The code is right and its step is later than the last accepted one. The caller must still record the step by one
    /// atomic update, which fails if a parallel request has used the step.
    Valid(Step),
    /// The code is right, but its step or a later one was accepted before.
    AlreadyUsed(Step),
    Wrong,
}

/// Checks a code. `last` is the last step that this factor has accepted.
pub fn verify(secret: &TotpSecret, code: &Code, now: Timestamp, last: Option<Step>) -> Verdict {
    let steps = secret.matching_steps(code, now, ACCEPTED_STEPS_AROUND);
    let fresh = steps.iter().find(|step| last.is_none_or(|last| **step > last));
    match (fresh, steps.last()) {
        (Some(step), _) => Verdict::Valid(*step),
        (None, Some(step)) => Verdict::AlreadyUsed(*step),
        (None, None) => Verdict::Wrong,
    }
}

/// How many seconds the clock of the phone that made this code is ahead (positive) or behind (negative). `None` if a
/// wrong clock does not explain the code.
pub fn clock_offset(secret: &TotpSecret, code: &Code, now: Timestamp) -> Option<i64> {
    let current = Step::at(now).number();
    secret
        .matching_steps(code, now, CLOCK_SEARCH_STEPS)
        .into_iter()
        .map(Step::number)
        .filter(|step| step.abs_diff(current) > ACCEPTED_STEPS_AROUND)
        .min_by_key(|step| step.abs_diff(current))
        .map(|step| (step as i64 - current as i64) * STEP_SECONDS as i64)
}

/// The `otpauth:` address for the QR code. It names all parameters, because some apps assume other defaults.
pub fn otpauth_uri(issuer: &str, login: &str, secret: &TotpSecret) -> String {
    let (issuer, login) = (percent_encode(issuer), percent_encode(login));
    let key = secret.to_base32();
    format!("otpauth://totp/{issuer}:{login}?secret={key}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

/// Reads login and secret from an address made by `otpauth_uri`, for the practice phone.
pub fn parse_otpauth_uri(uri: &str) -> Option<(String, TotpSecret)> {
    let (label, query) = uri.strip_prefix("otpauth://totp/")?.split_once('?')?;
    let key = query.split('&').find_map(|pair| pair.strip_prefix("secret="))?;
    let login = label.rsplit([':']).next()?;
    Some((login.to_owned(), TotpSecret::from_base32(key)?))
}

fn percent_encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the RFCs, "12345678901234567890".
    fn rfc_secret() -> TotpSecret {
        TotpSecret::from_bytes(*b"12345678901234567890")
    }

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    #[test]
    fn rfc_6238_vectors() {
        // Appendix B lists codes of eight digits; a code of six digits is the last six of them.
        for (time, digits) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let step = Step::at(Timestamp::from_seconds(time));
            assert_eq!(rfc_secret().code_at(step).as_str(), &digits[2..], "at {time}");
        }
    }

    #[test]
    fn rfc_4226_vectors() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ];
        for (counter, expected) in codes.into_iter().enumerate() {
            assert_eq!(
                rfc_secret().code_at(Step::from_number(counter as u64)).as_str(),
                expected
            );
        }
    }

    #[test]
    fn one_step_either_side_is_taken_two_are_not() {
        let now = Timestamp::from_seconds(1_000_000_010);
        let current = Step::at(now).number();
        for (offset, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let step = Step::from_number(current.checked_add_signed(offset).unwrap());
            let verdict = verify(&rfc_secret(), &rfc_secret().code_at(step), now, None);
            assert_eq!(verdict == Verdict::Valid(step), taken, "offset {offset}");
        }
    }

    #[test]
    fn a_step_counts_once_and_never_backwards() {
        let now = Timestamp::from_seconds(1_000_000_010);
        let step = Step::at(now);
        let code_now = rfc_secret().code_at(step);
        assert_eq!(
            verify(&rfc_secret(), &code_now, now, Some(step)),
            Verdict::AlreadyUsed(step)
        );
        let before = rfc_secret().code_at(Step::from_number(step.number() - 1));
        assert!(matches!(
            verify(&rfc_secret(), &before, now, Some(step)),
            Verdict::AlreadyUsed(_)
        ));
        assert_eq!(verify(&rfc_secret(), &code("000000"), now, None), Verdict::Wrong);
    }

    #[test]
    fn a_wrong_clock_is_recognised_up_to_an_hour() {
        let now = Timestamp::from_seconds(1_700_000_000);
        for offset in [-3600, -120, 90, 3600_i64] {
            let phone = Timestamp::from_seconds(1_700_000_000 + offset);
            let typed = rfc_secret().code_at(Step::at(phone));
            assert_eq!(clock_offset(&rfc_secret(), &typed, now), Some(offset));
        }
        let typed = rfc_secret().code_at(Step::at(now));
        assert_eq!(clock_offset(&rfc_secret(), &typed, now), None);
        let far = rfc_secret().code_at(Step::at(Timestamp::from_seconds(1_700_000_000 + 3660)));
        assert_eq!(clock_offset(&rfc_secret(), &far, now), None);
    }

    #[test]
    fn the_address_is_what_authenticators_take() {
        let uri = otpauth_uri("Step wise", "kestrel-4821", &rfc_secret());
        assert_eq!(
            uri,
            "otpauth://totp/Step%20wise:kestrel-4821?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Step%20wise&algorithm=SHA1&digits=6&period=30"
        );
        let (login, secret) = parse_otpauth_uri(&uri).unwrap();
        assert_eq!((login.as_str(), secret), ("kestrel-4821", rfc_secret()));
        assert!(parse_otpauth_uri("otpauth://totp/x?secret=short").is_none());
        assert!(parse_otpauth_uri("https://example.org").is_none());
    }

    #[test]
    fn a_key_typed_in_groups_is_read() {
        let typed = "gezd gnbv-gy3t qojq gezd gnbv gy3t qojq";
        assert_eq!(TotpSecret::from_base32(typed), Some(rfc_secret()));
        assert_eq!(TotpSecret::from_base32("GEZD1"), None);
        assert_eq!(
            TotpSecret::from_base32(&format!("{typed}a")),
            None,
            "one character too many"
        );
        assert_eq!(TotpSecret::from_base32(&format!("{typed}{}x", " ".repeat(100))), None);
        assert!(!format!("{:?}", rfc_secret()).contains("GEZD"));
    }

    #[test]
    fn the_next_code_comes_when_the_step_ends() {
        let now = Timestamp::from_seconds(1_000_000_010);
        let step = Step::at(now);
        assert_eq!(step.until_next(now), Duration::from_secs(30 - 1_000_000_010 % 30));
        // The phone's clock is ahead by one step.
        let later = Step::from_number(step.number() + 1);
        assert_eq!(later.until_next(now), Duration::from_secs(30));
        // The server's clock was set back by an hour.
        let an_hour_later = Step::from_number(step.number() + 120);
        assert!(an_hour_later.until_next(now) > Duration::from_secs(3600));
    }
}
