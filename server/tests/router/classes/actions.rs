//! Tests of actions on a whole class: adding seats, labels, limits, simultaneous teachers, ended classes, no scripts.

use crate::{always_on_every_database, common::*, on_every_database};
use app::server_fns::ClassActionDone;
use domain::{locale::Locale, refusal::Refusal, view::BoardChanges};
use sea_orm::ConnectionTrait;
use texts::Texts;

on_every_database!(
    new_seats_are_numbered_after_the_last_one,
    a_class_holds_five_hundred_seats_and_no_more,
    a_pasted_list_of_names_becomes_labels,
    an_invalid_list_of_names_changes_nothing,
    without_scripts_a_refused_list_is_shown_again,
    an_ended_class_accepts_no_action_but_a_new_end_time,
    the_menu_works_without_scripts,
);

always_on_every_database!(
    a_class_whose_numbers_are_used_up_gets_no_more_seats_and_is_still_shown,
    two_teachers_can_act_at_the_same_time,
    simultaneous_changes_of_a_seat_leave_no_account_behind,
);

fn numbers(changes: &BoardChanges) -> Vec<u16> {
    changes.seats.iter().map(|seat| seat.number).collect()
}

fn labels(changes: &BoardChanges) -> Vec<&str> {
    let labels = changes.seats.iter();
    labels.map(|seat| seat.label.as_deref().unwrap_or("-")).collect()
}

async fn simultaneous_changes_of_a_seat_leave_no_account_behind(app: TestApp) {
    let class = app.class_of(3).await;
    let acts = (0..9).map(|n| {
        let (teacher, id) = (class.teacher.clone(), class.id.clone());
        tokio::spawn(async move {
            let act = if n == 8 { "remove" } else { "free" };
            let fields = [("id", id.as_str()), ("number", "2"), ("act", act)];
            teacher.calls("/classes/seat", &fields).await.status
        })
    });
    for act in acts.collect::<Vec<_>>() {
        act.await.unwrap();
    }
    let seats = class.board().await.seats;
    let taken = seats.iter().filter(|seat| !seat.removed).count();
    assert_eq!((taken, app.count("account").await), (2, 2));
}

async fn new_seats_are_numbered_after_the_last_one(app: TestApp) {
    let class = app.class_of(3).await;
    class.seat_action(&class.seats[2], "remove").await;
    let before = class.version().await;
    let acted: ClassActionDone = class.action("add_seats", &[("seats", "2")]).await.json();
    assert_eq!(acted.many, Some(2));
    // The number of a removed seat is not used again.
    let changes = class.changes_since(before).await;
    assert_eq!((numbers(&changes), changes.version), (vec![4, 5], before + 1));
    let passwords = class.passwords(Some(5)).await;
    let fifth = Seat {
        number: 5,
        login: changes.seats[1].login.clone(),
        password: passwords[0].1.clone(),
    };
    assert!(app.browser().signs_in(&fifth).await.is_done());
    assert_eq!(class.badges(&fifth).await, 1);
    for typed in ["0", "", "-3", "many", "501"] {
        let refused = class.action("add_seats", &[("seats", typed)]).await.refusal();
        assert_eq!(refused, Refusal::SeatsOutOfRange { most: 500 }, "{typed}");
    }
    assert_eq!(
        class.action("add_seats", &[]).await.refusal(),
        Refusal::SeatsOutOfRange { most: 500 }
    );
}

async fn a_class_holds_five_hundred_seats_and_no_more(app: TestApp) {
    let class = app.class_of(498).await;
    let before = app.dump().await;
    let refused = class.action("add_seats", &[("seats", "3")]).await.refusal();
    assert_eq!(refused, Refusal::NoRoomForSeats { most: 500, left: 2 });
    assert_eq!(app.dump().await, before);
    class.seat_action(&class.seats[0], "remove").await;
    assert!(class.action("add_seats", &[("seats", "3")]).await.is_done());
    let board = class.board().await;
    assert_eq!(board.seats.iter().filter(|seat| !seat.removed).count(), 500);
    assert_eq!(board.seats.last().unwrap().number, 501);
    let full = class.action("add_seats", &[("seats", "1")]).await.refusal();
    assert_eq!(full, Refusal::NoRoomForSeats { most: 500, left: 0 });
}

