//! Tests of the data that is deleted after the end of a class, and of the anonymous times that its owner keeps.

use crate::{
    always_on_every_database,
    common::{test_app::BEGIN, *},
    exercises::{
        finished,
        message_round::{PAGE, WRITES, class_with_message},
    },
};
use domain::{locale::Locale, refusal::Refusal, view::ClassesView};
use sea_orm::ConnectionTrait;
use std::time::Duration;
use texts::Texts;

always_on_every_database!(
    a_class_is_deleted_a_week_after_its_end,
    a_class_that_was_extended_stays,
    the_owner_keeps_anonymous_times,
    the_text_of_a_message_goes_with_the_class,
    several_replicas_purge_at_once,
    a_form_whose_class_was_deleted_opens_no_other_under_its_id,
    a_class_that_cannot_be_deleted_does_not_keep_the_others,
    the_first_page_says_for_how_many_days_data_is_kept,
);

const DAY: u64 = 24 * 3600;

/// The number of rows in each table that holds data of classes.
async fn left(app: &TestApp) -> [usize; 7] {
    [
        app.count("class").await,
        app.count("seat").await,
        app.count("account").await,
        app.count("factor").await,
        app.count("recovery_code").await,
        app.count("throttle").await,
        app.count("class_result").await,
    ]
}

async fn a_class_is_deleted_a_week_after_its_end(app: TestApp) {
    let class = app.class_of(3).await;
    let student = app.browser();
    let (secret, _) = student.connects(&class.seats[0]).await;
    student.signs_out().await;
    student.signs_in(&class.seats[0]).await;
    student.gives_code(&secret.wrong_code(app.now())).await;
    let looking = app.browser();
    looking.signs_in(&class.seats[1]).await;
    class.seat_action(&class.seats[2], "remove").await;
    // Another class with its own students, which is not deleted yet.
    app.waits(DAY);
    let other = app.class_of(2).await;
    let (_, codes) = app.browser().connects(&other.seats[0]).await;
    assert_eq!(codes.len(), 10);
    let sessions = app.count("web_session").await;

    app.waits(7 * DAY - 1);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 0);
    assert_eq!(class.teacher.gets(&class.page()).await.status, 200);
    app.waits(1);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert_eq!(left(&app).await, [1, 2, 2, 1, 10, 0, 0]);
    assert_eq!(class.teacher.gets(&class.page()).await.status, 404);
    assert!(!looking.is_signed_in().await);
    assert_eq!(app.count("web_session").await, sessions - 2, "the students' sessions");
    let dump = app.dump().await;
    assert!(class.seats.iter().all(|seat| !dump.contains(&seat.login)));
    assert_eq!(other.board().await.seats.len(), 2);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 0);
}

async fn a_class_that_was_extended_stays(app: TestApp) {
    let app = app.with(|config| config.settings.purge_after = Duration::from_secs(3 * DAY));
    let class = app.class_of(1).await;
    app.waits(4 * DAY - 1);
    assert!(class.action("ends", &[("until", "hour")]).await.is_done());
    app.waits(2);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 0);
    assert!(app.browser().signs_in(&class.seats[0]).await.is_done());
    app.waits(3 * DAY + 3600);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert_eq!(class.action("ends", &[("until", "hour")]).await.status, 404);
}

