//! The exercises of the tour: message, files by role, passkey, the thief, lost phone.

use super::students::joined;
use crate::common::{
    passkey::{Passkey, USER_VERIFIED},
    *,
};
use domain::exercises::{
    Exercise,
    addresses::Lookalike,
    files::{File, Role, may_open},
};

pub async fn a_student_does_the_exercises(class: &Class) {
    let (student, seat) = joined(class).await;
    let (secret, codes) = student.connects(&seat).await;
    assert!(student.signs_in_with_code(&seat, &secret).await.is_done());

    let revision = student.visits("/lesson/message").await.field("revision");
    let fields = [("revision", revision.as_str()), ("text", "I am at the bakery at 10")];
    student.does("/lesson/message-send", &fields).await;
    let revision = student.visits("/lesson/message").await.field("revision");
    let fields = [("revision", revision.as_str()), ("answer", "integrity")];
    student.does("/lesson/message-answer", &fields).await;
    assert_eq!(class.exercise(&seat, Exercise::Message).await.1, 1);

    opens_files(&student, &seat).await;
    assert!(class.exercise(&seat, Exercise::Files).await.0.is_some());

    uses_a_passkey(&student).await;
    assert!(class.exercise(&seat, Exercise::Passkey).await.0.is_some());

    meets_the_thief(&student, &seat, &secret).await;
    assert!(class.exercise(&seat, Exercise::Phishing).await.0.is_some());

    student.visits("/lesson/recovery").await;
    student.reads("/sfn/recovery-exercise", &[]).await;
    student.signs_out().await;
    student.signs_in(&seat).await;
    student
        .does("/sign-in/recovery-code", &[("recovery_code", &codes[0])])
        .await;
    student.app.waits(30);
    let secret = student.opens_set_up().await;
    let code = secret.code_at(student.app.now());
    student.does("/set-up", &[("code", &code)]).await;
    student.does("/set-up/saved", &[]).await;
    student.signs_out().await;
    assert!(student.signs_in_with_code(&seat, &secret).await.is_done());
    assert!(class.exercise(&seat, Exercise::Recovery).await.0.is_some());
    student.visits("/lesson").await;
    class.teacher.visits(&format!("{}/results", class.page())).await;
}

async fn opens_files(student: &Browser, seat: &Seat) {
    let address = |file: File| format!("/lesson/files/{}", file.code());
    let role = Role::of_seat(seat.number);
    let page = student.visits(&address(File::with_code_word(role))).await;
    let (_, word) = page.body.split_once("<strong class=\"word\">").unwrap();
    let word = html::text(word.split_once("</strong>").unwrap().0);
    let revision = student.visits("/lesson/files").await.field("revision");
    student
        .does("/lesson/files-word", &[("revision", &revision), ("word", &word)])
        .await;
    let closed = File::ALL.into_iter().find(|file| !may_open(role, *file)).unwrap();
    assert_eq!(student.gets(&address(closed)).await.status, 403);
    let revision = student.visits("/lesson/files").await.field("revision");
    student
        .does(
            "/lesson/files-answer",
            &[("revision", &revision), ("reason", "permission")],
        )
        .await;
}

async fn uses_a_passkey(student: &Browser) {
    let page = "/lesson/passkey";
    uses_the_own_device(student).await;
    for act in ["make", "begin", "confirm"] {
        let revision = student.visits(page).await.field("revision");
        let fields = [("revision", revision.as_str()), ("act", act)];
        student.does("/lesson/passkey-act", &fields).await;
    }
    let signed = student.visits(page).await;
    let names = [
        "revision",
        "credential",
        "client_data",
        "authenticator_data",
        "signature",
    ];
    let answer = names.map(|name| (name, signed.field(name)));
    let answer = answer.each_ref().map(|(name, value)| (*name, value.as_str()));
    student.does("/lesson/passkey-check", &answer).await;
    let revision = student.visits(page).await.field("revision");
    let fields = [("revision", revision.as_str()), ("act", "elsewhere")];
    student.does("/lesson/passkey-act", &fields).await;
    let revision = student.visits(page).await.field("revision");
    let fields = [("revision", revision.as_str()), ("reason", "address")];
    student.does("/lesson/passkey-answer", &fields).await;
}

/// The device makes a passkey and answers without having verified its user, so the student takes the practice phone.
async fn uses_the_own_device(student: &Browser) {
    let mut student = student.clone();
    student.app = student.app.with_passkeys();
    let page = student.visits("/lesson/passkey").await;
    let (mut passkey, field) = Passkey::create(&page.passkey_asked());
    let revision = page.field("revision");
    let fields = [("revision", revision.as_str()), ("passkey", &field)];
    student.does("/lesson/passkey-register", &fields).await;
    passkey.flags &= !USER_VERIFIED;
    let page = student.visits("/lesson/passkey").await;
    let (revision, answer) = (page.field("revision"), passkey.answer(&page.passkey_asked()));
    let fields = [("revision", revision.as_str()), ("passkey", &answer)];
    student.does("/lesson/passkey-sign-in", &fields).await;
}

async fn meets_the_thief(student: &Browser, seat: &Seat, secret: &Secret) {
    let page = "/lesson/phishing";
    let sends = async |form: &str, fields: &[(&str, &str)]| {
        let revision = student.visits(page).await.field("revision");
        let fields = [&[("revision", revision.as_str())], fields].concat();
        student.does(&format!("/lesson/phishing-{form}"), &fields).await
    };
    sends("act", &[("act", "open")]).await;
    let card = [("username", seat.login.as_str()), ("password", seat.password.as_str())];
    sends("password", &card).await;
    student.app.waits(30);
    sends("code", &[("code", &secret.code_at(student.app.now()))]).await;
    sends("act", &[("act", "passkey")]).await;
    let false_part = Lookalike::of_seat(seat.number).false_part();
    sends("address", &[("part", false_part.code())]).await;
}
