//! Tests of lists of names that a teacher uploads, and of the table of grades.

use crate::{common::*, on_every_database};
use domain::locale::Locale;
use texts::Texts;

on_every_database!(
    the_participants_of_a_moodle_course_get_their_seats,
    grades_go_back_to_moodle,
    addresses_are_kept_only_if_the_teacher_wants_it,
    a_file_that_is_no_list_changes_nothing,
    the_page_accepts_a_pasted_list_too,
    a_list_has_at_most_as_many_names_as_the_class_has_seats,
    only_the_teacher_can_upload_names,
);

const TEXTS: Texts = Texts::of(Locale::En);
const MOODLE: &[u8] = include_bytes!("../../../../domain/src/classes/names/testdata/moodle_participants.csv");
const RUSSIAN: &[u8] = include_bytes!("../../../../domain/src/classes/names/testdata/plain_1251.txt");

fn upload_to(class: &Class) -> String {
    format!("{}/names-file", class.page())
}

async fn labels(class: &Class) -> Vec<String> {
    let seats = class.board().await.seats;
    seats.into_iter().map(|seat| seat.label.unwrap_or_default()).collect()
}

async fn the_participants_of_a_moodle_course_get_their_seats(app: TestApp) {
    let class = app.class_of(4).await;
    let before = class.version().await;
    let page = class.teacher.uploads_and_follows(&upload_to(&class), MOODLE, &[]).await;
    assert_eq!(class.teacher.here(), format!("{}/names", class.page()));
    assert!(
        page.says(&TEXTS.names_put(3)) && page.says(&TEXTS.names_skipped(1)),
        "{}",
        html::text(&page.body)
    );
    assert_eq!(
        labels(&class).await,
        ["Anna Smith", "Ben O'Neill", "Zoë \"Zo\" van Dijk", ""]
    );
    assert_eq!(class.version().await, before + 1, "one change for all seats");
    let again = class.teacher.opens(&format!("{}/names", class.page())).await;
    assert!(!again.says(&TEXTS.names_put(3)), "the outcome is shown once");
    class
        .teacher
        .uploads_and_follows(&upload_to(&class), RUSSIAN, &[])
        .await;
    assert_eq!(labels(&class).await[..3], ["Иванова Анна", "Щукин Пётр", "Ёлкина Яна"]);
}

async fn grades_go_back_to_moodle(app: TestApp) {
    let class = app.class_of(4).await;
    let keep = [("identifiers", "true")];
    let page = class
        .teacher
        .uploads_and_follows(&upload_to(&class), MOODLE, &keep)
        .await;
    assert!(page.says(&TEXTS.names_identifiers(3)));
    let student = app.browser();
    let (secret, _) = student.connects(&class.seats[0]).await;
    student.signs_out().await;
    student.signs_in_with_code(&class.seats[0], &secret).await;
    app.browser().signs_in(&class.seats[1]).await;
    app.browser().signs_in(&class.seats[3]).await;
    let table = class.teacher.gets(&format!("{}/grades.csv", class.page())).await;
    let lines: Vec<&str> = table.body.strip_prefix('\u{FEFF}').unwrap().lines().collect();
    assert_eq!(
        lines,
        [
            "Email address,Label,Signed in,Set-up opened,Authenticator connected,Signed in with a code,Points",
            "anna.smith@school.example,Anna Smith,1,1,1,1,4",
            "ben@school.example,Ben O'Neill,1,0,0,0,1",
            "zoe@school.example,\"Zoë \"\"Zo\"\" van Dijk\",0,0,0,0,0",
        ],
        "the seat without an address is left out, because Moodle would refuse the table"
    );
    let results = class.teacher.opens(&format!("{}/results", class.page())).await;
    assert!(results.body.contains("/grades.csv"));
}

async fn addresses_are_kept_only_if_the_teacher_wants_it(app: TestApp) {
    let class = app.class_of(3).await;
    let secret = "anna.smith@school.example";
    class.teacher.uploads_and_follows(&upload_to(&class), MOODLE, &[]).await;
    assert!(!app.dump().await.contains(secret));
    let grades = async || class.teacher.gets(&format!("{}/grades.csv", class.page())).await.body;
    assert!(
        grades()
            .await
            .contains(&format!("{},Anna Smith,0", class.seats[0].login))
    );
    let keep = [("identifiers", "true")];
    class
        .teacher
        .uploads_and_follows(&upload_to(&class), MOODLE, &keep)
        .await;
    assert!(app.dump().await.contains(secret));
    // The address belongs to the student: it goes with the student, and with the name.
    class.seat_action(&class.seats[0], "free").await;
    assert!(!app.dump().await.contains(secret));
    class.seat_action(&class.seats[1], "remove").await;
    assert!(!app.dump().await.contains("ben@school.example"));
    class.action("names", &[("names", "Ada\nBen")]).await;
    assert!(!app.dump().await.contains("@school.example"));
}

