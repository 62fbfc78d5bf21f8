use super::*;
use crate::{
    exercises::{Exercise, ExerciseBadge, Gate, GateTimes, Lesson},
    stage::{Stage, StageTimes},
    view::LastFailure,
};

const fn second(n: i64) -> Timestamp {
    Timestamp::from_seconds(n)
}

/// A seat whose first stages were reached at these seconds.
fn seat(number: u16, reached: &[i64]) -> SeatView {
    let stages = Stage::ALL
        .into_iter()
        .zip(reached)
        .fold(StageTimes::default(), |stages, (stage, n)| {
            stages.reach(stage, second(*n)).unwrap()
        });
    SeatView {
        number,
        login: String::new(),
        label: None,
        stages,
        failure: None,
        resets: 0,
        reset_at: None,
        removed: false,
        handed_out: None,
        taken: false,
        exercises: Vec::new(),
        hand: None,
    }
}

fn failed(seat: SeatView, why: SeatFailure, at: i64, locked_until: Option<i64>) -> SeatView {
    let failure = LastFailure {
        why,
        at: second(at),
        locked_until: locked_until.map(second),
    };
    SeatView {
        failure: Some(failure),
        ..seat
    }
}

#[test]
fn a_card_that_nobody_has_used_is_not_here_yet_however_long_the_lesson_runs() {
    let card = SeatView {
        handed_out: Some(second(0)),
        ..seat(1, &[])
    };
    for now in [0, 180, 100_000] {
        assert_eq!(SeatState::at(&card, Lesson::default(), second(now)), SeatState::NotHere);
    }
}

#[test]
fn a_student_without_progress_is_stuck_after_three_minutes() {
    let slow = seat(1, &[100, 200]);
    assert_eq!(
        SeatState::at(&slow, Lesson::default(), second(379)),
        SeatState::Working { since: second(200) }
    );
    let stuck = SeatState::at(&slow, Lesson::default(), second(380));
    assert_eq!(
        stuck,
        SeatState::Stuck {
            why: Trouble::NoProgress,
            since: second(200)
        }
    );
    assert!(stuck.is_stuck());
    assert_eq!(
        SeatState::at(&seat(1, &[1, 2, 3, 4]), Lesson::default(), second(9999)),
        SeatState::Done
    );
}

#[test]
fn a_student_who_has_lost_the_phone_has_three_minutes_from_the_reset() {
    let reset = SeatView {
        resets: 1,
        reset_at: Some(second(1000)),
        ..seat(1, &[100])
    };
    let at = |seat: &SeatView, now| SeatState::at(seat, Lesson::default(), second(now));
    let since = second(1000);
    assert_eq!(at(&reset, 1000), SeatState::Working { since });
    assert_eq!(at(&reset, 1179), SeatState::Working { since });
    let why = Trouble::NoProgress;
    assert_eq!(at(&reset, 1180), SeatState::Stuck { why, since });
    // What the student reaches afterwards counts as always.
    let stages = reset.stages.reach(Stage::SetupOpened, second(1100)).unwrap();
    let goes_on = SeatView { stages, ..reset };
    assert_eq!(at(&goes_on, 1200), SeatState::Working { since: second(1100) });
    let not_here = SeatView {
        reset_at: Some(second(1000)),
        ..seat(2, &[])
    };
    assert_eq!(at(&not_here, 9999), SeatState::NotHere);
}

#[test]
fn a_failed_attempt_is_seen_at_once_also_before_the_first_sign_in() {
    let wrong = failed(seat(1, &[]), SeatFailure::WrongPassword, 50, None);
    let state = SeatState::at(&wrong, Lesson::default(), second(50));
    assert_eq!(
        state,
        SeatState::Stuck {
            why: Trouble::Failed(SeatFailure::WrongPassword),
            since: second(50)
        }
    );
}

#[test]
fn a_lock_ends_at_its_time_without_a_new_event() {
    let locked = failed(seat(1, &[10]), SeatFailure::WrongPassword, 50, Some(110));
    let why = Trouble::Locked { until: second(110) };
    let since = second(50);
    assert_eq!(
        SeatState::at(&locked, Lesson::default(), second(109)),
        SeatState::Stuck { why, since }
    );
    let why = Trouble::Failed(SeatFailure::WrongPassword);
    assert_eq!(
        SeatState::at(&locked, Lesson::default(), second(110)),
        SeatState::Stuck { why, since }
    );
    // A student who is done needs help only as long as the lock lasts.
    let done = failed(seat(1, &[1, 2, 3, 4]), SeatFailure::WrongCode, 50, Some(110));
    assert!(SeatState::at(&done, Lesson::default(), second(109)).is_stuck());
    assert_eq!(SeatState::at(&done, Lesson::default(), second(110)), SeatState::Done);
}

