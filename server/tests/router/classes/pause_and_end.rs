//! Tests of pausing, ending and reopening a class, and of the projector page.

use crate::{common::*, on_every_database};
use domain::{class::ClassState, refusal::Refusal, view::LessonState};
use std::time::Duration;

on_every_database!(
    students_can_sign_in_to_a_paused_class_but_not_continue,
    a_paused_class_stays_paused_when_its_end_is_moved,
    an_ended_class_can_be_opened_again,
    the_end_can_be_moved_by_an_hour_to_thirty_days,
    the_projector_page_shows_the_state_and_the_end_of_the_class,
    a_set_up_opened_during_a_pause_continues_after_it,
);

const HOUR: u64 = 3600;

async fn students_can_sign_in_to_a_paused_class_but_not_continue(app: TestApp) {
    let class = app.class_of(3).await;
    let [first, second, third] = &class.seats[..] else {
        panic!()
    };
    let (looking, connected) = (app.browser(), app.browser());
    looking.signs_in(first).await;
    let (secret, _) = connected.connects(third).await;
    connected.signs_out().await;
    let before = class.version().await;
    assert!(class.action("pause", &[]).await.is_done());
    let changes = class.changes_since(before).await;
    assert_eq!((changes.version, changes.state), (before + 1, ClassState::Paused));
    assert!(changes.seats.is_empty() && changes.expires.is_some());
    // A second pause, for example by another teacher, changes nothing.
    assert!(class.action("pause", &[]).await.is_done());
    assert_eq!(class.version().await, before + 1);

    let texts = texts::Texts::of(domain::locale::Locale::En);
    assert_eq!(lesson_state(&looking).await, ClassState::Paused);
    assert!(looking.opens("/lesson").await.says(texts.lesson_paused_title()));
    assert!(looking.opens("/set-up").await.says(texts.lesson_paused_title()));
    assert_eq!(looking.calls("/sfn/set-up", &[]).await.refusal(), Refusal::ClassPaused);
    assert!(app.browser().signs_in(second).await.is_done());
    connected.signs_in(third).await;
    assert!(connected.opens("/sign-in/code").await.says(texts.menu_paused_code()));
    app.waits(30);
    assert!(connected.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!((class.badges(second).await, class.badges(third).await), (1, 3));

    assert!(class.action("go_on", &[]).await.is_done());
    assert_eq!(class.board().await.state, ClassState::Open);
    looking.opens_set_up().await;
    assert_eq!(class.badges(first).await, 2);
    assert_eq!(lesson_state(&looking).await, ClassState::Open);
    class.action("end", &[]).await;
    assert_eq!(lesson_state(&looking).await, ClassState::Ended);
    let nobody = app.browser().loads("/sfn/lesson-state", &[]).await;
    assert_eq!(nobody.refusal(), Refusal::SignInFirst);
}

/// The request that an open lesson page sends every few seconds.
async fn lesson_state(student: &Browser) -> ClassState {
    let answer: LessonState = student.loads("/sfn/lesson-state", &[]).await.json();
    answer.state
}

async fn a_paused_class_stays_paused_when_its_end_is_moved(app: TestApp) {
    let class = app.class_of(1).await;
    assert!(class.action("pause", &[]).await.is_done());
    assert!(class.action("ends", &[("until", "week")]).await.is_done());
    assert_eq!(class.board().await.state, ClassState::Paused);
}

async fn an_ended_class_can_be_opened_again(app: TestApp) {
    let class = app.class_of(2).await;
    let [first, second] = &class.seats[..] else { panic!() };
    let student = app.browser();
    student.signs_in(first).await;
    let pending = app.browser();
    let (secret, codes) = pending.connects(second).await;
    pending.signs_out().await;
    pending.signs_in(second).await;
    assert!(class.action("pause", &[]).await.is_done());
    let before = class.version().await;
    app.waits(60);
    assert!(class.action("end", &[]).await.is_done());
    let changes = class.changes_since(before).await;
    assert_eq!((changes.state, changes.expires), (ClassState::Ended, Some(app.now())));
    assert_eq!(class.changes_since(changes.version).await.expires, None);

    let texts = texts::Texts::of(domain::locale::Locale::En);
    assert!(student.opens("/lesson").await.says(texts.lesson_over_title()));
    assert!(student.opens("/set-up").await.says(texts.lesson_over_title()));
    assert!(pending.opens("/sign-in/code").await.says(texts.lesson_over_title()));
    let code = secret.code_at(app.now());
    assert_eq!(pending.gives_code(&code).await.refusal(), Refusal::ClassEnded);
    assert_eq!(
        pending.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::ClassEnded
    );
    assert_eq!(app.browser().signs_in(first).await.refusal(), Refusal::ClassEnded);
    let board = class.teacher.opens(&class.page()).await;
    assert!(board.says(texts.board_ended()) && board.says(&texts.menu_over(7)));

    assert!(class.action("ends", &[("until", "hour")]).await.is_done());
    // Reopening a class also ends its pause.
    assert_eq!(class.board().await.state, ClassState::Open);
    student.opens_set_up().await;
    assert!(pending.gives_code(&code).await.is_done());
    assert_eq!((class.badges(first).await, class.badges(second).await), (2, 4));
}

async fn the_end_can_be_moved_by_an_hour_to_thirty_days(app: TestApp) {
    let class = app.class_of(1).await;
    // 09:00:10 UTC is 12:00:10 in Moscow.
    class.teacher.sets_cookie("utc_offset", "180");
    for (until, seconds) in [
        ("hour", HOUR),
        ("tonight", 12 * HOUR - 10),
        ("day", 24 * HOUR),
        ("week", 7 * 24 * HOUR),
        ("month", 30 * 24 * HOUR),
    ] {
        let before = class.version().await;
        assert!(class.action("ends", &[("until", until)]).await.is_done());
        let expires = class.changes_since(before).await.expires;
        assert_eq!(expires, Some(app.now().after(Duration::from_secs(seconds))), "{until}");
    }
    for more in [&[("until", "century")][..], &[("until", "")], &[]] {
        assert_eq!(class.action("ends", more).await.refusal(), Refusal::BadRequest);
    }
    assert_eq!(class.action("nonsense", &[]).await.refusal(), Refusal::BadRequest);
}

async fn the_projector_page_shows_the_state_and_the_end_of_the_class(app: TestApp) {
    let class = app.class_of(1).await;
    let texts = texts::Texts::of(domain::locale::Locale::En);
    let wall = async || class.teacher.opens(&format!("{}/projector", class.page())).await;
    assert!(wall().await.says(&texts.board_open_for(24)));
    app.waits(21 * HOUR + 20 * 60);
    assert!(wall().await.says(&texts.wall_hours(2, 40)));
    app.waits(HOUR + 41 * 60);
    let open = wall().await;
    assert!(open.says(&texts.projector_left(59)) && !open.says(texts.board_paused()));

    assert!(class.action("pause", &[]).await.is_done());
    let paused = wall().await;
    assert!(paused.says(texts.board_paused()) && paused.says(texts.lesson_paused_title()));
    // Students can join during a pause.
    assert!(paused.says(texts.join_code()) && paused.says(&texts.projector_left(59)));

    assert!(class.action("ends", &[("until", "week")]).await.is_done());
    assert!(wall().await.says(&texts.wall_days(7)));
    assert!(class.action("end", &[]).await.is_done());
    let over = wall().await;
    assert!(over.says(texts.board_ended()) && over.says(texts.wall_over()));
    assert!(!over.says(texts.board_paused()) && !over.says(&texts.projector_left(0)) && !over.says(texts.join_code()));
}

async fn a_set_up_opened_during_a_pause_continues_after_it(app: TestApp) {
    let class = app.class_of(1).await;
    let texts = texts::Texts::of(domain::locale::Locale::En);
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    assert!(class.action("pause", &[]).await.is_done());
    let page = student.opens("/set-up").await;
    assert!(page.says(texts.lesson_paused_title()) && page.says(texts.menu_paused_lesson()));
    assert!(page.body.contains("http-equiv=\"refresh\""));
    assert!(class.action("go_on", &[]).await.is_done());
    let page = student.opens("/set-up").await;
    assert!(page.says(texts.set_up_title()) && !page.body.contains("http-equiv=\"refresh\""));
    assert!(class.action("pause", &[]).await.is_done());
    let page = student.opens("/set-up").await;
    assert!(page.says(texts.menu_paused_lesson()) && page.body.contains("http-equiv=\"refresh\""));
}