async fn a_file_that_is_no_list_changes_nothing(app: TestApp) {
    let class = app.class_of(3).await;
    let before = app.dump().await;
    for (file, text) in [
        (
            b"PK\x03\x04\x14\0\x06\0" as &[u8],
            TEXTS.refusal_file_unreadable().to_owned(),
        ),
        (b"First name,Last name\r\n", TEXTS.refusal_no_names().to_owned()),
        (b"", TEXTS.refusal_no_names().to_owned()),
        (b"1\n2\n3\n4\n", TEXTS.refusal_more_names_than_seats(4, 3)),
        ("x".repeat(300).as_bytes(), TEXTS.refusal_name_too_long(1, 60)),
    ] {
        let page = class.teacher.uploads_and_follows(&upload_to(&class), file, &[]).await;
        assert!(page.says(&text), "{}", html::text(&page.body));
    }
    let broken = class.teacher.form_request(axum::http::Method::POST, &upload_to(&class));
    let broken = broken.header(axum::http::header::ACCEPT, "text/html");
    assert_eq!(
        class.teacher.sends(broken, "names=Ada").await.status,
        400,
        "not a form with a file"
    );
    assert_eq!(app.dump().await, before);
}

async fn the_page_accepts_a_pasted_list_too(app: TestApp) {
    let class = app.class_of(3).await;
    let pasted = [("names", "Ivan\nIvan\n=cmd()")];
    let page = class
        .teacher
        .uploads_and_follows(&upload_to(&class), b"", &pasted)
        .await;
    assert!(page.says(&TEXTS.names_shared("Ivan")), "{}", html::text(&page.body));
    assert_eq!(labels(&class).await, ["Ivan", "Ivan", "=cmd()"]);
    let grades = class.teacher.gets(&format!("{}/grades.csv", class.page())).await;
    assert!(grades.body.contains(",'=cmd(),"), "no cell is a formula");
}

async fn a_list_has_at_most_as_many_names_as_the_class_has_seats(app: TestApp) {
    let class = app.class_of(500).await;
    let list = |many: usize| {
        let rows = (0..many).map(|n| format!("Студент,{n:03}{},s{n}@school.example\n", "я".repeat(40)));
        format!("Имя,Фамилия,Email\n{}", rows.collect::<String>())
    };
    let keep = [("identifiers", "true")];
    let page = class
        .teacher
        .uploads_and_follows(&upload_to(&class), list(500).as_bytes(), &keep)
        .await;
    assert!(page.says(&TEXTS.names_put(500)));
    let page = class
        .teacher
        .uploads_and_follows(&upload_to(&class), list(501).as_bytes(), &keep)
        .await;
    assert!(page.says(&TEXTS.refusal_more_names_than_seats(501, 500)));
    let large = vec![b'a'; 400 * 1024];
    assert_eq!(class.teacher.uploads(&upload_to(&class), &large, &[]).await.status, 413);
}

async fn only_the_teacher_can_upload_names(app: TestApp) {
    let class = app.class_of(2).await;
    let before = labels(&class).await;
    let (student, other) = (app.browser(), app.browser());
    student.signs_in(&class.seats[0]).await;
    other.opens_a_class(1).await;
    for person in [&app.browser(), &student, &other] {
        assert_eq!(person.uploads(&upload_to(&class), b"Mallory", &[]).await.status, 404);
        for page in ["names", "grades.csv"] {
            assert_eq!(person.gets(&format!("{}/{page}", class.page())).await.status, 404);
        }
    }
    let foreign = axum::http::Request::post(upload_to(&class))
        .header("sec-fetch-site", "cross-site")
        .header(axum::http::header::ORIGIN, "https://evil.example");
    assert_eq!(class.teacher.sends(foreign, "").await.status, 403);
    assert_eq!(labels(&class).await, before);
}
