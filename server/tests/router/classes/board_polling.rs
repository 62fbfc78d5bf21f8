//! Tests that a board that polls for changes has the same content in the end as a newly loaded one.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{locale::Locale, refusal::Refusal, stage::Stage, view::BoardView};

on_every_database!(a_removed_seat_is_reported_to_boards_that_show_it,);

always_on_every_database!(a_board_that_polls_continuously_ends_with_the_current_content,);

/// Thirty students go through all stages at once, some of them with mistakes, while a board polls without a pause.
async fn a_board_that_polls_continuously_ends_with_the_current_content(app: TestApp) {
    let class = std::sync::Arc::new(app.class_of(30).await);
    let asking = tokio::spawn({
        let class = std::sync::Arc::clone(&class);
        let mut board = view_of(&class).await;
        async move {
            let (mut polls, mut seen) = (0, 0);
            while polls < 20_000 && !is_finished(&board) {
                let changes = class.changes_since(board.changes.version).await;
                assert!(changes.version >= board.changes.version, "a version went back");
                for seat in &changes.seats {
                    // A stage that the student has reached keeps its time.
                    let known = &board.seats()[usize::from(seat.number) - 1];
                    for stage in Stage::ALL {
                        assert!(!known.stages.is_reached(stage) || seat.stages.at(stage) == known.stages.at(stage));
                    }
                }
                seen += changes.seats.len();
                board.apply(changes);
                polls += 1;
                tokio::task::yield_now().await;
            }
            (board, polls, seen)
        }
    });
    let walks = class.seats.iter().cloned().map(|seat| {
        let app = app.clone();
        tokio::spawn(async move {
            let student = app.browser();
            if seat.number % 3 == 0 {
                student.gives_password(&seat.login, "wrong").await;
            }
            assert!(student.signs_in(&seat).await.is_done());
            let secret = student.opens_set_up().await;
            if seat.number % 4 == 0 {
                student.gives_set_up_code(&secret.wrong_code(app.now())).await;
            }
            // The student uses the code of the previous step, so that the code of the current step can be used for the
            // next sign-in.
            let earlier = secret.code_beside(app.now(), -1);
            let connected = student.gives_set_up_code(&earlier).await;
            assert!(connected.is_done(), "{}", connected.body);
            student.signs_out().await;
            student.signs_in(&seat).await;
            let back = student.gives_code(&secret.code_at(app.now())).await;
            assert!(back.is_done(), "{}", back.body);
        })
    });
    for walk in walks.collect::<Vec<_>>() {
        walk.await.unwrap();
    }
    let (mut board, polls, seen) = asking.await.unwrap();
    assert!(is_finished(&board), "after {polls} polls and {seen} changes: {board:?}");
    // Wrong passwords are stored after the response, so it is possible that changes are still missing on the first
    // board. After it has loaded them, both boards are equal.
    let last = board.changes.version;
    board.apply(class.changes_since(last).await);
    let fresh = view_of(&class).await;
    assert_eq!(board.seats(), fresh.seats());
    // The thirty students reach four stages each, seven enter a wrong code, and ten enter a wrong password. The server
    // stores a wrong password after its response. If the next stage is stored first, one more change is needed to
    // remove the failure.
    let version = fresh.changes.version;
    assert!((120 + 7..=120 + 7 + 10 + 10).contains(&version), "{version}");
}

async fn a_removed_seat_is_reported_to_boards_that_show_it(app: TestApp) {
    let class = app.class_of(3).await;
    let seat = &class.seats[1];
    let mut board = view_of(&class).await;
    let student = app.browser();
    student.signs_in(seat).await;
    class.seat_action(seat, "remove").await;
    assert!(!student.is_signed_in().await);
    assert_eq!(app.browser().signs_in(seat).await.refusal(), Refusal::SignInFailed);
    board.apply(class.changes_since(board.changes.version).await);
    let numbers: Vec<u16> = board.seats().iter().map(|seat| seat.number).collect();
    assert_eq!(numbers, [1, 3]);
    assert!(!class.teacher.opens(&class.page()).await.says(&seat.login));
    assert_eq!(class.passwords(None).await.len(), 2);
}

fn is_finished(board: &BoardView) -> bool {
    board.seats().iter().all(|seat| seat.stages.next().is_none())
}

async fn view_of(class: &Class) -> BoardView {
    BoardView {
        id: class.id.parse().unwrap(),
        title: String::new(),
        join_code: String::new(),
        locale: Locale::En,
        phones: true,
        debrief: false,
        questions: false,
        expires: class.teacher.app.now(),
        changes: class.board().await,
    }
}