#[test]
fn a_state_that_changes_by_itself_does_so_once_and_at_the_time_that_it_names() {
    let seats = [
        seat(1, &[]),
        seat(2, &[100, 200]),
        seat(3, &[1, 2, 3, 4]),
        failed(seat(4, &[10]), SeatFailure::WrongCode, 50, None),
        failed(seat(5, &[10]), SeatFailure::WrongCode, 50, Some(300)),
        failed(seat(6, &[1, 2, 3, 4]), SeatFailure::WrongCode, 50, Some(300)),
    ];
    for seat in seats {
        let now = SeatState::at(&seat, Lesson::default(), second(210));
        let Some(end) = now.ends_at() else {
            assert_eq!(
                SeatState::at(&seat, Lesson::default(), second(100_000)),
                now,
                "seat {}",
                seat.number
            );
            continue;
        };
        let just_before = Timestamp::from_micros(end.micros() - 1);
        assert_eq!(
            SeatState::at(&seat, Lesson::default(), just_before),
            now,
            "seat {}",
            seat.number
        );
        let then = SeatState::at(&seat, Lesson::default(), end);
        assert_ne!(then, now, "seat {}", seat.number);
        assert_eq!(then.ends_at(), None, "seat {}", seat.number);
        assert!(
            then == SeatState::Done || then.since() == now.since(),
            "seat {}",
            seat.number
        );
    }
}

#[test]
fn failed_attempts_come_first_then_the_longest_waits_and_at_the_end_who_needs_nothing() {
    let class = [
        seat(1, &[1, 2, 3, 4]),
        seat(2, &[]),
        seat(3, &[990]),
        seat(4, &[300, 500]),
        seat(5, &[400]),
        failed(seat(6, &[900]), SeatFailure::WrongCode, 980, None),
        failed(seat(7, &[]), SeatFailure::WrongPassword, 970, None),
        seat(8, &[990]),
    ];
    let mut order: Vec<&SeatView> = class.iter().collect();
    order.sort_by_key(|seat| needs_first(seat, Lesson::default(), second(1000)));
    let numbers: Vec<u16> = order.iter().map(|seat| seat.number).collect();
    assert_eq!(numbers, [7, 6, 5, 4, 3, 8, 2, 1]);
}

#[test]
fn a_student_is_done_when_no_open_exercise_is_left() {
    let open = |gate| Lesson::default().with(Exercise::Message, gate);
    let finished = seat(1, &[1, 2, 3, 4]);
    let at = |seat: &SeatView, lesson| SeatState::at(seat, lesson, second(9999));
    assert_eq!(at(&finished, open(Gate::Later)), SeatState::Done);
    assert_ne!(at(&finished, open(Gate::Open)), SeatState::Done);
    let passed = SeatView {
        exercises: vec![badge(Exercise::Message, Some(5), 5)],
        ..finished
    };
    assert_eq!(at(&passed, open(Gate::Open)), SeatState::Done);
}

fn badge(exercise: Exercise, passed: Option<i64>, stepped: i64) -> ExerciseBadge {
    ExerciseBadge {
        exercise,
        passed: passed.map(second),
        attempts: 1,
        stepped: Some(second(stepped)),
    }
}

#[test]
fn a_student_in_an_exercise_is_stuck_after_three_minutes_without_a_step() {
    let first = Lesson::of([Exercise::Message, Exercise::Files]);
    let both = first.with_next_open().unwrap();
    let opened = |lesson| OpenedLesson {
        lesson,
        gates_opened: GateTimes::of(first, second(0)).changed(first, lesson, second(900)),
    };
    let finished = seat(1, &[100, 200, 300, 400]);
    let with = |exercises| SeatView {
        exercises,
        ..finished.clone()
    };
    let message = badge(Exercise::Message, Some(500), 500);
    for (seat, lesson, since) in [
        // The exercise was open before the last stage was reached.
        (finished.clone(), opened(first), 400),
        // A wrong answer is a step too.
        (with(vec![badge(Exercise::Message, None, 450)]), opened(first), 450),
        // The student had passed everything before the teacher opened the next exercise.
        (with(vec![message]), opened(both), 900),
        // A student may do an open exercise before its turn.
        (with(vec![badge(Exercise::Files, None, 950)]), opened(both), 950),
        // Where the time of the gate was not stored, the last badge counts.
        (with(vec![message]), both.into(), 500),
    ] {
        let since = second(since);
        let end = since.after(STUCK_AFTER);
        let just_before = Timestamp::from_micros(end.micros() - 1);
        let working = SeatState::at(&seat, lesson, just_before);
        assert_eq!(working, SeatState::Working { since });
        assert_eq!(working.ends_at(), Some(end));
        let why = Trouble::NoProgress;
        assert_eq!(SeatState::at(&seat, lesson, end), SeatState::Stuck { why, since });
    }
    assert_eq!(
        SeatState::at(&with(vec![message]), opened(first), second(9999)),
        SeatState::Done
    );
}

#[test]
fn a_failed_attempt_in_an_exercise_is_seen_at_once() {
    let lesson = Lesson::of([Exercise::Message]);
    let wrong = failed(seat(1, &[1, 2, 3, 4]), SeatFailure::WrongCode, 50, None);
    let why = Trouble::Failed(SeatFailure::WrongCode);
    let since = second(50);
    assert_eq!(
        SeatState::at(&wrong, lesson, second(50)),
        SeatState::Stuck { why, since }
    );
}
