//! Tests of handing out cards: which seats are free, and the CSV tables.

use crate::{common::*, on_every_database};
use axum::http::{Request, header};

on_every_database!(
    seats_whose_cards_were_handed_out_cannot_be_taken,
    a_table_of_cards_contains_no_formula,
    only_the_teacher_can_download_the_table_of_cards,
    without_scripts_a_button_marks_the_cards_as_handed_out,
);

async fn seats_whose_cards_were_handed_out_cannot_be_taken(app: TestApp) {
    let class = app.class_of(3).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let taker = app.browser();
    assert!(taker.takes_a_seat(&code).await.seat().is_some());
    let taken_at = app.now();
    app.waits(5);
    let version = class.version().await;
    assert!(class.hands_out(true).await.is_done());
    let changes = class.changes_since(version).await;
    assert_eq!((changes.seats.len(), changes.version), (2, version + 1));
    let times: Vec<_> = class.board().await.seats.iter().map(|seat| seat.handed_out).collect();
    assert_eq!(times, [Some(taken_at), Some(app.now()), Some(app.now())]);
    // Marking the same cards as handed out again changes nothing.
    class.hands_out(true).await;
    assert_eq!(class.version().await, version + 1);
    let texts = texts::Texts::of(domain::locale::Locale::En);
    let door = app.browser().opens(&app.join_path(&code)).await;
    assert!(door.says(texts.join_full_title()));
    // If the mark is removed, only seats that no student has taken or used are free again.
    app.browser().signs_in(&class.seats[1]).await;
    class.hands_out(false).await;
    let free: Vec<_> = class.board().await.seats.iter().map(|seat| seat.is_free()).collect();
    assert_eq!(free, [false, false, true]);
}

async fn a_table_of_cards_contains_no_formula(app: TestApp) {
    let class = app.class_of(7).await;
    let labels = [
        "=cmd()",
        "+1",
        "@SUM(A1)",
        "Anna 😀, \"Ann\"",
        "\u{5E9}\u{5DC}\u{5D5}\u{5DD} \u{202E}x",
        "two\nlines;Мария",
        "-2",
    ];
    for (seat, label) in class.seats.iter().zip(labels) {
        let number = seat.number.to_string();
        let fields = [
            ("id", class.id.as_str()),
            ("number", &number),
            ("act", "label"),
            ("label", label),
        ];
        assert!(class.teacher.calls("/classes/seat", &fields).await.is_done());
    }
    let kept = [
        "'=cmd()",
        "'+1",
        "'@SUM(A1)",
        "\"Anna 😀, \"\"Ann\"\"\"",
        "\u{5E9}\u{5DC}\u{5D5}\u{5DD} x",
        "\"two lines;Мария\"",
        "'-2",
    ];
    let table = class.teacher.gets(&format!("{}/handouts.csv", class.page())).await;
    let lines: Vec<&str> = table.body.strip_prefix('\u{FEFF}').unwrap().split("\r\n").collect();
    assert_eq!(lines.len(), 9);
    for ((seat, label), line) in class.seats.iter().zip(kept).zip(&lines[1..]) {
        let Seat {
            number,
            login,
            password,
        } = seat;
        assert_eq!(
            *line,
            format!(
                "{number},{login},{password},{label},http://{}/sign-in,7b",
                browser::HOST
            )
        );
    }
    let results = class.teacher.gets(&format!("{}/results.csv", class.page())).await;
    assert!(kept.iter().all(|label| results.body.contains(&format!(",{label},"))));
    assert!(!results.body.contains(&class.seats[0].password));
}

async fn only_the_teacher_can_download_the_table_of_cards(app: TestApp) {
    let class = app.class_of(2).await;
    let missing = format!("/classes/{}0123456789ab", &class.id[..24]);
    for table in ["handouts.csv", "results.csv"] {
        let path = format!("{}/{table}", class.page());
        let hers = class.teacher.gets(&path).await;
        assert_eq!(hers.status, 200);
        assert!(
            hers.header(header::CONTENT_DISPOSITION)
                .starts_with("attachment; filename*=UTF-8''7b%20-%20")
        );
        assert_eq!(hers.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(hers.header(header::X_FRAME_OPTIONS), "DENY");
        assert_eq!(hers.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(hers.header("cross-origin-resource-policy"), "same-origin");
        assert!(
            hers.header(header::CONTENT_SECURITY_POLICY)
                .contains("frame-ancestors 'none'")
        );
        let (stranger, student, other) = (app.browser(), app.browser(), app.browser());
        student.signs_in(&class.seats[0]).await;
        other.opens_a_class(1).await;
        let half = app.browser();
        for person in [&stranger, &student, &other, &half] {
            let answer = person.gets(&path).await;
            assert_eq!(answer.status, 404);
            assert_eq!(answer.body, person.gets(&format!("{missing}/{table}")).await.body);
        }
        assert_eq!(class.teacher.gets(&format!("/classes/x/{table}")).await.status, 404);
    }
    let ahead = Request::get(format!("{}/handouts.csv", class.page())).header("sec-purpose", "prefetch;prerender");
    assert_eq!(class.teacher.sends(ahead, "").await.status, 503);
    // If a student is signed in in the teacher's browser, the tables are not available there.
    class.teacher.signs_in(&class.seats[1]).await;
    let suspended = class.teacher.gets(&format!("{}/handouts.csv", class.page())).await;
    assert_eq!(suspended.status, 404);
}

async fn without_scripts_a_button_marks_the_cards_as_handed_out(app: TestApp) {
    let class = app.class_of(2).await;
    let handouts = format!("{}/handouts", class.page());
    let page = class.teacher.opens(&handouts).await;
    assert_eq!(page.field("on"), "true");
    assert!(page.says(&format!("{}/sign-in", browser::HOST)));
    let fields = [("id", class.id.as_str()), ("on", "true")];
    let led = class.teacher.submits("/classes/handed-out", &fields).await;
    assert_eq!(led.leads_to(), handouts);
    let page = class.teacher.opens(&handouts).await;
    assert_eq!(page.field("on"), "false");
    assert!(class.board().await.seats.iter().all(|seat| seat.handed_out.is_some()));
}