async fn a_pasted_list_of_names_becomes_labels(app: TestApp) {
    let class = app.class_of(5).await;
    class.seat_action(&class.seats[1], "remove").await;
    let before = class.version().await;
    let names = " Anna\tK. \r\n\r\n=cmd()\n🦊 \u{202E}שלום\u{202C}\n";
    let acted: ClassActionDone = class.action("names", &[("names", names)]).await.json();
    assert_eq!(acted.many, Some(3));
    let changes = class.changes_since(before).await;
    assert_eq!(changes.version, before + 1, "one change for all");
    assert_eq!(numbers(&changes), [1, 3, 4]);
    assert_eq!(labels(&changes), ["Anna K.", "=cmd()", "🦊 שלום"]);
    // If the list has fewer names than the class has seats, the labels of the remaining seats do not change.
    assert!(class.action("names", &[("names", "Ben")]).await.is_done());
    assert_eq!(labels(&class.board().await), ["Ben", "-", "=cmd()", "🦊 שלום", "-"]);
    let board = class.teacher.opens(&class.page()).await;
    assert!(board.says("=cmd()") && board.says("שלום"));
    // A form with five hundred of the longest names fits into the size limit.
    let large = app.class_of(500).await;
    let long: Vec<String> = (0..500).map(|n| format!("{n:03}{}", "я".repeat(57))).collect();
    let acted: ClassActionDone = large.action("names", &[("names", &long.join("\n"))]).await.json();
    assert_eq!(acted.many, Some(500));
    assert_eq!(large.board().await.seats[499].label.as_ref(), Some(&long[499]));
}

async fn an_invalid_list_of_names_changes_nothing(app: TestApp) {
    let class = app.class_of(25).await;
    let before = app.dump().await;
    let many: Vec<String> = (1..=600).map(|n| format!("Student {n}")).collect();
    for (names, refusal) in [
        (many.join("\n"), Refusal::MoreNamesThanSeats { names: 600, seats: 25 }),
        (
            format!("Anna\n\n{}\nBen", "x".repeat(300)),
            Refusal::NameTooLong { line: 3, most: 60 },
        ),
        ("\u{202E}\n \n".to_owned(), Refusal::NoNames),
    ] {
        let answer = class.action("names", &[("names", &names)]).await;
        assert_eq!(answer.refusal(), refusal);
    }
    assert_eq!(app.dump().await, before);
    // Without scripts the page with the form shows the refusal.
    let menu = format!("{}/menu", class.page());
    class.teacher.opens(&menu).await;
    let fields = [
        ("id", class.id.as_str()),
        ("what", "names"),
        ("names", &many.join("\n")),
    ];
    let page = class.teacher.submits_and_follows("/classes/act", &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.says("600") && page.says("25"), "{}", html::text(&page.body));
}

async fn without_scripts_a_refused_list_is_shown_again(app: TestApp) {
    let class = app.class_of(2).await;
    let menu = format!("{}/menu", class.page());
    let submit = async |names: &str| {
        class.teacher.opens(&menu).await;
        let fields = [("id", class.id.as_str()), ("what", "names"), ("names", names)];
        class.teacher.submits_and_follows("/classes/act", &fields).await
    };
    let field = |page: &Answer| {
        let (_, field) = page.body.split_once("<textarea").expect("a field");
        let (_, field) = field.split_once('>').unwrap();
        html::unescape(field.split_once("</textarea>").unwrap().0)
    };
    let refused = submit("Анна &amp; </textarea><b>\nBen\nCleo").await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        field(&refused),
        "Анна &amp; </textarea><b>\nBen\nCleo",
        "a name is only text"
    );
    // The page does not show an accepted list again. Nor does it show a refused list that is too long for a cookie: a
    // part of the list would be misleading.
    submit("Anna\nBen").await;
    assert_eq!(field(&class.teacher.opens(&menu).await), "");
    let long: Vec<String> = (1..=600).map(|n| format!("Student {n}")).collect();
    assert_eq!(field(&submit(&long.join("\n")).await), "");
}

