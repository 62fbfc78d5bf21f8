//! Tests of time-based codes.

use super::*;
use crate::{code::Code, time::Timestamp};
use core::time::Duration;

/// The secret of the RFCs, "12345678901234567890".
fn rfc_secret() -> TotpSecret {
    TotpSecret::from_bytes(*b"12345678901234567890")
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

#[test]
fn rfc_6238_vectors() {
    // Appendix B lists codes of eight digits. A code of six digits consists of the last six of these digits.
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

#[test]
fn codes_are_those_of_totp_rs() {
    let mut bytes = [0x5a_u8; SECRET_BYTES];
    for round in 0..500_u64 {
        bytes[(round % 20) as usize] = bytes[(round % 20) as usize].wrapping_mul(31).wrapping_add(round as u8);
        let theirs = totp_rs::Builder::new().with_secret(bytes).build_noncompliant();
        let step = Step::from_number(round * 7_919);
        let code = TotpSecret::from_bytes(bytes).code_at(step);
        assert_eq!(code.as_str(), theirs.generate(step.number() * STEP_SECONDS).to_string());
    }
}
