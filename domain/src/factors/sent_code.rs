//! Rules for codes that are sent by mail or SMS: how long a code is valid, how many are sent, and how pages mask the
//! recipient.

use crate::{
    factor::FactorKind,
    ids::SentCodeId,
    refusal::Refusal,
    time::{HOUR, Timestamp},
};
use core::{fmt, time::Duration};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// How long a sent code is valid (ASVS 6.6.3 allows at most ten minutes).
pub const CODE_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Minimum time between two codes of the same kind.
pub const RESEND_COOLDOWN: Duration = Duration::from_secs(30);
/// Maximum number of codes of one kind per account and hour, because text messages cost money and mailboxes must not be
/// flooded.
pub const MAX_CODES_PER_HOUR: usize = 10;

/// The sent code that a session accepts. The session accepts no earlier code and no code of another session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentCode {
    #[serde(rename = "code")]
    pub id: SentCodeId,
    pub by: FactorKind,
    pub at: Timestamp,
}

impl SentCode {
    pub fn resend_at(self) -> Timestamp {
        self.at.after(RESEND_COOLDOWN)
    }
}

/// Checks whether the server is allowed to send another code now. `sent` has the times of the earlier codes, in any
/// order.
pub fn check_send_limit(sent: &[Timestamp], now: Timestamp) -> Result<(), Refusal> {
    let recent = || sent.iter().copied().filter(|at| now.since(*at) < HOUR);
    if let Some(last) = recent().max().filter(|last| now.since(*last) < RESEND_COOLDOWN) {
        return Err(Refusal::SentJustNow {
            until: last.after(RESEND_COOLDOWN),
        });
    }
    match recent().min() {
        Some(first) if recent().count() >= MAX_CODES_PER_HOUR => Err(Refusal::TooManyMessages {
            until: first.after(HOUR),
        }),
        _ => Ok(()),
    }
}

/// A phone number in international form (E.164): `+` and 8 to 15 digits.
#[derive(Clone, PartialEq, Eq, Zeroize)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Accepts spaces, dashes, dots and brackets, and `00` in place of `+`. Returns `None` for a number without a
    /// country code, because the same number exists in several countries.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if typed.len() > 40 {
            return None;
        }
        let rest = typed.strip_prefix('+').or_else(|| typed.strip_prefix("00"))?;
        let mut number = String::from("+");
        for character in rest.chars() {
            match character {
                '0'..='9' => number.push(character),
                ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '\u{2010}'..='\u{2015}' => {}
                _ => return None,
            }
        }
        let digits = number.len() - 1;
        let fits = (8..=15).contains(&digits) && !number.starts_with("+0");
        fits.then_some(Self(number))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hides the digits, so that debug output cannot carry a phone number into a log.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(·)")
    }
}

/// Masks an e-mail address or phone number so that only its owner recognises it: `j•••@example.org`, `+7 ••• ••12`.
pub fn mask_recipient(kind: FactorKind, to: &str) -> String {
    match kind {
        FactorKind::Email => {
            let (name, host) = to.rsplit_once('@').unwrap_or((to, ""));
            let first: String = name.chars().take(1).collect();
            format!("{first}•••@{host}")
        }
        FactorKind::Sms => {
            let first: String = to.chars().take(2).collect();
            let last = to.get(to.len().saturating_sub(2)..).unwrap_or_default();
            format!("{first} ••• ••{last}")
        }
        FactorKind::Totp | FactorKind::Passkey => String::new(),
    }
}

/// An invented phone number or e-mail address for a student's practice phone. No country has the code 999, and the
/// top-level domain `invalid` is reserved (RFC 2606), so neither can belong to a real person.
pub fn practice_target(kind: FactorKind, login: &str) -> String {
    match kind {
        FactorKind::Sms => {
            let digits: String = login.chars().filter(char::is_ascii_digit).collect();
            format!("+999000{digits:0>4}")
        }
        _ => format!("{login}@practice.invalid"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_seconds(1_700_000_000)
    }

    #[test]
    fn numbers_are_taken_however_people_write_them() {
        for typed in [
            "+79161234512",
            " +7 (916) 123-45-12 ",
            "007 916.123.45.12",
            "+7\u{a0}916 123–45–12",
        ] {
            let number = PhoneNumber::parse(typed);
            assert_eq!(
                number.as_ref().map(PhoneNumber::as_str),
                Some("+79161234512"),
                "{typed}"
            );
        }
    }

    #[test]
    fn text_that_is_no_number_is_none() {
        let long = format!("+{}", "1".repeat(16));
        let flood = format!("+{}", " ".repeat(10_000));
        for typed in [
            "",
            "+",
            "89161234512",
            "+1234567",
            "+0123456789",
            "+7916abc4512",
            "+7916123451２",
            "++79161234512",
            "+7916+1234512",
            "+79161234512;rm",
            &long,
            &flood,
        ] {
            assert_eq!(PhoneNumber::parse(typed), None, "{typed:.30}");
        }
        assert!(!format!("{:?}", PhoneNumber::parse("+79161234512")).contains("7916"));
    }

    #[test]
    fn targets_are_masked() {
        assert_eq!(
            mask_recipient(FactorKind::Email, "jane@example.org"),
            "j•••@example.org"
        );
        assert_eq!(
            mask_recipient(FactorKind::Email, "\"a@b\"@example.org"),
            "\"•••@example.org"
        );
        assert_eq!(mask_recipient(FactorKind::Sms, "+79161234512"), "+7 ••• ••12");
    }

    #[test]
    fn practice_numbers_look_like_phone_numbers() {
        let number = practice_target(FactorKind::Sms, "kestrel-4821");
        assert_eq!(number, "+9990004821");
        assert!(PhoneNumber::parse(&number).is_some());
    }

    #[test]
    fn half_a_minute_between_two_and_ten_in_an_hour() {
        let seconds = Duration::from_secs;
        assert_eq!(check_send_limit(&[], now()), Ok(()));
        let until = now().after(seconds(1));
        assert_eq!(
            check_send_limit(&[now().before(seconds(29))], now()),
            Err(Refusal::SentJustNow { until })
        );
        assert_eq!(check_send_limit(&[now().before(RESEND_COOLDOWN)], now()), Ok(()));
        let many: Vec<_> = (1..=10).map(|n| now().before(seconds(300 * n))).collect();
        assert_eq!(
            check_send_limit(&many, now()),
            Err(Refusal::TooManyMessages {
                until: now().after(seconds(600))
            })
        );
        assert_eq!(check_send_limit(&many[..9], now()), Ok(()));
        assert_eq!(check_send_limit(&many, now().after(seconds(600))), Ok(()));
    }
}
