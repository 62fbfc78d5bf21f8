//! Tests that logins, passwords and class codes are understood with other keyboard layouts, dashes and spaces, and that
//! a refusal says when the keyboard has to be switched.

use crate::{common::*, on_every_database};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    a_student_signs_in_with_every_keyboard_layout,
    a_refusal_says_to_switch_the_keyboard_whether_the_login_exists_or_not,
    a_wrong_password_in_another_layout_is_counted_like_any_other,
    the_name_and_password_of_a_member_are_never_changed,
    a_class_code_is_understood_with_every_keyboard_layout,
    a_student_signs_in_to_the_api_with_another_keyboard_layout,
);

async fn a_student_signs_in_with_every_keyboard_layout(app: TestApp) {
    let class = app.class_of(1).await;
    let Seat { login, password, .. } = &class.seats[0];
    let both = |typed: &dyn Fn(&str) -> String| (typed(login), typed(password));
    let mut typed = vec![
        both(&keyboard::russian),
        both(&|text| keyboard::russian(text).to_uppercase()),
        both(&keyboard::french),
        both(&keyboard::french_without_shift),
        both(&keyboard::full_width),
    ];
    for separator in ["", " ", "–", "—", "‑", "−", "_", " - "] {
        typed.push(both(&|text| text.replace('-', separator)));
    }
    let four_letters = |text: &str| {
        let groups = text.split('-');
        let cut = groups.map(|group| {
            if group.ends_with(|last: char| last.is_ascii_digit()) {
                group
            } else {
                &group[..group.len().min(4)]
            }
        });
        cut.collect::<String>()
    };
    typed.push(both(&four_letters));
    typed.push(both(&|text| keyboard::russian(&four_letters(text))));
    typed.push(both(&|text| keyboard::french(&four_letters(text))));
    for (name, password) in typed {
        let browser = app.browser();
        let answer = browser.gives_password(&name, &password).await;
        assert!(answer.is_done(), "{name} {password}");
        assert!(browser.is_signed_in().await);
    }
    assert_eq!(class.badges(&class.seats[0]).await, 1);
    assert_eq!(class.seat(&class.seats[0]).await.failure, None);
}

async fn a_refusal_says_to_switch_the_keyboard_whether_the_login_exists_or_not(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let unknown = if seat.login == "kestrel-4821" {
        "kestrel-4822"
    } else {
        "kestrel-4821"
    };
    for (locale, language) in [(Locale::En, "en"), (Locale::Ru, "ru"), (Locale::Fr, "fr")] {
        let mut seen = Vec::new();
        for login in [seat.login.as_str(), unknown] {
            let visitor = app.browser().speaking(language);
            let fields = [("username", login), ("password", "фьиук-щееук-482")];
            let answer = visitor.gives_password(login, fields[1].1).await;
            assert_eq!(answer.refusal(), Refusal::WrongKeyboard);
            visitor.opens("/sign-in").await;
            let page = visitor.submits_and_follows("/sign-in", &fields).await;
            assert!(page.says(Texts::of(locale).typing_wrong_keyboard()));
            seen.push((page.status, html::text(&page.body)));
        }
        assert_eq!(seen[0], seen[1]);
        app.waits(3600);
    }
    let latin = app.browser().gives_password(&seat.login, "amber-otter-482").await;
    assert_eq!(latin.refusal(), Refusal::SignInFailed);
}

async fn a_wrong_password_in_another_layout_is_counted_like_any_other(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    for _ in 0..6 {
        let answer = app
            .browser()
            .gives_password(&keyboard::russian(&seat.login), &keyboard::russian("amber-otter-0000"))
            .await;
        assert_eq!(answer.refusal(), Refusal::WrongKeyboard);
    }
    assert!(class.seat(seat).await.failure.is_some());
    // The seventh answer is refused unread, however it is typed.
    for (login, password) in [
        (seat.login.clone(), seat.password.clone()),
        (keyboard::russian(&seat.login), keyboard::russian(&seat.password)),
    ] {
        let refused = app.browser().gives_password(&login, &password).await.refusal();
        assert!(matches!(refused, Refusal::Locked { .. }), "{refused:?}");
    }
}

async fn the_name_and_password_of_a_member_are_never_changed(app: TestApp) {
    for (name, password) in [
        ("otter2024", "correct horse battery"),
        ("kestrel.4821", "пароль из четырёх слов"),
        ("falcon_1999", "Capitals – and dashes"),
        ("ada", "amber-otter-4821"),
    ] {
        app.has_a_member(name, password).await;
        assert!(app.browser().gives_password(name, password).await.is_done(), "{name}");
        for other in [password.to_lowercase().replace('–', "-"), password.replace(' ', "")] {
            if other != password {
                let refused = app.browser().gives_password(name, &other).await.refusal();
                assert_eq!(refused, Refusal::SignInFailed, "{name}");
            }
        }
    }
}

async fn a_class_code_is_understood_with_every_keyboard_layout(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let small = code.to_lowercase();
    let halves = format!("{} – {}", &code[..3], &code[3..]);
    for typed in [
        keyboard::russian(&small),
        keyboard::russian(&small).to_uppercase(),
        keyboard::french_without_shift(&small),
        keyboard::full_width(&code),
        halves,
    ] {
        let answer = app.browser().types_class_code(&typed).await;
        assert!(answer.is_done() && answer.leads_to() == app.join_path(&code), "{typed}");
    }
    let student = app.browser();
    student.opens("/join").await;
    let page = student.submits_and_follows("/join", &[("join_code", "ффф")]).await;
    assert!(page.says(Texts::of(Locale::En).typing_wrong_keyboard()));
    assert_eq!(
        student.types_class_code("qqqqqq").await.refusal(),
        Refusal::JoinCodeWrong
    );
}

async fn a_student_signs_in_to_the_api_with_another_keyboard_layout(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let client = app.api_client();
    let secret = client
        .gets_secret(&keyboard::russian(&seat.login), &keyboard::russian(&seat.password))
        .await;
    let code = secret.code_at(app.now());
    let answer = client
        .logs_in(&seat.login.replace('-', " "), &keyboard::french(&seat.password), &code)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}