async fn the_owner_keeps_anonymous_times(app: TestApp) {
    let class = app.class_of(4).await;
    let phone = app.member(&class.teacher, "ada").await;
    assert!(class.action("take_over", &[]).await.is_done());
    assert!(class.action("names", &[("names", "Anna\nBen")]).await.is_done());
    class.seat_action(&class.seats[3], "remove").await;
    app.waits(60);
    let student = app.browser();
    student.gives_password(&class.seats[0].login, "wrong").await;
    class.failure(&class.seats[0], |seat| seat.failure.is_some()).await;
    app.waits(30);
    let (secret, _) = student.connects(&class.seats[0]).await;
    student.signs_out().await;
    student.signs_in_with_code(&class.seats[0], &secret).await;
    app.browser().signs_in(&class.seats[1]).await;
    class.seat_action(&class.seats[1], "reset_factor").await;
    let board = class.board().await;
    app.waits(9 * DAY);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    // The class had three seats at its end, so there are three results. The account, the factor and the recovery codes
    // that are left belong to the owner.
    assert_eq!(left(&app).await, [0, 0, 1, 1, 10, 0, 3]);
    let dump = app.dump().await;
    let rows: Vec<&str> = dump.lines().filter(|line| line.starts_with("class_result")).collect();
    for times in ["90000000", "120000000"] {
        assert!(rows.iter().any(|row| row.contains(times)), "{rows:?}");
    }
    for name in ["Anna", "Ben"]
        .into_iter()
        .chain(board.seats.iter().map(|seat| seat.login.as_str()))
    {
        assert!(name.is_empty() || !dump.contains(name), "{name}");
    }
    let back = class.teacher.signs_in_as("ada", "correct horse battery", &phone).await;
    assert!(back.is_done());
    // The owner's page still shows the results.
    let home: ClassesView = class.teacher.loads("/sfn/classes", &[]).await.json();
    let [gone] = &home.gone[..] else { panic!("{home:?}") };
    assert!(home.open.is_empty() && home.past.is_empty());
    assert_eq!((gone.title.as_str(), gone.opened), ("7b", BEGIN));
    assert_eq!(
        (gone.summary.seats, gone.summary.through, gone.summary.resets),
        (3, 1, 1)
    );
    assert!(gone.summary.median_total.is_some() && gone.summary.failures == 1);
    let page = class.teacher.opens("/classes").await;
    let texts = Texts::of(Locale::En);
    assert!(page.says(texts.gone_title()) && page.says("7b") && page.says(&texts.gone_through(3, 1)));
    let (results, csv) = (
        format!("{}/results", class.page()),
        format!("{}/results.csv", class.page()),
    );
    let page = class.teacher.opens(&results).await;
    assert!(page.status == 200 && page.says(texts.results_table_title()) && page.says("7b"));
    let table = class.teacher.gets(&csv).await;
    assert_eq!((table.status.as_u16(), table.body.lines().count()), (200, 4));
    for seat in &class.seats {
        assert!(!page.body.contains(&seat.login) && !table.body.contains(&seat.login));
    }
    let stranger = app.browser();
    app.member(&stranger, "eve").await;
    for path in [&results, &csv] {
        assert_eq!(stranger.gets(path).await.status, 404);
        assert_eq!(app.browser().gets(path).await.status, 404);
    }
    let home: ClassesView = stranger.loads("/sfn/classes", &[]).await.json();
    assert!(home.gone.is_empty());
}

async fn the_text_of_a_message_goes_with_the_class(app: TestApp) {
    let class = class_with_message(&app, 1).await;
    app.member(&class.teacher, "ada").await;
    assert!(class.action("take_over", &[]).await.is_done());
    let (student, ..) = finished(&app, &class, 0).await;
    student.writes(WRITES).await;
    let page = student.opens(PAGE).await;
    assert!(page.says(WRITES));
    app.waits(9 * DAY);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert_eq!(app.count("exercise_progress").await, 0);
    assert_eq!(app.count("class_result").await, 1);
    assert!(!app.dump().await.contains(WRITES));
    assert!(!student.opens(PAGE).await.says(WRITES));
}

async fn several_replicas_purge_at_once(app: TestApp) {
    for _ in 0..4 {
        let class = app.class_of(20).await;
        app.browser().connects(&class.seats[0]).await;
    }
    app.waits(9 * DAY);
    let replicas: Vec<TestApp> = (0..3).map(|_| app.restarted()).collect();
    let sweeps = replicas
        .into_iter()
        .map(|replica| tokio::spawn(async move { replica.stepwise.operations.sweep().await }));
    let mut classes = 0;
    for sweep in sweeps.collect::<Vec<_>>() {
        classes += sweep.await.unwrap().unwrap().classes;
    }
    assert_eq!(classes, 4);
    assert_eq!(left(&app).await, [0; 7]);
}

/// The owner keeps the results of the deleted class under its id.
async fn a_form_whose_class_was_deleted_opens_no_other_under_its_id(app: TestApp) {
    let ada = app.browser();
    app.member(&ada, "ada").await;
    let form = ada.opens("/classes").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "2"), ("title", "7b")];
    assert!(ada.calls("/classes", &fields).await.is_done());
    let connection = app.db.migration_connection();
    connection
        .execute_unprepared("UPDATE class SET expires_at = 1")
        .await
        .unwrap();
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert_eq!(ada.calls("/classes", &fields).await.refusal(), Refusal::BadRequest);
    assert_eq!(app.count("class").await, 0);
}

async fn a_class_that_cannot_be_deleted_does_not_keep_the_others(app: TestApp) {
    let ada = app.browser();
    app.member(&ada, "ada").await;
    ada.opens_own_class(1).await;
    let connection = app.db.migration_connection();
    // Questions of its own, which are missing.
    let broken = "UPDATE class SET questions = 'own', expires_at = expires_at - 1";
    connection.execute_unprepared(broken).await.unwrap();
    ada.opens_own_class(1).await;
    app.waits(9 * DAY);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert_eq!(app.count("class").await, 1);
}

async fn the_first_page_says_for_how_many_days_data_is_kept(app: TestApp) {
    let longer = app.with(|config| config.settings.purge_after = Duration::from_secs(30 * DAY));
    for (app, days) in [(&app, 7), (&longer, 30)] {
        for locale in Locale::ALL {
            let page = app.browser().speaking(locale.tag()).opens("/").await;
            let text = Texts::of(locale).facts_data_text(days);
            assert!(page.says(&text), "{locale:?}: {text}");
        }
        let page = app.browser().speaking("en").opens("/").await;
        assert!(page.says(&format!("{days} days")), "{days}");
    }
}
