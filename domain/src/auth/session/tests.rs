//! Tests of the sign-in state machine.

use super::*;
use crate::{ids::AccountId, sent_code::SentCode};
use core::time::Duration;

fn now() -> Timestamp {
    Timestamp::from_seconds(1_700_000_000)
}

fn student() -> Identity {
    Identity {
        account: AccountId::new(now(), [1; 10]),
        kind: AccountKind::Student,
        epoch: 3,
        since: now(),
    }
}

#[test]
fn a_password_alone_opens_nothing_once_a_factor_is_on() {
    let session = SessionState::default().password_accepted(student(), true);
    assert_eq!(session.signed_in(now()), Err(Refusal::SignInFirst));
    assert!(session.pending(now()).is_ok());
    let session = session.factor_verified(now()).unwrap();
    assert!(session.signed_in(now()).is_ok());
    assert_eq!(session.pending(now()), Err(Refusal::SignInFirst));
}

#[test]
fn a_pending_sign_in_lives_ten_minutes() {
    let session = SessionState::default().password_accepted(student(), true);
    let late = now().after(PENDING_LIFETIME);
    assert!(session.pending(late.before(Duration::from_micros(1))).is_ok());
    assert_eq!(session.pending(late), Err(Refusal::PendingExpired));
    assert_eq!(session.factor_verified(late), Err(Refusal::PendingExpired));
}

#[test]
fn a_code_without_a_password_proves_nothing() {
    assert_eq!(
        SessionState::default().factor_verified(now()),
        Err(Refusal::SignInFirst)
    );
    assert_eq!(
        SessionState::default().factor_connected(1, now()),
        Err(Refusal::SignInFirst)
    );
}

#[test]
fn a_member_without_a_factor_reaches_nothing_but_the_set_up() {
    let member = Identity {
        kind: AccountKind::Member,
        ..student()
    };
    let session = SessionState::default().password_accepted(member, false);
    assert_eq!(session.signed_in(now()), Err(Refusal::FactorFirst));
    assert_eq!(session.pending(now()), Err(Refusal::SignInFirst));
    assert_eq!(session.setting_up(now()), Ok(member));
    assert_eq!(
        session.setting_up(now().after(SET_UP_LIFETIME)),
        Err(Refusal::SignInFirst)
    );
    let session = session.factor_connected(4, now()).unwrap();
    assert_eq!(session.signed_in(now()).map(|identity| identity.epoch), Ok(4));
    let pending = SessionState::default().password_accepted(member, true);
    assert!(pending.setting_up(now()).is_err());
}

#[test]
fn a_phone_may_be_replaced_for_a_quarter_of_an_hour() {
    let session = SessionState::default()
        .password_accepted(student(), true)
        .factor_verified(now())
        .unwrap();
    assert!(!session.may_replace(now()));
    let session = session.allow_replacement(now());
    assert!(session.may_replace(now()));
    assert!(!session.may_replace(now().after(REPLACEMENT_LIFETIME)));
    assert!(!session.clone().factor_connected(4, now()).unwrap().may_replace(now()));
    assert!(!session.signed_out().may_replace(now()));
}

#[test]
fn a_sent_code_is_forgotten_with_what_it_was_sent_for() {
    let sent = SentCode {
        id: crate::ids::SentCodeId::new(now(), [5; 10]),
        by: crate::factor::FactorKind::Email,
        at: now(),
    };
    let session = SessionState::default()
        .password_accepted(student(), true)
        .code_sent(sent);
    assert_eq!(session.sent_code(), Some(sent));
    let proved = session.clone().factor_verified(now()).unwrap();
    assert_eq!(proved.sent_code(), None);
    assert_eq!(session.clone().signed_out().sent_code(), None);
    assert_eq!(session.password_accepted(student(), true).sent_code(), None);
    let connecting = proved.code_sent(sent);
    assert_eq!(connecting.clone().allow_replacement(now()).sent_code(), None);
    assert_eq!(connecting.factor_connected(4, now()).unwrap().sent_code(), None);
}

#[test]
fn under_a_new_epoch_neither_a_set_up_nor_a_sent_code_is_left() {
    let session = SessionState::default().password_accepted(student(), true);
    let session = session.factor_verified(now()).unwrap();
    let before = session.signed_in(now()).unwrap();
    let sent = SentCode {
        id: crate::ids::SentCodeId::new(now(), [1; 10]),
        by: crate::factor::FactorKind::Email,
        at: now(),
    };
    let factor = FactorId::new(now(), [2; 10]);
    let raised = session
        .set_up_opened(factor)
        .code_sent(sent)
        .epoch_raised(4, now())
        .unwrap();
    assert_eq!((raised.pending_factor(), raised.sent_code()), (None, None));
    let after = raised.signed_in(now()).unwrap();
    assert!(after.epoch == 4 && after.account == before.account && !after.has_same_epoch(&before));
}

#[test]
fn an_enrolment_code_opens_the_set_up_and_nothing_else() {
    let member = Identity {
        kind: AccountKind::Member,
        ..student()
    };
    assert!(SessionState::default().enrolment_verified(now()).is_err());
    let pending = SessionState::default().password_accepted(member, true);
    assert!(!pending.is_enrolled());
    let session = pending.enrolment_verified(now()).unwrap();
    assert!(session.is_enrolled());
    assert_eq!(session.signed_in(now()), Err(Refusal::FactorFirst));
    assert!(session.setting_up(now()).is_ok());
    assert!(!session.clone().password_accepted(member, false).is_enrolled());
    assert!(!session.clone().signed_out().is_enrolled());
    assert!(!session.factor_connected(4, now()).unwrap().is_enrolled());
}

