//! Tests of the schedule of polls and streams.

use super::*;

const POLL: Duration = Duration::from_secs(2);

const fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A page that opened its stream at second 0.
fn page_with_stream() -> Schedule {
    let mut schedule = Schedule::new(POLL, 0.0, at(0));
    schedule.use_stream(at(0));
    assert_eq!(schedule.next_step(at(0)), Some(Step::OpenStream));
    schedule.stream_opened(at(0));
    schedule
}

fn poll(schedule: &mut Schedule, now: Duration, succeeded: bool) {
    assert_eq!(schedule.next_step(now), Some(Step::Poll));
    schedule.poll_sent();
    assert_eq!(schedule.next_step(now), None);
    assert!(schedule.poll_answered(succeeded, now, 0.5));
}

#[test]
fn a_page_with_events_never_polls() {
    let mut schedule = page_with_stream();
    for second in 0..3600 {
        if second % 8 == 0 {
            schedule.event_arrived(at(second));
        }
        assert_eq!(schedule.next_step(at(second)), None, "{second}");
    }
}

#[test]
fn a_silent_stream_is_closed_after_twenty_seconds_and_the_page_polls() {
    let mut schedule = page_with_stream();
    schedule.content_arrived(at(1));
    assert_eq!(schedule.next_step(at(20)), None);
    assert_eq!(schedule.next_step(at(21)), Some(Step::CloseStream));
    schedule.stream_failed(at(21), 0.0);
    poll(&mut schedule, at(21), true);
    assert_eq!(schedule.next_step(at(22)), None);
    poll(&mut schedule, at(23), true);
}

#[test]
fn a_refused_stream_makes_the_page_poll_at_once() {
    let mut schedule = page_with_stream();
    schedule.stream_failed(at(1), 0.0);
    poll(&mut schedule, at(1), true);
    poll(&mut schedule, at(3), true);
}

#[test]
fn a_page_polls_until_the_next_stream_delivers_an_event() {
    let mut schedule = page_with_stream();
    schedule.stream_failed(at(0), 0.0);
    poll(&mut schedule, at(0), true);
    assert_eq!(schedule.next_step(at(5)), Some(Step::OpenStream));
    schedule.stream_opened(at(5));
    poll(&mut schedule, at(5), true);
    poll(&mut schedule, at(7), true);
    schedule.event_arrived(at(8));
    assert_eq!(schedule.next_step(at(27)), None);
}

#[test]
fn streams_are_retried_after_5_to_60_seconds_with_jitter() {
    let delays = |random| [0, 1, 2, 3, 4, 100].map(|failures| retry_delay(failures, random).as_millis());
    assert_eq!(delays(0.0), [5_000, 10_000, 20_000, 40_000, 40_000, 40_000]);
    assert_eq!(delays(1.0), [7_500, 15_000, 30_000, 60_000, 60_000, 60_000]);
    let mut schedule = page_with_stream();
    for retry_at in [5, 15, 35, 75, 115] {
        let failed_at = schedule_time(&schedule);
        schedule.stream_failed(failed_at, 0.0);
        assert_eq!(schedule_time(&schedule), at(retry_at));
    }
}

/// The time at which the schedule opens the next stream; zero while a stream is open.
fn schedule_time(schedule: &Schedule) -> Duration {
    match schedule.stream {
        Stream::Closed { retry_at } => retry_at,
        _ => at(0),
    }
}

#[test]
fn polls_slow_down_while_the_server_does_not_answer() {
    let mut schedule = Schedule::new(POLL, 0.1, at(0));
    let mut delays = Vec::new();
    for _ in 0..6 {
        delays.push(schedule.poll_delay(0.5).as_secs());
        schedule.poll_sent();
        schedule.poll_answered(false, at(0), 0.5);
    }
    assert_eq!(delays, [2, 4, 8, 16, 30, 30]);
    assert_eq!(schedule.poll_delay(0.0).as_secs(), 27);
    assert_eq!(schedule.poll_delay(1.0).as_secs(), 33);
    schedule.poll_answered(true, at(0), 0.5);
    assert_eq!(schedule.poll_delay(0.5).as_secs(), 2);
}

