//! Tests of a lesson without phones: all texts speak of the practice phone only.

use crate::{common::*, on_every_database};
use domain::locale::Locale;
use texts::Texts;

const ENGLISH: Texts = Texts::of(Locale::En);

on_every_database!(
    a_lesson_without_phones_speaks_of_the_practice_phone_only,
    phones_are_allowed_again_for_the_rest_of_the_lesson,
);

async fn a_lesson_without_phones_speaks_of_the_practice_phone_only(app: TestApp) {
    let class = app.class_of(1).await;
    assert!(class.action("phones_off", &[]).await.is_done());
    let cards = class.teacher.opens(&format!("{}/handouts", class.page())).await;
    assert!(cards.says(ENGLISH.card_step_no_phone()) && !cards.says(ENGLISH.card_step_phone()));
    let (student, seat) = (app.browser(), &class.seats[0]);
    student.signs_in(seat).await;
    let lesson = student.opens("/lesson").await;
    assert!(lesson.says(ENGLISH.no_phones_set_up_text()) && !lesson.says(ENGLISH.lesson_set_up_text()));
    let set_up = student.opens("/set-up").await;
    assert!(set_up.says(ENGLISH.no_phones_get()) && set_up.says(ENGLISH.no_phones_code_label()));
    for store in ["play.google.com", "apps.apple.com", "Google Authenticator"] {
        assert!(!set_up.body.contains(store), "{store}");
    }
    assert!(!set_up.says(ENGLISH.set_up_get_app_text()));
    let secret = student.opens_set_up().await;
    assert!(student.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    let codes = student.opens("/set-up/recovery-codes").await;
    assert!(codes.says(ENGLISH.no_phones_recovery_lead()) && !codes.says(ENGLISH.recovery_lead()));
    assert!(student.calls("/set-up/saved", &[]).await.is_done());
    student.signs_out().await;
    app.waits(30);
    student.signs_in(seat).await;
    let code = student.opens("/sign-in/code").await;
    assert!(code.says(ENGLISH.no_phones_lost()) && !code.says(ENGLISH.code_lost_phone()));
    assert!(code.says(ENGLISH.no_phones_code_label()) && !code.says(ENGLISH.code_label()));
    let recovery = student.opens("/sign-in/code?with=recovery-code").await;
    assert!(recovery.says(ENGLISH.no_phones_have_phone()) && !recovery.says(ENGLISH.code_have_phone()));
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
}

async fn phones_are_allowed_again_for_the_rest_of_the_lesson(app: TestApp) {
    let class = app.class_of(1).await;
    assert!(class.action("phones_off", &[]).await.is_done());
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    assert!(student.opens("/set-up").await.says(ENGLISH.no_phones_get()));
    assert!(class.action("phones", &[]).await.is_done());
    let set_up = student.opens("/set-up").await;
    assert!(set_up.says(ENGLISH.set_up_get_app()) && !set_up.says(ENGLISH.no_phones_get()));
}