#[test]
fn a_session_that_owes_an_app_opens_the_set_up_and_nothing_else() {
    let member = Identity {
        kind: AccountKind::Member,
        ..student()
    };
    assert!(SessionState::default().other_factor_required(now()).is_err());
    let pending = SessionState::default().password_accepted(member, true);
    assert!(!pending.requires_other_factor(now()));
    let session = pending.other_factor_required(now()).unwrap();
    assert!(session.requires_other_factor(now()) && session.may_replace(now()));
    assert_eq!(session.signed_in(now()), Err(Refusal::FactorFirst));
    assert_eq!(session.pending(now()), Err(Refusal::SignInFirst));
    assert!(session.setting_up(now()).is_ok());
    // The right to connect an app ends at the same time as this sign-in state.
    let late = now().after(SET_UP_LIFETIME);
    assert!(!session.requires_other_factor(late) && session.setting_up(late).is_err());
    let connected = session.clone().factor_connected(4, now()).unwrap();
    assert!(connected.signed_in(now()).is_ok() && !connected.may_replace(now()));
    assert!(!session.password_accepted(member, true).may_replace(now()));
}

#[test]
fn an_administrator_may_act_for_ten_minutes() {
    let session = SessionState::default().password_accepted(student(), false);
    assert_eq!(session.may_act_until(now()), None);
    let session = session.reauthenticated(now());
    let end = now().after(ADMIN_PROOF_LIFETIME);
    assert_eq!(session.may_act_until(now()), Some(end));
    assert_eq!(session.may_act_until(end), None);
    assert_eq!(session.clone().signed_out().may_act_until(now()), None);
    assert_eq!(session.password_accepted(student(), false).may_act_until(now()), None);
}

#[test]
fn a_sign_in_ends_after_twelve_hours() {
    let session = SessionState::default().password_accepted(student(), false);
    assert_eq!(
        session.signed_in(now().after(SESSION_LIFETIME)),
        Err(Refusal::SignInFirst)
    );
}

#[test]
fn a_grant_is_suspended_while_a_student_is_signed_in() {
    let class = ClassId::new(now(), [9; 10]);
    let session = SessionState::default().with_teacher_grant(class);
    assert_eq!(session.grant(class, now()), Grant::Active);
    let session = session.password_accepted(student(), false);
    assert_eq!(session.grant(class, now()), Grant::Suspended);
    let session = session.signed_out();
    assert_eq!(session.grant(class, now()), Grant::Active);
    assert_eq!(session.grant(ClassId::new(now(), [8; 10]), now()), Grant::None);
}

#[test]
fn a_pending_secret_ends_with_the_next_sign_in() {
    let factor = FactorId::new(now(), [4; 10]);
    let session = SessionState::default()
        .password_accepted(student(), false)
        .set_up_opened(factor);
    assert_eq!(session.pending_factor(), Some(factor));
    assert_eq!(session.clone().signed_out().pending_factor(), None);
    assert_eq!(session.password_accepted(student(), false).pending_factor(), None);
}

#[test]
fn the_oldest_of_too_many_grants_is_forgotten() {
    let classes: Vec<_> = (0..=50).map(|n| ClassId::new(now(), [n; 10])).collect();
    let session = classes.iter().fold(SessionState::default(), |session, class| {
        session.with_teacher_grant(*class)
    });
    assert_eq!(session.managed_classes().len(), 50);
    assert_eq!(session.grant(classes[0], now()), Grant::None);
    assert_eq!(session.grant(classes[50], now()), Grant::Active);
}

#[test]
fn stored_sessions_keep_the_names_of_earlier_releases() {
    let sent = SentCode {
        id: crate::ids::SentCodeId::new(now(), [5; 10]),
        by: crate::factor::FactorKind::Email,
        at: now(),
    };
    let session = SessionState::default()
        .password_accepted(student(), false)
        .with_teacher_grant(ClassId::new(now(), [9; 10]))
        .allow_replacement(now())
        .set_up_opened(FactorId::new(now(), [4; 10]))
        .code_sent(sent)
        .reauthenticated(now());
    let stored = serde_json::to_value(&session).unwrap();
    let names: Vec<&str> = stored.as_object().unwrap().keys().map(String::as_str).collect();
    let known = [
        "asked",
        "grants",
        "may_replace_until",
        "presence",
        "proved_again",
        "set_up",
    ];
    assert_eq!(names, known);
    assert_eq!(stored["presence"]["as"], "signed_in");
    assert!(stored["asked"]["code"].is_string());
    assert_eq!(serde_json::from_value::<SessionState>(stored).unwrap(), session);
}

#[test]
fn a_link_to_read_manages_nothing() {
    let class = ClassId::new(now(), [9; 10]);
    let reader = SessionState::default().with_grant(LinkGrant::new(class, LinkKind::Reader, 2));
    assert_eq!(reader.grant(class, now()), Grant::None);
    assert_eq!(reader.any_grant(class, now()), Grant::Active);
    assert_eq!(reader.link_epoch(class, LinkKind::Reader), Some(2));
    assert!(reader.managed_classes().is_empty());
    let both = reader.with_teacher_grant(class);
    assert_eq!(both.grant(class, now()), Grant::Active);
    assert_eq!(both.link_epoch(class, LinkKind::Reader), Some(2));
}

#[test]
fn sessions_from_before_there_were_several_links_are_understood() {
    let class = ClassId::new(now(), [9; 10]);
    let old = format!(r#"{{"presence":{{"as":"anonymous"}},"grants":["{class}"],"set_up":null}}"#);
    let session: SessionState = serde_json::from_str(&old).unwrap();
    assert_eq!(session, SessionState::default().with_teacher_grant(class));
    let again = serde_json::to_string(&session).unwrap();
    assert_eq!(serde_json::from_str::<SessionState>(&again).unwrap(), session);
}
