//! Codes that are sent, by mail or SMS: how long they live, how often they may be sent, and to whom, as far as a page
//! may say it.

use crate::{factor::FactorKind, ids::MessageId, refusal::Refusal, time::Timestamp};
use core::{fmt, time::Duration};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// How long a sent code is worth anything (ASVS 6.6.3 allows ten minutes).
pub const CODE_LIFE: Duration = Duration::from_secs(10 * 60);
/// How long it takes until another one may be sent the same way.
pub const RESEND_AFTER: Duration = Duration::from_secs(30);
/// So many codes of one kind an account is sent in an hour: messages cost money, and mailboxes are not flooded.
pub const MOST_IN_AN_HOUR: usize = 10;
pub const HOUR: Duration = Duration::from_secs(3600);

/// The one code that this session may give: what was sent before it, or to another session, is worth nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub code: MessageId,
    pub by: FactorKind,
    pub at: Timestamp,
}

impl Asked {
    pub fn again_at(self) -> Timestamp {
        self.at.after(RESEND_AFTER)
    }
}

/// Whether another code may be sent, after those of the last hour (in any order).
pub fn may_send(sent: &[Timestamp], now: Timestamp) -> Result<(), Refusal> {
    let recent = || sent.iter().copied().filter(|at| now.since(*at) < HOUR);
    if let Some(last) = recent().max().filter(|last| now.since(*last) < RESEND_AFTER) {
        return Err(Refusal::SentJustNow {
            until: last.after(RESEND_AFTER),
        });
    }
    match recent().min() {
        Some(first) if recent().count() >= MOST_IN_AN_HOUR => Err(Refusal::TooManyMessages {
            until: first.after(HOUR),
        }),
        _ => Ok(()),
    }
}

/// A telephone number as networks write it (E.164): `+` and 8 to 15 digits.
#[derive(Clone, PartialEq, Eq, Zeroize)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// However people write it: spaces, dashes, dots, brackets, `00` for `+`. Numbers without their country are
    /// nobody's.
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

/// A number must not reach a log by way of a debug print.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(·)")
    }
}

/// `j•••@example.org`, `+7 ••• ••12`: enough to know one's own.
pub fn masked(kind: FactorKind, to: &str) -> String {
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
        FactorKind::Totp => String::new(),
    }
}

/// Where messages of a student's practice phone go. Nobody has that country code, and no mail leaves for that host.
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
    fn what_is_no_number_is_none() {
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
        assert_eq!(masked(FactorKind::Email, "jane@example.org"), "j•••@example.org");
        assert_eq!(masked(FactorKind::Email, "\"a@b\"@example.org"), "\"•••@example.org");
        assert_eq!(masked(FactorKind::Sms, "+79161234512"), "+7 ••• ••12");
    }

    #[test]
    fn practice_numbers_look_like_numbers_and_are_nobody_s() {
        let number = practice_target(FactorKind::Sms, "kestrel-4821");
        assert_eq!(number, "+9990004821");
        assert!(PhoneNumber::parse(&number).is_some());
    }

    #[test]
    fn half_a_minute_between_two_and_ten_in_an_hour() {
        let seconds = Duration::from_secs;
        assert_eq!(may_send(&[], now()), Ok(()));
        let until = now().after(seconds(1));
        assert_eq!(
            may_send(&[now().before(seconds(29))], now()),
            Err(Refusal::SentJustNow { until })
        );
        assert_eq!(may_send(&[now().before(RESEND_AFTER)], now()), Ok(()));
        let many: Vec<_> = (1..=10).map(|n| now().before(seconds(300 * n))).collect();
        assert_eq!(
            may_send(&many, now()),
            Err(Refusal::TooManyMessages {
                until: now().after(seconds(600))
            })
        );
        assert_eq!(may_send(&many[..9], now()), Ok(()));
        assert_eq!(may_send(&many, now().after(seconds(600))), Ok(()));
    }
}
