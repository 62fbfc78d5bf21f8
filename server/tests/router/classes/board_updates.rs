//! Tests of what an open board in a browser gets: the changed rows, as the page would show them.

use super::access::new_link;
use crate::{common::*, on_every_database};
use app::islands::{BoardUpdate, RowUpdate};
use domain::{exercises::Exercise, locale::Locale};
use std::time::Duration;
use texts::Texts;

const ENGLISH: Texts = Texts::of(Locale::En);
const RUSSIAN: Texts = Texts::of(Locale::Ru);

on_every_database!(
    an_update_has_the_rows_that_the_page_shows,
    a_row_knows_how_its_state_ends_by_itself,
    a_reader_gets_rows_without_help_and_passwords,
    updates_are_in_the_language_and_time_zone_of_the_visitor,
    a_stream_sends_the_rows_that_a_poll_would_get,
    a_whole_class_is_rendered_quickly,
);

async fn update_since(who: &Browser, class: &Class, version: i64) -> BoardUpdate {
    let fields = [("id", class.id.as_str()), ("since", &version.to_string())];
    who.loads("/sfn/board-update", &fields).await.json()
}

/// The only changed row.
async fn changed_row(who: &Browser, class: &Class, since: i64) -> RowUpdate {
    let mut rows = update_since(who, class, since).await.rows;
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

/// The element of the page that begins with `start`.
fn element(page: &Answer, start: &str, end: &str) -> String {
    let from = page
        .body
        .find(start)
        .unwrap_or_else(|| panic!("{start} in {}", page.body));
    let length = page.body[from..].find(end).unwrap() + end.len();
    page.body[from..from + length].to_owned()
}

async fn an_update_has_the_rows_that_the_page_shows(app: TestApp) {
    let class = app.class_of(3).await;
    class.sets_gate(Exercise::Message, "open").await;
    let start = class.version().await;
    let student = app.browser();
    student.signs_in(&class.seats[1]).await;
    let raised = student
        .calls("/lesson/hand", &[("from", "/lesson"), ("hints", "0")])
        .await;
    assert!(raised.is_done(), "{}", raised.body);
    student.gives_password(&class.seats[1].login, "wrong").await;
    class.failure(&class.seats[1], |seat| seat.failure.is_some()).await;
    let update = update_since(&class.teacher, &class, start).await;
    let [row] = update.rows.as_slice() else {
        panic!("{update:?}")
    };
    let page = class.teacher.opens(&class.page()).await;
    assert_eq!(row.number, 2);
    assert_eq!(row.row, element(&page, "<tr id=\"seat-2\"", "</tr>"));
    assert_eq!(row.hand, element(&page, "<li id=\"hand-2\"", "</li>"));
    assert!(row.row.contains("data-press=\"dialog\"") && row.row.contains("data-exercise=\"message\""));
    assert_eq!(
        update.news,
        Some(ENGLISH.board_news(&class.seats[1].login, ENGLISH.stage_signed_in()))
    );
    assert_eq!(update.version, class.version().await);
    assert!(
        update_since(&class.teacher, &class, update.version)
            .await
            .rows
            .is_empty()
    );
    // A removed seat has no row.
    class.seat_action(&class.seats[1], "remove").await;
    let removed = changed_row(&class.teacher, &class, update.version).await;
    assert_eq!(
        (removed.number, removed.row.as_str(), removed.hand.as_str()),
        (2, "", "")
    );
}

async fn a_row_knows_how_its_state_ends_by_itself(app: TestApp) {
    let class = app.class_of(1).await;
    let start = class.version().await;
    app.browser().signs_in(&class.seats[0]).await;
    let row = changed_row(&class.teacher, &class, start).await.row;
    let until = app.now().after(Duration::from_secs(180)).micros();
    let since = app.now().micros();
    let attributes = format!("data-since=\"{since}\" data-until=\"{until}\" data-then=\"stuck\"");
    assert!(row.contains(&attributes), "{row}");
    let template = row.split("<template>").nth(1).unwrap();
    assert!(template.contains(ENGLISH.seat_state_stuck()), "{row}");
    app.waits(180);
    let row = changed_row(&class.teacher, &class, start).await.row;
    assert!(row.contains("class=\"stuck\"") && !row.contains("<template>") && !row.contains("data-until"));
    let why = row.split("class=\"state-text\">").nth(1).unwrap();
    let then = template.split("</template>").next().unwrap();
    assert!(why.starts_with(then), "{why} begins with {then}");
}

async fn a_reader_gets_rows_without_help_and_passwords(app: TestApp) {
    let class = app.class_of(1).await;
    let token = new_link(&class, &class.teacher, "read_link").await;
    let reader = app.browser();
    assert!(reader.calls("/teach", &[("token", &token)]).await.is_done());
    let start = class.version().await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let raised = student
        .calls("/lesson/hand", &[("from", "/lesson"), ("hints", "0")])
        .await;
    assert!(raised.is_done(), "{}", raised.body);
    let row = changed_row(&reader, &class, start).await;
    assert!(row.row.contains(&class.seats[0].login));
    for part in ["data-press", "password", "<button", "/seats/"] {
        assert!(!row.row.contains(part), "{part} in {}", row.row);
    }
    assert_eq!(row.hand, "");
    let mut stream = reader
        .streams(&format!("{}?page=rows&since={start}", class.events()), None)
        .await;
    let event: BoardUpdate = serde_json::from_str(&stream.next().await.unwrap().data).unwrap();
    assert_eq!(event.rows[0].row, row.row);
    let stranger = app.browser();
    let fields = [("id", class.id.as_str()), ("since", "-1")];
    assert_eq!(stranger.loads("/sfn/board-update", &fields).await.status, 404);
}

async fn updates_are_in_the_language_and_time_zone_of_the_visitor(app: TestApp) {
    let class = app.class_of(1).await;
    let teacher = class.teacher.copied().speaking("ru");
    teacher.sets_cookie("utc_offset", "180");
    let start = class.version().await;
    app.browser().signs_in(&class.seats[0]).await;
    let row = changed_row(&teacher, &class, start).await.row;
    assert!(row.contains(RUSSIAN.stage_signed_in_short()), "{row}");
    assert!(!row.contains(ENGLISH.stage_signed_in_short()), "{row}");
    let shown = |answer: &str| answer.split("Z\">").nth(1).unwrap()[..5].to_owned();
    let page = teacher.opens(&class.page()).await;
    assert_eq!(shown(&row), shown(&element(&page, "id=\"seat-1\"", "</tr>")));
    let elsewhere = changed_row(&class.teacher, &class, start).await.row;
    assert_ne!(shown(&row), shown(&elsewhere));
}

async fn a_stream_sends_the_rows_that_a_poll_would_get(app: TestApp) {
    let class = app.class_of(3).await;
    let start = class.version().await;
    let path = format!("{}?page=rows&since={start}", class.events());
    let mut stream = class.teacher.streams(&path, None).await;
    let first = stream.next().await.unwrap();
    let nothing: BoardUpdate = serde_json::from_str(&first.data).unwrap();
    assert!((first.id, nothing.rows.len()) == (Some(start), 0), "{first:?}");
    assert_eq!(nothing.news, None);
    app.browser().signs_in(&class.seats[2]).await;
    let event = stream.next_named("changes").await;
    let sent: BoardUpdate = serde_json::from_str(&event.data).unwrap();
    let polled = update_since(&class.teacher, &class, start).await;
    assert_eq!(event.id, Some(polled.version));
    assert_eq!(sent.rows[0].row, polled.rows[0].row);
    assert_eq!(sent.news, polled.news);
}

/// Twenty boards of a large class must not keep a processor busy. The limit is wide, because the test is not optimised.
async fn a_whole_class_is_rendered_quickly(app: TestApp) {
    let class = app.class_of(500).await;
    let began = std::time::Instant::now();
    let update = update_since(&class.teacher, &class, -1).await;
    assert_eq!(update.rows.len(), 500);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let longest = update.rows.iter().map(|row| row.row.len()).max().unwrap();
    assert!(longest < 3000, "{longest} {}", update.rows[0].row);
}
