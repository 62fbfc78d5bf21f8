//! Tests of opening a class: logins, passwords, repeated, changed and simultaneous forms, limits, refused input.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbBackend};
use std::collections::BTreeSet;

on_every_database!(
    a_class_has_the_requested_number_of_seats_with_different_logins,
    passwords_are_hidden_on_the_board_until_they_are_requested,
    the_same_form_sent_twice_opens_one_class,
    the_same_form_with_other_content_opens_another_class,
    a_form_that_has_opened_a_rehearsal_also_opens_a_class,
    a_form_is_valid_for_a_day_and_for_one_teacher,
    one_address_can_open_a_limited_number_of_classes_an_hour,
    opening_classes_can_be_restricted_to_members,
    a_refused_form_keeps_the_typed_values,
);

always_on_every_database!(
    the_same_form_sent_twice_at_the_same_moment_opens_one_class,
    simultaneous_requests_do_not_exceed_the_hourly_limit_of_classes,
    a_class_is_created_with_all_its_seats_or_not_at_all,
);

async fn a_class_has_the_requested_number_of_seats_with_different_logins(app: TestApp) {
    let class = app.class_of(30).await;
    assert_eq!(class.seats.len(), 30);
    let mut logins: Vec<&str> = class.seats.iter().map(|seat| seat.login.as_str()).collect();
    for login in &logins {
        assert!(domain::credentials::is_student_login(login), "{login}");
    }
    logins.sort_unstable();
    logins.dedup();
    assert_eq!(logins.len(), 30);
    let seat = &class.seats[29];
    assert!(app.browser().signs_in(seat).await.is_done());
    assert_eq!(class.badges(seat).await, 1);
    assert_eq!(class.badges(&class.seats[0]).await, 0);
}

async fn passwords_are_hidden_on_the_board_until_they_are_requested(app: TestApp) {
    let class = app.class_of(3).await;
    let [first, second, _] = &class.seats[..] else { panic!() };
    let hidden = class.teacher.opens(&class.page()).await;
    assert!(hidden.says(&first.login) && !hidden.body.contains(&first.password));
    let one = class.teacher.opens(&format!("{}?show=1", class.page())).await;
    assert!(one.says(&first.password) && !one.body.contains(&second.password));
    let all = class.teacher.opens(&format!("{}?show=all", class.page())).await;
    assert!(class.seats.iter().all(|seat| all.says(&seat.password)));
    assert_eq!(class.passwords(Some(2)).await, [(2, second.password.clone())]);
}

async fn the_same_form_sent_twice_opens_one_class(app: TestApp) {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "3"), ("title", "")];
    let first = teacher.submits("/classes", &fields).await;
    let second = teacher.submits("/classes", &fields).await;
    assert!(first.leads_to().starts_with("/classes/"), "{}", first.leads_to());
    assert_eq!(first.leads_to(), second.leads_to());
    assert_eq!(made(&app).await, [1, 3, 3]);
    assert!(teacher.opens(second.leads_to()).await.body.contains("/teach/"));
}

/// *Back* shows the form again, with its hidden token. The teacher changes a field and sends the form.
async fn the_same_form_with_other_content_opens_another_class(app: TestApp) {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let (mut pages, mut links) = (BTreeSet::new(), BTreeSet::new());
    for (title, seats, phones) in [
        ("7a", "3", "yes"),
        ("7b", "3", "yes"),
        ("7b", "4", "yes"),
        ("7b", "4", "no"),
    ] {
        let fields = [
            ("form", form.as_str()),
            ("seats", seats),
            ("title", title),
            ("phones", phones),
        ];
        let board = teacher.submits_and_follows("/classes", &fields).await;
        assert!(board.says(title), "{title}");
        let (_, link) = board.body.split_once("/teach/").expect("the teacher link");
        links.insert(link.chars().take(43).collect::<String>());
        pages.insert(teacher.here());
        let again = teacher.submits("/classes", &fields).await;
        assert_eq!(again.leads_to(), teacher.here());
    }
    assert_eq!((pages.len(), links.len()), (4, 4), "{pages:?} {links:?}");
    assert_eq!(made(&app).await, [4, 14, 14]);
}

async fn a_form_that_has_opened_a_rehearsal_also_opens_a_class(app: TestApp) {
    let texts = texts::Texts::of(domain::locale::Locale::En);
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let rehearsal = teacher.submits_and_follows("/rehearsals", &[("form", &form)]).await;
    assert!(rehearsal.says(texts.rehearsal_class()));
    let rehearsal = teacher.here();
    let fields = [("form", form.as_str()), ("seats", "3"), ("title", "7a")];
    let board = teacher.submits_and_follows("/classes", &fields).await;
    assert_ne!(teacher.here(), rehearsal);
    assert!(board.says("7a") && !board.says(texts.rehearsal_class()));
    assert_eq!(app.count("class").await, 2);
    // The form still leads to the same rehearsal.
    let again = teacher.submits("/rehearsals", &[("form", &form)]).await;
    assert_eq!(again.leads_to(), rehearsal);
    assert_eq!(app.count("class").await, 2);
}

/// The numbers of classes, seats and accounts.
async fn made(app: &TestApp) -> [usize; 3] {
    [
        app.count("class").await,
        app.count("seat").await,
        app.count("account").await,
    ]
}

async fn the_same_form_sent_twice_at_the_same_moment_opens_one_class(app: TestApp) {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "3"), ("title", "")];
    let (first, second, third) = tokio::join!(
        teacher.submits("/classes", &fields),
        teacher.submits("/classes", &fields),
        teacher.submits("/classes", &fields),
    );
    assert!(first.leads_to().starts_with("/classes/"), "{}", first.leads_to());
    assert_eq!(
        (first.leads_to(), first.leads_to()),
        (second.leads_to(), third.leads_to())
    );
    assert_eq!(made(&app).await, [1, 3, 3]);
}

