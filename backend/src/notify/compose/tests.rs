//! Tests of the composed mails: all kinds, in every language.

use super::*;
use domain::locale::Locale;

#[test]
fn times_are_said_in_utc() {
    assert_eq!(utc(Timestamp::from_seconds(1_795_165_210)), "2026-11-20 09:00 UTC");
    assert_eq!(utc(Timestamp::from_micros(i64::MAX)), "1970-01-01 00:00 UTC");
}

#[test]
fn every_notice_is_whole_in_every_language() {
    let token = "T0KEN".to_owned();
    let notices = [
        Notice::ConfirmEmail { token: token.clone() },
        Notice::AddressTaken,
        Notice::ResetPassword { token: token.clone() },
        Notice::RescueAsked { token: token.clone() },
        Notice::FactorsReset { token: token.clone() },
        Notice::EmailChanged { token: Some(token) },
        Notice::EmailChanged { token: None },
        Notice::EmailRestored,
        Notice::EmailChangeUndone,
        Notice::FactorsOrdered,
        Notice::ConfirmedByRecoveryCode,
        Notice::FactorConnected,
        Notice::FactorReplaced,
        Notice::RecoveryCodesRenewed,
        Notice::RecoveryCodeUsed,
        Notice::PasswordChanged,
        Notice::EmailChangeAsked,
        Notice::EmailConfirmed,
        Notice::AccountDeleted,
        Notice::Code {
            code: "012345".to_owned(),
            agent: "Firefox, Windows".to_owned(),
        },
        Notice::MessagesConnected,
        Notice::FactorRemoved,
        Notice::RescueDeclined,
        Notice::Deactivated,
        Notice::Reactivated,
        Notice::RoleChanged,
        Notice::SessionsEnded,
        Notice::NewDevice {
            agent: String::new(),
            at: Timestamp::from_seconds(1_795_165_210),
        },
        Notice::RescueToDecide,
        Notice::RescueObjected,
    ];
    for locale in Locale::ALL {
        for notice in &notices {
            let OutgoingMessage {
                to,
                subject,
                text,
                html,
            } = notice
                .compose(Texts::of(locale), "https://s.example", "a@b.example", "ada<b>")
                .letter;
            assert_eq!(to, "a@b.example");
            assert!(!subject.is_empty() && !subject.contains('\n'));
            assert!(text.contains("ada<b>") && !text.contains('{'), "{text}");
            assert!(html.contains("ada&lt;b&gt;") && !html.contains("ada<b>"), "{html}");
            let has_link = matches!(
                notice,
                Notice::ConfirmEmail { .. }
                    | Notice::ResetPassword { .. }
                    | Notice::RescueAsked { .. }
                    | Notice::FactorsReset { .. }
                    | Notice::EmailChanged { token: Some(_) }
            );
            assert_eq!(text.contains("/T0KEN\n"), has_link);
            assert_eq!(html.contains("/T0KEN\""), has_link);
        }
    }
}
