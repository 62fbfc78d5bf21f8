//! Tests of a database that cannot be read or written.

use crate::{always_on_every_database, common::*};
use domain::{locale::Locale, refusal::Refusal};
use sea_orm::{ConnectionTrait, DbBackend};
use texts::Texts;

always_on_every_database!(
    a_page_whose_data_cannot_be_loaded_answers_503,
    a_database_that_refuses_writes_loses_nothing,
    a_sign_in_whose_session_cannot_be_stored_answers_503,
);

async fn a_page_whose_data_cannot_be_loaded_answers_503(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let broken = "ALTER TABLE seat RENAME TO seat_elsewhere";
    app.db.migration_connection().execute_unprepared(broken).await.unwrap();
    let board = format!("/classes/{}", class.id);
    for (browser, path) in [
        (&student, "/lesson"),
        (&student, "/set-up"),
        (&class.teacher, board.as_str()),
    ] {
        let page = browser.gets(path).await;
        assert_eq!(page.status.as_u16(), 503, "{path}");
        assert!(page.is_page() && page.headers.contains_key("retry-after"), "{path}");
    }
    let mended = "ALTER TABLE seat_elsewhere RENAME TO seat";
    app.db.migration_connection().execute_unprepared(mended).await.unwrap();
    for (browser, path) in [
        (&student, "/lesson"),
        (&student, "/set-up"),
        (&class.teacher, board.as_str()),
    ] {
        assert_eq!(browser.gets(path).await.status.as_u16(), 200, "{path}");
    }
}

/// Makes statements fail like those of a database whose disk is full. The database servers are shared with other tests,
/// so no disk is really filled; `make chaos` does that.
async fn takes_nothing_more(app: &TestApp) {
    let statements: &[&str] = match app.db.backend() {
        DbBackend::Sqlite => &[
            "CREATE TRIGGER full_factor BEFORE UPDATE ON factor \
             BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
            "CREATE TRIGGER full_seat BEFORE UPDATE ON seat \
             BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
        ],
        DbBackend::Postgres => &[
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
            "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON factor EXECUTE FUNCTION full_disk()",
            "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON seat EXECUTE FUNCTION full_disk()",
        ],
        _ => &[
            "CREATE TRIGGER full_factor BEFORE UPDATE ON factor FOR EACH ROW \
             SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'Disk full'",
            "CREATE TRIGGER full_seat BEFORE UPDATE ON seat FOR EACH ROW \
             SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'Disk full'",
        ],
    };
    executes(app, statements).await;
}

async fn takes_everything_again(app: &TestApp) {
    let statements: &[&str] = match app.db.backend() {
        DbBackend::Postgres => &["DROP FUNCTION full_disk CASCADE"],
        _ => &["DROP TRIGGER full_factor", "DROP TRIGGER full_seat"],
    };
    executes(app, statements).await;
}

async fn executes(app: &TestApp, statements: &[&str]) {
    for statement in statements {
        app.db
            .migration_connection()
            .execute_unprepared(statement)
            .await
            .unwrap();
    }
}

async fn a_database_that_refuses_writes_loses_nothing(app: TestApp) {
    let class = app.class_of(2).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    let student = app.browser();
    student.signs_in(seat).await;
    app.waits(30);
    let code = secret.code_at(app.now());
    takes_nothing_more(&app).await;
    for _ in 0..8 {
        let answer = student.gives_code(&code).await;
        assert_eq!(answer.refusal(), Refusal::Unavailable);
        assert!(answer.headers.contains_key("retry-after"));
    }
    student.opens("/sign-in/code").await;
    let page = student.submits_and_follows("/sign-in/code", &[("code", &code)]).await;
    assert!(page.says(Texts::of(Locale::En).refusal_unavailable()), "{}", page.body);
    assert_eq!(
        app.browser().signs_in(&class.seats[1]).await.refusal(),
        Refusal::Unavailable
    );
    assert_eq!(class.badges(seat).await, 3, "the board is read as before");
    takes_everything_again(&app).await;
    // The attempts that failed because of the database have not used up the code, and are not counted as wrong codes.
    assert!(student.gives_code(&code).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
    let again = app.browser();
    again.signs_in(seat).await;
    assert!(matches!(
        again.gives_code(&code).await.refusal(),
        Refusal::CodeUsed { .. }
    ));
}

/// The database refuses only the last statement of the sign-in, which stores the session.
async fn a_sign_in_whose_session_cannot_be_stored_answers_503(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (full, empty): (&[&str], &[&str]) = match app.db.backend() {
        DbBackend::Sqlite => (
            &["CREATE TRIGGER full_disk BEFORE INSERT ON web_session BEGIN SELECT RAISE(ABORT, 'full'); END"],
            &["DROP TRIGGER full_disk"],
        ),
        DbBackend::Postgres => (
            &[
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
                "CREATE TRIGGER full_disk BEFORE INSERT ON web_session EXECUTE FUNCTION full_disk()",
            ],
            &["DROP FUNCTION full_disk CASCADE"],
        ),
        _ => (
            &["CREATE TRIGGER full_disk BEFORE INSERT ON web_session FOR EACH ROW \
               SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'Disk full'"],
            &["DROP TRIGGER full_disk"],
        ),
    };
    executes(&app, full).await;
    let student = app.browser().speaking("fr");
    let answer = student.signs_in(seat).await;
    assert_eq!((answer.status.as_u16(), answer.refusal()), (503, Refusal::Unavailable));
    assert!(answer.headers.contains_key("retry-after") && answer.cookies().is_empty());
    let page = student
        .submits("/sign-in", &[("username", &seat.login), ("password", &seat.password)])
        .await;
    assert_eq!(page.status.as_u16(), 503);
    assert!(page.says(Texts::of(Locale::Fr).away_title()), "{}", page.body);
    executes(&app, empty).await;
    assert!(student.signs_in(seat).await.is_done());
}
