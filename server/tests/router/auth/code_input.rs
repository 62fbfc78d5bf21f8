//! Tests of the input of six-digit codes and recovery codes, in all spellings that users enter.

use crate::{common::*, on_every_database};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    input_that_is_not_six_digits_is_refused_with_a_message_and_is_not_counted,
    spaces_and_dashes_in_a_code_are_ignored,
    recovery_codes_are_accepted_in_any_case_and_with_any_separator,
    codes_are_understood_in_full_width_and_without_the_shift_key,
);

fn not_codes(right: &str) -> Vec<String> {
    vec![
        String::new(),
        "12345".to_owned(),
        "1234567".to_owned(),
        "12345a".to_owned(),
        "abcdef".to_owned(),
        "&é\"'(--".to_owned(),
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
    let student = app.browser();
    let words = Texts::of(Locale::En).refusal_not_a_code();
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
    let student = app.browser();
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
    for separator in ["-", " ", "\u{a0}", "–", " - ", "\t", "−"] {
        app.waits(30);
        let student = app.browser();
        student.signs_in(seat).await;
        let code = secret.code_at(app.now());
        let typed = format!("{}{separator}{}", &code[..3], &code[3..]);
        assert!(student.gives_code(&typed).await.is_done(), "{typed:?}");
    }
}

/// The code of the next time step, as `typed` types it.
async fn signs_in_typing(app: &TestApp, seat: &Seat, secret: &Secret, typed: impl Fn(&str) -> String) -> Answer {
    app.waits(30);
    let student = app.browser();
    student.signs_in(seat).await;
    student.gives_code(&typed(&secret.code_at(app.now()))).await
}

async fn codes_are_understood_in_full_width_and_without_the_shift_key(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    let full_width = signs_in_typing(&app, seat, &secret, keyboard::full_width).await;
    assert!(full_width.is_done(), "{}", full_width.body);
    let french = signs_in_typing(&app, seat, &secret, keyboard::french_without_shift).await;
    assert!(french.is_done(), "{}", french.body);
    let typed = [
        keyboard::russian(&codes[0]),
        keyboard::russian(&codes[1].replace('-', " ")).to_uppercase(),
        keyboard::french_without_shift(&codes[2]),
        keyboard::french_without_shift(&codes[3].replace('-', "")),
        keyboard::full_width(&codes[4]),
        codes[5].replace('-', " — "),
    ];
    for typed in typed {
        let student = app.browser();
        student.signs_in(seat).await;
        assert!(student.gives_recovery_code(&typed).await.is_done(), "{typed:?}");
    }
    let student = app.browser();
    student.signs_in(seat).await;
    let wrong = student
        .gives_recovery_code(&keyboard::russian("aaaa-aaaa-aaaa-aaaa"))
        .await;
    assert_eq!(wrong.refusal(), Refusal::WrongKeyboard);
    let wrong = student.gives_recovery_code("aaaa-aaaa-aaaa-aaaa").await;
    assert_eq!(wrong.refusal(), Refusal::RecoveryCodeWrong);
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