async fn two_teachers_can_act_at_the_same_time(app: TestApp) {
    let class = app.class_of(490).await;
    let colleague = app.browser();
    colleague.calls("/teach", &[("token", &class.teacher_token)]).await;
    let before = class.version().await;
    let mut acts = Vec::new();
    for round in 0..6 {
        for who in [&class.teacher, &colleague] {
            let (who, id) = (who.clone(), class.id.clone());
            acts.push(tokio::spawn(async move {
                let fields: &[(&str, &str)] = match round % 3 {
                    0 => &[("what", "add_seats"), ("seats", "3")],
                    1 => &[("what", "names"), ("names", "Anna\nBen")],
                    _ => &[("what", "ends"), ("until", "day")],
                };
                let fields = [&[("id", id.as_str())], fields].concat();
                who.calls("/classes/act", &fields).await
            }));
        }
    }
    let mut done = 0;
    for act in acts {
        let answer = act.await.unwrap();
        if answer.is_done() {
            done += 1;
        } else {
            // There was room for ten seats, and four requests wanted three each.
            assert_eq!(answer.refusal(), Refusal::NoRoomForSeats { most: 500, left: 1 });
        }
    }
    assert_eq!(done, 11);
    let board = class.board().await;
    assert_eq!(board.version, before + 11, "every act is a version of its own");
    assert_eq!(numbers(&board), (1..=499).collect::<Vec<u16>>());
    let hers: BoardChanges = colleague
        .loads("/sfn/board-changes", &[("id", &class.id), ("since", "-1")])
        .await
        .json();
    assert_eq!(hers, board);
}

async fn an_ended_class_accepts_no_action_but_a_new_end_time(app: TestApp) {
    let class = app.class_of(2).await;
    assert!(class.action("end", &[]).await.is_done());
    let before = app.dump().await;
    for (what, more) in [
        ("add_seats", ("seats", "2")),
        ("names", ("names", "Anna")),
        ("pause", ("", "")),
        ("go_on", ("", "")),
        ("end", ("", "")),
    ] {
        let answer = class.action(what, &[more]).await;
        assert_eq!(answer.status, 409, "{what}");
        assert_eq!(answer.refusal(), Refusal::ClassEnded, "{what}");
    }
    assert_eq!(app.dump().await, before);
    let texts = Texts::of(Locale::En);
    // The teacher still needs these pages and actions after the end of the class.
    for page in ["", "/menu", "/handouts", "/projector"] {
        let answer = class.teacher.gets(&format!("{}{page}", class.page())).await;
        assert_eq!(answer.status, 200, "{page}");
    }
    assert_eq!(class.passwords(None).await.len(), 2);
    for what in ["read_link", "teacher_link"] {
        assert!(class.action(what, &[]).await.is_done(), "{what}");
    }
    // After the end of the class, actions on a seat are refused. So the page of a seat offers no action, and says that
    // the teacher must open the class again first.
    let seat = class.teacher.opens(&format!("{}/seats/1", class.page())).await;
    assert!(seat.says(texts.ended_help()) && seat.says(texts.menu_open_again()));
    assert!(!seat.body.contains("name=\"act\"") && !seat.says(texts.help_unlock()));
    // Board and projector do not invite students any more, and say that the class has ended.
    for page in ["", "/projector"] {
        let page = class.teacher.opens(&format!("{}{page}", class.page())).await;
        assert!(page.says(texts.board_ended()));
        assert!(!page.says(texts.join_code()) && !page.body.contains("class=\"qr"));
    }
    let wall = class.teacher.opens(&format!("{}/projector", class.page())).await;
    assert!(wall.says(texts.wall_over()) && !wall.body.contains("left-time"));
    // Without scripts, the page of the class menu shows the refusal in the words for teachers.
    class.teacher.opens(&format!("{}/menu", class.page())).await;
    let fields = [("id", class.id.as_str()), ("what", "pause")];
    let page = class.teacher.submits_and_follows("/classes/act", &fields).await;
    assert_eq!(page.status, 409);
    assert!(page.says(texts.menu_refused_over()), "{}", html::text(&page.body));
}