async fn a_form_is_valid_for_a_day_and_for_one_teacher(app: TestApp) {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "3"), ("title", "")];
    app.waits(23 * 3600);
    assert!(teacher.calls("/classes", &fields).await.is_done());
    // If the same form is sent again after eleven minutes, the server does not treat it as a double click. Another user
    // who sends this form gets no link to the class.
    app.waits(11 * 60);
    assert_eq!(
        app.browser().calls("/classes", &fields).await.refusal(),
        Refusal::BadRequest
    );
    let old = teacher.opens("/").await.field("form");
    app.waits(24 * 3600);
    let fields = [("form", old.as_str()), ("seats", "3"), ("title", "")];
    assert_eq!(teacher.calls("/classes", &fields).await.refusal(), Refusal::BadRequest);
    assert_eq!(made(&app).await, [1, 3, 3]);
}

async fn one_address_can_open_a_limited_number_of_classes_an_hour(app: TestApp) {
    let app = app.with(|config| config.settings.classes_per_hour = 2);
    app.class_of(1).await;
    app.waits(600);
    app.class_of(1).await;
    let third = app.browser();
    let form = third.opens("/").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "1"), ("title", "")];
    let refused = third.calls("/classes", &fields).await.refusal();
    assert_eq!(
        refused,
        Refusal::TooManyClasses {
            until: test_app::BEGIN.after(std::time::Duration::from_secs(3600))
        }
    );
    assert_eq!(made(&app).await, [2, 2, 2]);
    app.browser().from([10, 0, 0, 8]).opens_a_class(1).await;
    app.waits(3000);
    assert!(third.calls("/classes", &fields).await.is_done());
}

async fn simultaneous_requests_do_not_exceed_the_hourly_limit_of_classes(app: TestApp) {
    let app = app.with(|config| config.settings.classes_per_hour = 3);
    // The limit treats twelve addresses in one IPv6 network (/64) as one client.
    let openings = (1..=12_u16).map(|last| {
        let mut teacher = app.browser();
        teacher.address = std::net::Ipv6Addr::new(0x2001, 0xdb8, 1, 2, 0, 0, last, last).into();
        tokio::spawn(async move {
            let form = teacher.opens("/").await.field("form");
            let fields = [("form", form.as_str()), ("seats", "2"), ("title", "")];
            teacher.calls("/classes", &fields).await
        })
    });
    let mut opened = 0;
    for opening in openings.collect::<Vec<_>>() {
        let answer = opening.await.unwrap();
        if answer.is_done() {
            opened += 1;
        } else {
            assert!(matches!(answer.refusal(), Refusal::TooManyClasses { .. }));
        }
    }
    assert_eq!((opened, made(&app).await), (3, [3, 6, 6]));
    let mut neighbour = app.browser();
    neighbour.address = "2001:db8:1:3::1".parse().unwrap();
    neighbour.opens_a_class(1).await;
}

async fn opening_classes_can_be_restricted_to_members(app: TestApp) {
    let form = app.browser().opens("/").await.field("form");
    let app = app.with(|config| config.settings.members_only = true);
    let visitor = app.browser().speaking("fr");
    let page = visitor.opens("/").await;
    assert!(page.says(texts::Texts::of(domain::locale::Locale::Fr).home_members_only()));
    let fields = [("form", form.as_str()), ("seats", "1"), ("title", "")];
    assert_eq!(visitor.calls("/classes", &fields).await.refusal(), Refusal::MembersOnly);
    assert_eq!(made(&app).await, [0, 0, 0]);
}

async fn a_class_is_created_with_all_its_seats_or_not_at_all(app: TestApp) {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "500"), ("title", "")];
    // Makes the database fail after more than half of the seats are stored.
    let (begin, end): (&[&str], &[&str]) = match app.db.backend() {
        DbBackend::Sqlite => (
            &[
                "CREATE TRIGGER broken BEFORE INSERT ON seat WHEN new.number > 300 BEGIN SELECT RAISE(ABORT, 'full'); END",
            ],
            &["DROP TRIGGER broken"],
        ),
        _ => (
            &["ALTER TABLE seat ADD CONSTRAINT broken CHECK (number <= 300)"],
            &["ALTER TABLE seat DROP CONSTRAINT broken"],
        ),
    };
    for statement in begin {
        app.db
            .migration_connection()
            .execute_unprepared(statement)
            .await
            .unwrap();
    }
    assert_eq!(teacher.calls("/classes", &fields).await.refusal(), Refusal::Unavailable);
    assert_eq!(made(&app).await, [0, 0, 0]);
    for statement in end {
        app.db
            .migration_connection()
            .execute_unprepared(statement)
            .await
            .unwrap();
    }
    assert!(teacher.calls("/classes", &fields).await.is_done());
    assert_eq!(made(&app).await, [1, 500, 500]);
}

async fn a_refused_form_keeps_the_typed_values(app: TestApp) {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let typed = [
        ("form", form.as_str()),
        ("seats", "501"),
        ("title", "Class <7b> & \"friends\""),
    ];
    let refused = teacher.submits_and_follows("/classes", &typed).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.field("seats"), "501");
    assert_eq!(refused.field("title"), "Class <7b> & \"friends\"");
    // Another browser, or the same browser a minute later, gets an empty form.
    assert_eq!(app.browser().opens("/").await.field("seats"), "25");
    app.waits(60);
    assert_eq!(teacher.opens("/").await.field("seats"), "25");
    // After a class was opened, the form does not show the refused input any more.
    teacher.submits("/classes", &typed).await;
    teacher.opens_a_class(2).await;
    assert_eq!(teacher.opens("/").await.field("seats"), "25");
}
