//! Tests of codes of six digits and recovery codes, in all ways in which users type them.

use crate::{common::*, on_every_database};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    input_that_is_not_six_digits_is_refused_with_a_message_and_is_not_counted,
    spaces_and_dashes_in_a_code_are_ignored,
    a_recovery_code_signs_in_once_and_earns_no_badge,
    twenty_requests_with_one_recovery_code_have_one_success,
    recovery_codes_are_shown_once,
    a_student_cannot_continue_before_the_recovery_codes_are_saved,
    codes_of_a_reset_authenticator_are_not_shown_again,
    wrong_recovery_codes_are_counted_with_wrong_codes,
    recovery_codes_are_accepted_in_any_case_and_with_any_separator,
);

fn not_codes(right: &str) -> Vec<String> {
    vec![
        String::new(),
        "12345".to_owned(),
        "1234567".to_owned(),
        "12345a".to_owned(),
        "abcdef".to_owned(),
        "１２３４５６".to_owned(),
        "٠١٢٣٤٥".to_owned(),
        format!("{right}0"),
        format!("+{right}"),
        format!("{right}\0"),
        "1".repeat(10_000),
        format!("{right}{}", " ".repeat(4_000)),
        "%00%00".to_owned(),
    ]
}

async fn input_that_is_not_six_digits_is_refused_with_a_message_and_is_not_counted(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser().speaking("ru");
    let words = Texts::of(Locale::Ru).refusal_not_a_code();
    student.signs_in(seat).await;
    let secret = student.opens_set_up().await;
    for typed in not_codes(&secret.code_at(app.now())) {
        student.opens("/set-up").await;
        assert_eq!(
            student.gives_set_up_code(&typed).await.refusal(),
            Refusal::NotACode,
            "{typed:?}"
        );
        let page = student.submits_and_follows("/set-up", &[("code", &typed)]).await;
        assert!(page.says(words), "{typed:?}");
        assert!(page.body.contains(&secret.base32), "{typed:?}");
    }
    assert!(student.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    app.waits(30);
    let student = app.browser().speaking("ru");
    student.signs_in(seat).await;
    for typed in not_codes(&secret.code_at(app.now())) {
        student.opens("/sign-in/code").await;
        assert_eq!(
            student.gives_code(&typed).await.refusal(),
            Refusal::NotACode,
            "{typed:?}"
        );
        let page = student.submits_and_follows("/sign-in/code", &[("code", &typed)]).await;
        assert!(page.says(words), "{typed:?}");
    }
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!(class.seat(seat).await.failure, None);
}

async fn spaces_and_dashes_in_a_code_are_ignored(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    let secret = student.opens_set_up().await;
    let code = secret.code_at(app.now());
    let typed = format!(" {} {} ", &code[..3], &code[3..]);
    assert!(student.gives_set_up_code(&typed).await.is_done());
    for separator in ["-", " ", "\u{a0}", "–", " - ", "\t"] {
        app.waits(30);
        let student = app.browser();
        student.signs_in(seat).await;
        let code = secret.code_at(app.now());
        let typed = format!("{}{separator}{}", &code[..3], &code[3..]);
        assert!(student.gives_code(&typed).await.is_done(), "{typed:?}");
    }
}

async fn a_recovery_code_signs_in_once_and_earns_no_badge(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    app.waits(60);
    let student = app.browser();
    student.signs_in(seat).await;
    assert!(student.gives_recovery_code(&codes[3]).await.is_done());
    assert!(student.is_signed_in().await);
    assert_eq!(class.badges(seat).await, 3);
    let again = app.browser();
    again.signs_in(seat).await;
    assert_eq!(
        again.gives_recovery_code(&codes[3]).await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert!(!again.is_signed_in().await);
    assert!(again.gives_recovery_code(&codes[4]).await.is_done());
    assert_eq!(class.badges(seat).await, 3);
    assert!(app.browser().signs_in_with_code(seat, &secret).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
}

async fn twenty_requests_with_one_recovery_code_have_one_success(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (_, codes) = app.browser().connects(seat).await;
    let mut browsers = Vec::new();
    for _ in 0..20 {
        let browser = app.browser();
        browser.signs_in(seat).await;
        browsers.push(browser);
    }
    let tries = browsers.into_iter().map(|browser| {
        let code = codes[0].clone();
        tokio::spawn(async move { browser.gives_recovery_code(&code).await })
    });
    let mut successes = 0;
    for answer in tries.collect::<Vec<_>>() {
        let answer = answer.await.unwrap();
        if answer.is_done() {
            successes += 1;
        } else {
            let refusal = answer.refusal();
            assert!(
                matches!(refusal, Refusal::RecoveryCodeWrong | Refusal::Locked { .. }),
                "{refusal}"
            );
        }
    }
    assert_eq!(successes, 1);
}

async fn recovery_codes_are_shown_once(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let (_, codes) = student.sees_recovery_codes(seat).await;
    let mut different = codes.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 10);
    assert!(
        codes
            .iter()
            .all(|code| code.len() == 19 && code.split('-').all(|group| group.len() == 4))
    );
    let page = student.opens("/set-up/recovery-codes").await;
    assert!(codes.iter().all(|code| page.says(code)));
    // The codes are not shown in another browser of the member, after they were saved, or after ten minutes.
    let copied = student.copied();
    let saved = student.submits("/set-up/saved", &[]).await;
    assert_eq!(saved.leads_to(), "/lesson");
    for path in ["/set-up/recovery-codes", "/lesson", "/set-up"] {
        let page = student.opens(path).await;
        assert!(codes.iter().all(|code| !page.body.contains(code)), "{path}");
    }
    app.waits(600);
    let page = copied.opens("/set-up/recovery-codes").await;
    assert!(codes.iter().all(|code| !page.body.contains(code)));
    // The cookie of another account shows nothing.
    let other = app.class_of(1).await;
    let thief = app.browser();
    thief.connects(&other.seats[0]).await;
    thief.sets_cookie("recovery_codes", &copied.cookie("recovery_codes").unwrap());
    assert_eq!(thief.shown_codes().await.codes, [""; 0]);
}

async fn a_student_cannot_continue_before_the_recovery_codes_are_saved(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    let (_, codes) = student.sees_recovery_codes(&class.seats[0]).await;
    let lesson = student.opens("/lesson").await;
    assert_eq!(student.here(), "/set-up/recovery-codes");
    assert!(codes.iter().all(|code| lesson.says(code)));
    student.submits("/set-up/saved", &[]).await;
    student.opens("/lesson").await;
    assert_eq!(student.here(), "/lesson");
}

async fn codes_of_a_reset_authenticator_are_not_shown_again(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let (_, codes) = student.sees_recovery_codes(seat).await;
    class.seat_action(seat, "reset_factor").await;
    assert!(student.signs_in(seat).await.is_done());
    let lesson = student.opens("/lesson").await;
    assert_eq!(student.here(), "/lesson");
    let shown = student.shown_codes().await.codes;
    assert!(shown.is_empty() && codes.iter().all(|code| !lesson.body.contains(code)));
}

async fn wrong_recovery_codes_are_counted_with_wrong_codes(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    app.waits(60);
    let student = app.browser();
    student.signs_in(seat).await;
    for n in 0..3 {
        assert_eq!(
            student.gives_code(&secret.wrong_code(app.now())).await.refusal(),
            Refusal::CodeWrong
        );
        let wrong = format!("0000-0000-0000-000{n}");
        assert_eq!(
            student.gives_recovery_code(&wrong).await.refusal(),
            Refusal::RecoveryCodeWrong
        );
    }
    assert!(matches!(
        student.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::Locked { .. }
    ));
    assert!(matches!(
        student.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::Locked { .. }
    ));
}

async fn recovery_codes_are_accepted_in_any_case_and_with_any_separator(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (_, codes) = app.browser().connects(seat).await;
    let ways = [
        codes[0].to_uppercase(),
        codes[1].replace('-', ""),
        codes[2].replace('-', " "),
        format!(" {} ", codes[3]),
    ];
    for typed in ways {
        let student = app.browser();
        student.signs_in(seat).await;
        assert!(student.gives_recovery_code(&typed).await.is_done(), "{typed:?}");
    }
    let student = app.browser();
    student.signs_in(seat).await;
    for typed in ["", "123456", &"k".repeat(10_000), "ｋ７ｑｍ"] {
        assert_eq!(
            student.gives_recovery_code(typed).await.refusal(),
            Refusal::RecoveryCodeWrong,
            "{typed:?}"
        );
    }
}
