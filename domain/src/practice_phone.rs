//! The accounts of the practice phone: which accounts it accepts, in which form the browser stores them, and when they are
//! removed.

use crate::{
    credentials::is_student_login,
    totp::{TotpSecret, parse_otpauth_uri},
};
use serde::{Deserialize, Serialize};

/// An account on the phone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAccount {
    pub login: String,
    /// The secret in Base32.
    pub key: String,
    /// The end of the lesson in Unix microseconds.
    pub until: i64,
    /// The account of a neighbour, whose phone this browser is. It was added while its login was not signed in here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partner: bool,
}

const fn is_false(b: &bool) -> bool {
    !*b
}

/// The content of a QR code, and the time at which the student's lesson ends, if the page contained it.
#[derive(Clone, Serialize, Deserialize)]
pub struct ScannedCode {
    pub uri: String,
    pub until: Option<i64>,
}

/// Why the phone does not accept an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfitAccount {
    Key,
    NotAStudent,
}

impl StoredAccount {
    /// Reads an account from the content of a QR code. Only accounts of students are accepted.
    pub fn from_otpauth_uri(uri: &str, until: i64) -> Result<Self, UnfitAccount> {
        let (login, secret) = parse_otpauth_uri(uri).ok_or(UnfitAccount::Key)?;
        Self::of_student(&login, &secret, until)
    }

    pub fn of_student(login: &str, secret: &TotpSecret, until: i64) -> Result<Self, UnfitAccount> {
        // Logins of students contain only ASCII characters.
        let login = login.trim().to_ascii_lowercase();
        if !is_student_login(&login) {
            return Err(UnfitAccount::NotAStudent);
        }
        Ok(Self {
            login,
            key: secret.to_base32(),
            until,
            partner: false,
        })
    }

    pub fn secret(&self) -> Option<TotpSecret> {
        TotpSecret::from_base32(&self.key)
    }
}

/// The accounts that stay in the browser when the student with this `login` signs in: the student's own, and those of
/// neighbours whose phone this browser is. Accounts of students who signed in here before are removed.
pub fn without_others(kept: Vec<StoredAccount>, login: &str) -> Vec<StoredAccount> {
    let stays = |account: &StoredAccount| account.partner || account.login == login;
    kept.into_iter().filter(stays).collect()
}

pub fn still_valid(kept: Vec<StoredAccount>, now: i64) -> Vec<StoredAccount> {
    kept.into_iter().filter(|account| account.until > now).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::totp::otpauth_uri;

    fn kept(login: &str, until: i64) -> StoredAccount {
        StoredAccount {
            login: login.to_owned(),
            key: "A".repeat(32),
            until,
            partner: false,
        }
    }

    #[test]
    fn the_next_student_finds_nothing_of_the_last() {
        let phone = vec![kept("otter-1111", 10), kept("kestrel-4821", 10)];
        assert!(without_others(phone.clone(), "kestrel-4821") == [kept("kestrel-4821", 10)]);
        assert!(without_others(phone, "lemon-2222").is_empty());
    }

    #[test]
    fn a_neighbour_s_account_stays_while_others_sign_in() {
        let partner = StoredAccount {
            partner: true,
            ..kept("otter-1111", 10)
        };
        let phone = vec![partner.clone(), kept("lemon-2222", 10), kept("kestrel-4821", 10)];
        assert!(without_others(phone.clone(), "kestrel-4821") == [partner.clone(), kept("kestrel-4821", 10)]);
        // It ends with its lesson like every account.
        assert!(still_valid(vec![partner], 10).is_empty());
        let text = serde_json::to_string(&phone).unwrap();
        assert!(serde_json::from_str::<Vec<StoredAccount>>(&text).unwrap() == phone);
        // Accounts that an earlier release has stored.
        let stored = r#"[{"login":"a-1111","key":"AAAA","until":5}]"#;
        assert!(!serde_json::from_str::<Vec<StoredAccount>>(stored).unwrap()[0].partner);
    }

    #[test]
    fn a_lesson_that_is_over_is_forgotten() {
        assert!(still_valid(vec![kept("a-1111", 5), kept("b-1111", 6)], 5) == [kept("b-1111", 6)]);
    }

    #[test]
    fn the_phone_takes_student_logins_only() {
        let secret = TotpSecret::from_bytes([7; 20]);
        let account_of = |uri: &str| StoredAccount::from_otpauth_uri(uri, 9);
        let student = account_of(&otpauth_uri("Stepwise", "kestrel-4821", &secret));
        assert!(matches!(student, Ok(StoredAccount { until: 9, .. })));
        assert_eq!(
            account_of(&otpauth_uri("Stepwise", "alice", &secret)).err(),
            Some(UnfitAccount::NotAStudent)
        );
        assert_eq!(account_of("https://example.org").err(), Some(UnfitAccount::Key));
    }
}
