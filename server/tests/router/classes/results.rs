//! Tests of the results page and table, and of the order of the rows on the board.

use crate::{common::*, on_every_database};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_class_has_results_in_numbers_and_as_a_table,
    a_teacher_opens_the_table_in_a_spreadsheet_of_her_language,
    the_results_page_lists_all_students,
    the_results_of_a_class_without_students_say_so,
    the_address_selects_the_order_of_the_rows,
    only_the_teacher_can_read_the_results,
);

async fn a_class_has_results_in_numbers_and_as_a_table(app: TestApp) {
    let class = app.class_of(3).await;
    let [first, second, lost] = &class.seats[..] else {
        panic!()
    };
    let student = app.browser();
    let (secret, _) = student.connects(first).await;
    student.signs_out().await;
    student.signs_in_with_code(first, &secret).await;
    app.waits(10);
    app.browser().gives_password(&second.login, "wrong").await;
    class.failure(second, |seat| seat.failure.is_some()).await;
    app.browser().signs_in(second).await;
    app.browser().connects(lost).await;
    class.seat_action(lost, "reset_factor").await;

    let page = class.teacher.opens(&format!("{}/results", class.page())).await;
    assert_eq!(page.status, 200);
    assert!(page.says(&format!("{}3 {}", ENGLISH.stage_signed_in(), ENGLISH.board_of(3))));
    assert!(page.says(&format!("{}1 {}", ENGLISH.results_through(), ENGLISH.board_of(3))));
    assert!(page.says(&format!("{}1", ENGLISH.results_failures())));
    assert!(page.says(&format!("{}1", ENGLISH.results_resets())));
    let lines = html::tags(&page.body).into_iter().filter(|tag| tag.name == "polyline");
    assert_eq!(lines.count(), 4);
    assert!(!page.body.contains("style=\""));

    let table = class.teacher.gets(&format!("{}/results.csv", class.page())).await;
    let lines: Vec<&str> = table.body.strip_prefix('\u{FEFF}').unwrap().split("\r\n").collect();
    let begin = "2026-11-20 09:00:10";
    let later = "2026-11-20 09:00:40";
    assert_eq!(
        lines[1],
        format!("1,{},,{begin},{begin},{begin},{later},0,0,0,30,0,0,7b", first.login)
    );
    assert_eq!(
        lines[2],
        format!("2,{},,2026-11-20 09:00:50,,,,40,,,,1,0,7b", second.login)
    );
    assert_eq!(
        lines[3],
        format!("3,{},,2026-11-20 09:00:50,,,,40,,,,0,1,7b", lost.login)
    );
}

async fn a_teacher_opens_the_table_in_a_spreadsheet_of_her_language(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    assert!(class.action("language", &[("locale", "ru")]).await.is_done());
    assert!(class.action("names", &[("names", "1. =Мария; 7Б")]).await.is_done());
    app.browser().signs_in(seat).await;
    class.teacher.sets_cookie("utc_offset", "180");
    let russian = Texts::of(domain::locale::Locale::Ru);
    let table = class.teacher.gets(&format!("{}/results.csv", class.page())).await;
    let lines: Vec<&str> = table.body.strip_prefix('\u{FEFF}').unwrap().split("\r\n").collect();
    assert!(lines[0].ends_with(&format!(";{}", russian.classes_class())) && lines[1].ends_with(";7b"));
    assert!(lines[0].starts_with(&format!("{};{};", russian.board_number(), russian.board_login())));
    // The time of the teacher's browser, three hours east of Greenwich. A name is still no formula.
    let begin = format!("1;{};\"'=Мария; 7Б\";2026-11-20 12:00:10;", seat.login);
    assert!(lines[1].starts_with(&begin), "{}", lines[1]);
    let name = table.header("content-disposition");
    assert!(name.ends_with(".csv") && name.contains("7b%20-%20%D0"), "{name}");
    let cards = class.teacher.gets(&format!("{}/handouts.csv", class.page())).await;
    assert!(cards.body.contains(&format!("1;{};{};", seat.login, seat.password)));
}

async fn the_results_page_lists_all_students(app: TestApp) {
    let class = app.class_of(2).await;
    assert!(class.action("names", &[("names", "Anna")]).await.is_done());
    app.browser().signs_in(&class.seats[0]).await;
    let page = class.teacher.opens(&format!("{}/results", class.page())).await;
    let (_, table) = page.body.split_once("id=\"students\"").unwrap();
    let text = html::text(&table[1..]);
    for shown in ["Anna", class.seats[0].login.as_str(), &class.seats[1].login, "09:00"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
}

async fn the_results_of_a_class_without_students_say_so(app: TestApp) {
    let class = app.class_of(2).await;
    let page = class.teacher.opens(&format!("{}/results", class.page())).await;
    assert!(page.status == 200 && page.says(ENGLISH.results_nobody()));
}

async fn the_address_selects_the_order_of_the_rows(app: TestApp) {
    let class = app.class_of(4).await;
    let [through, _, early, late] = &class.seats[..] else {
        panic!()
    };
    let student = app.browser();
    let (secret, _) = student.connects(through).await;
    student.signs_in_with_code(through, &secret).await;
    app.browser().signs_in(early).await;
    app.waits(60);
    app.browser().signs_in(late).await;
    app.waits(240);
    let saved = [("id", class.id.as_str()), ("which", "teacher")];
    class.teacher.submits("/classes/link-saved", &saved).await;
    let rows = async |path: String| {
        let page = class.teacher.opens(&path).await;
        let rows = html::tags(&page.body).into_iter().filter_map(|tag| {
            let number = tag.attribute("id")?.strip_prefix("seat-")?.parse::<u16>().ok()?;
            Some((number, tag.attribute("class").unwrap_or_default().contains("stuck")))
        });
        (rows.collect::<Vec<_>>(), page)
    };
    let (by_number, _) = rows(class.page()).await;
    assert_eq!(by_number, [(1, false), (2, false), (3, true), (4, true)]);
    let (stuck_first, page) = rows(format!("{}?order=stuck", class.page())).await;
    assert_eq!(stuck_first, [(3, true), (4, true), (2, false), (1, false)]);
    // The page reloads itself at an address that contains the order of the rows.
    assert!(page.body.contains("url=?order=stuck"));
    // A login that was handed out but not used is not stuck: its student is not here yet.
    class.hands_out(true).await;
    app.waits(400);
    let (stuck_first, _) = rows(format!("{}?order=stuck", class.page())).await;
    assert_eq!(stuck_first, [(3, true), (4, true), (2, false), (1, false)]);
}

async fn only_the_teacher_can_read_the_results(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    for person in [&app.browser(), &student] {
        let page = person.gets(&format!("{}/results", class.page())).await;
        assert_eq!(page.status, 404);
        let loaded = person.loads("/sfn/results", &[("id", &class.id)]).await;
        assert_eq!(loaded.status, 404);
    }
}
