//! Tests of the projector page: that it contains nothing about a student, and which instruction it shows.

use crate::{common::*, on_every_database};
use domain::{
    locale::Locale,
    view::{WallChanges, WallStep},
};
use texts::Texts;

on_every_database!(
    no_data_of_the_projector_page_contains_a_login_or_a_label,
    the_projector_page_shows_the_instruction_for_most_students,
    an_open_projector_page_learns_of_new_settings,
);

async fn no_data_of_the_projector_page_contains_a_login_or_a_label(app: TestApp) {
    let class = app.class_of(3).await;
    assert!(class.action("names", &[("names", "Anna\nBen\nChloe")]).await.is_done());
    app.browser().gives_password(&class.seats[1].login, "wrong").await;
    class.failure(&class.seats[1], |seat| seat.failure.is_some()).await;
    let events = format!("{}?page=projector", class.events());
    let mut stream = class.teacher.streams(&format!("{events}&since=-1"), None).await;
    let first = stream.next().await.unwrap();
    app.browser().signs_in(&class.seats[0]).await;
    let later = stream.next_named("changes").await;
    let id = [("id", class.id.as_str()), ("since", "-1")];
    let seen = [
        class.teacher.opens(&format!("{}/projector", class.page())).await.body,
        class.teacher.loads("/sfn/wall", &id[..1]).await.body,
        class.teacher.loads("/sfn/wall-changes", &id).await.body,
        first.data.clone(),
        later.data.clone(),
    ];
    let logins = class.seats.iter().map(|seat| seat.login.as_str());
    let secrets: Vec<&str> = logins.chain(["Anna", "Ben", "Chloe", "wrong_password"]).collect();
    for seen in &seen {
        assert!(!seen.is_empty());
        for secret in &secrets {
            assert!(!seen.contains(secret), "{secret} in {seen}");
        }
    }
    let first: WallChanges = serde_json::from_str(&first.data).unwrap();
    let later: WallChanges = serde_json::from_str(&later.data).unwrap();
    assert_eq!((first.seats.len(), later.seats.len()), (3, 1));
    assert_eq!((later.seats[0].number, later.seats[0].reached), (1, 1));
    // Like the board, the stream is for those who may see the class.
    assert_eq!(app.browser().gets(&events).await.status, 404);
    let student = app.browser();
    student.signs_in(&class.seats[2]).await;
    assert_eq!(student.gets(&events).await.status, 404);
}

async fn the_projector_page_shows_the_instruction_for_most_students(app: TestApp) {
    let class = app.class_of(3).await;
    let shows = async |step: WallStep| {
        let page = class.teacher.opens(&format!("{}/projector", class.page())).await;
        page.body.contains(&format!("data-step=\"{}\"", step.code()))
    };
    assert!(shows(WallStep::Lobby).await);
    let students = [app.browser(), app.browser(), app.browser()];
    students[0].signs_in(&class.seats[0]).await;
    assert!(shows(WallStep::SignIn).await);
    students[1].signs_in(&class.seats[1]).await;
    assert!(shows(WallStep::SetUp).await);
    for student in &students[..2] {
        student.opens("/set-up").await;
    }
    assert!(shows(WallStep::Connect).await);
    let (secret, _) = students[2].connects(&class.seats[2]).await;
    students[2].signs_out().await;
    students[2].signs_in_with_code(&class.seats[2], &secret).await;
    // One of three has passed all stages. The class is not through, neither now nor after its end.
    assert!(shows(WallStep::Connect).await);
    assert!(class.action("end", &[]).await.is_done());
    let over = class.teacher.opens(&format!("{}/projector", class.page())).await;
    let english = Texts::of(Locale::En);
    assert!(!over.says(english.projector_hooray()) && over.says(&format!("1 {}", english.board_of(3))));
}

async fn an_open_projector_page_learns_of_new_settings(app: TestApp) {
    let class = app.class_of(1).await;
    let events = format!("{}?page=projector&since=-1", class.events());
    let mut stream = class.teacher.streams(&events, None).await;
    stream.next().await.unwrap();
    assert!(class.action("language", &[("locale", "fr")]).await.is_done());
    let changes: WallChanges = serde_json::from_str(&stream.next_named("changes").await.data).unwrap();
    assert_eq!((changes.settings.locale, changes.settings.phones), (Locale::Fr, true));
    assert!(class.action("phones_off", &[]).await.is_done());
    let changes: WallChanges = serde_json::from_str(&stream.next_named("changes").await.data).unwrap();
    assert!(!changes.settings.phones);
}