#[test]
fn an_act_of_the_teacher_polls_at_once_also_while_a_poll_runs() {
    let mut schedule = page_with_stream();
    schedule.content_arrived(at(1));
    schedule.poll_soon();
    assert_eq!(schedule.next_step(at(1)), Some(Step::Poll));
    schedule.poll_sent();
    schedule.poll_soon();
    assert_eq!(schedule.next_step(at(1)), None);
    assert!(schedule.poll_answered(true, at(1), 0.5));
    poll(&mut schedule, at(1), true);
    assert_eq!(schedule.next_step(at(20)), None);
}

#[test]
fn an_event_postpones_no_poll_that_an_act_needs() {
    let mut schedule = page_with_stream();
    schedule.poll_soon();
    schedule.content_arrived(at(1));
    assert_eq!(schedule.next_step(at(1)), Some(Step::Poll));
}

#[test]
fn the_answer_of_a_poll_is_ignored_if_the_stream_was_faster() {
    let mut schedule = page_with_stream();
    schedule.poll_soon();
    schedule.poll_sent();
    schedule.event_arrived(at(1));
    assert!(schedule.poll_answered(true, at(1), 0.5));
    schedule.poll_soon();
    schedule.poll_sent();
    schedule.content_arrived(at(2));
    assert!(!schedule.poll_answered(true, at(2), 0.5));
    schedule.poll_sent();
    assert!(schedule.poll_answered(true, at(3), 0.5));
}

#[test]
fn a_failed_poll_is_repeated_until_it_succeeds_or_content_arrives() {
    let mut schedule = page_with_stream();
    schedule.poll_soon();
    poll(&mut schedule, at(1), false);
    schedule.event_arrived(at(3));
    poll(&mut schedule, at(5), false);
    schedule.content_arrived(at(6));
    assert_eq!(schedule.next_step(at(25)), None);
}

#[test]
fn the_server_counts_as_unreachable_when_a_reconnect_failed_too() {
    let mut schedule = page_with_stream();
    assert!(!schedule.stream_interrupted());
    assert!(schedule.stream_interrupted());
    schedule.event_arrived(at(3));
    assert!(!schedule.stream_interrupted());
}

#[test]
fn a_hidden_page_has_no_stream_and_opens_one_when_the_user_returns() {
    let mut schedule = page_with_stream();
    schedule.content_arrived(at(1));
    schedule.shown(at(1));
    assert_eq!(schedule.next_step(at(1)), None);
    schedule.hidden();
    assert_eq!(schedule.next_step(at(8_000)), None);
    schedule.shown(at(9_000));
    assert_eq!(schedule.next_step(at(9_000)), Some(Step::OpenStream));
    schedule.stream_opened(at(9_000));
    assert_eq!(schedule.next_step(at(9_000)), None);
}

#[test]
fn a_page_whose_streams_fail_polls_when_the_user_returns() {
    let mut schedule = page_with_stream();
    schedule.stream_failed(at(0), 0.0);
    poll(&mut schedule, at(0), true);
    schedule.hidden();
    schedule.shown(at(1));
    assert_eq!(schedule.next_step(at(1)), Some(Step::OpenStream));
    schedule.stream_opened(at(1));
    poll(&mut schedule, at(1), true);
}

#[test]
fn a_page_without_a_stream_only_polls() {
    let mut schedule = Schedule::new(POLL, 0.0, at(0));
    assert_eq!(schedule.next_step(at(1)), None);
    poll(&mut schedule, at(2), true);
    assert_eq!(schedule.next_step(at(3)), None);
    schedule.hidden();
    schedule.shown(at(3));
    poll(&mut schedule, at(3), true);
}