async fn the_menu_works_without_scripts(app: TestApp) {
    let class = app.class_of(2).await;
    let menu = format!("{}/menu", class.page());
    let texts = Texts::of(Locale::En);
    let page = class.teacher.opens(&menu).await;
    assert!(page.says(texts.menu_pause()) && page.says(texts.menu_end_do()));
    assert!(!page.says(texts.menu_take_over()));
    let submit = async |what: &str, more: (&str, &str)| {
        class.teacher.opens(&menu).await;
        let fields = [("id", class.id.as_str()), ("what", what), more];
        class.teacher.submits_and_follows("/classes/act", &fields).await
    };
    assert!(submit("names", ("names", "Anna\nBen")).await.says(&texts.menu_named(2)));
    assert!(submit("add_seats", ("seats", "3")).await.says(&texts.menu_added(3)));
    let board = submit("pause", ("", "")).await;
    assert_eq!(class.teacher.here(), class.page());
    assert!(board.says(texts.board_paused()) && board.says("Ben"));
    assert!(class.teacher.opens(&menu).await.says(texts.menu_go_on()));
    assert!(submit("end", ("", "")).await.says(texts.board_ended()));
    let over = class.teacher.opens(&menu).await;
    assert!(over.says(texts.menu_open_again()) && !over.says(texts.menu_add()));
    assert!(!submit("ends", ("until", "week")).await.says(texts.board_ended()));
}

/// Numbers of removed seats are not used again, so no numbers are left after many seats were added and removed.
async fn a_class_whose_numbers_are_used_up_gets_no_more_seats_and_is_still_shown(app: TestApp) {
    let class = app.class_of(2).await;
    class.seat_action(&class.seats[1], "remove").await;
    let used = "UPDATE seat SET number = 9997 WHERE number = 2";
    app.db.migration_connection().execute_unprepared(used).await.unwrap();
    assert!(class.action("add_seats", &[("seats", "1")]).await.is_done());
    let before = app.dump().await;
    let full = Refusal::NoSeatNumbersLeft { most: 9999 };
    assert_eq!(class.action("add_seats", &[("seats", "2")]).await.refusal(), full);
    assert_eq!(app.dump().await, before);
    assert!(class.action("add_seats", &[("seats", "1")]).await.is_done());
    assert_eq!(class.action("add_seats", &[("seats", "1")]).await.refusal(), full);
    let board = class.board().await;
    let there = board.seats.iter().filter(|seat| !seat.removed).map(|seat| seat.number);
    assert_eq!(there.collect::<Vec<_>>(), [1, 9998, 9999]);
    for page in ["", "/handouts", "/projector", "/results", "/results.csv", "/seats/9999"] {
        let page = format!("{}{page}", class.page());
        assert_eq!(class.teacher.gets(&page).await.status, 200, "{page}");
    }
    class.teacher.opens(&format!("{}/menu", class.page())).await;
    let asked = class
        .teacher
        .submits_and_follows(
            "/classes/act",
            &[("id", &class.id), ("what", "add_seats"), ("seats", "1")],
        )
        .await;
    assert!(
        asked.says(&Texts::of(Locale::En).refusal_no_seat_numbers_left(9999)),
        "{}",
        html::text(&asked.body)
    );
}
