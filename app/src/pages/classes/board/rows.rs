//! The table of the board: one row a seat with login, password, label, badges, state and waiting time. The page and the
//! updates of an open board (`updates.rs`) render the same rows. The island (`islands/board`) reads the attributes of a
//! row, and changes its waiting time and its shown password.

use crate::{
    components::{At, Badge, BoldBeginnings, ExerciseBadge, Icon, Picture},
    i18n::{self, minutes_and_seconds, use_texts},
};
use domain::{
    exercises::{Exercise, Lesson, OpenedLesson, passed_at},
    ids::ClassId,
    seat_failure::SeatFailure,
    seat_state::{SeatState, Trouble, needs_first},
    stage::Stage,
    time::Timestamp,
    typing::enough_of_password,
    view::{BoardView, SeatView},
};
use leptos::{either::EitherOf3, prelude::*};

/// What the rows of a board have in common.
#[derive(Clone, Copy)]
pub struct RowContext {
    pub class: ClassId,
    pub lesson: OpenedLesson,
    pub now: Timestamp,
    /// False for a read-only visitor, who sees neither passwords nor help.
    pub manages: bool,
    /// The address of the board asks for the order "needs you first".
    pub stuck_first: bool,
}

/// `passwords` are those that the page shows.
#[component]
pub fn Rows(board: BoardView, context: RowContext, passwords: Vec<(u16, String)>) -> impl IntoView {
    let texts = use_texts();
    let manages = context.manages;
    let mut seats = board.changes.seats;
    if context.stuck_first {
        seats.sort_by_key(|seat| needs_first(seat, context.lesson, context.now));
    }
    let has_exercises = seats
        .iter()
        .any(|seat| badges(context.lesson.lesson, seat).next().is_some());
    let rows = seats.into_iter().map(|seat| {
        let password = passwords.iter().find(|(number, _)| *number == seat.number);
        let password = password.map(|(_, password)| password.clone());
        view! { <Row context=context seat=seat password=password /> }
    });
    view! {
        <section class="board" id="students" tabindex="-1" aria-labelledby="rows">
            <table
                class="seats"
                class:reading=!manages
                class:with-passwords=!passwords.is_empty()
                class:with-exercises=has_exercises
            >
                <caption class="visually-hidden" id="rows">
                    {texts.board_seats_of(board.title)}
                </caption>
                <thead>
                    <tr>
                        <th class="no" scope="col">
                            <abbr title=texts.board_number()>"#"</abbr>
                        </th>
                        <th class="login" scope="col">{texts.board_login()}</th>
                        {manages.then(|| view! { <th class="password" scope="col">{texts.board_password()}</th> })}
                        <th class="name" scope="col">{texts.board_label()}</th>
                        <th class="stages-head" scope="col">{texts.board_steps()}</th>
                        <th class="trouble" scope="col">{texts.seat_state_title()}</th>
                        <th class="wait" scope="col">{texts.board_waiting()}</th>
                        {manages
                            .then(|| view! {
                                <th class="more" scope="col">
                                    <span class="visually-hidden">{texts.board_help()}</span>
                                </th>
                            })}
                    </tr>
                </thead>
                <tbody id="seats">{rows.collect_view()}</tbody>
            </table>
        </section>
    }
}

#[component]
pub fn Row(context: RowContext, seat: SeatView, password: Option<String>) -> impl IntoView {
    let texts = use_texts();
    let RowContext {
        class,
        lesson,
        now,
        manages,
        ..
    } = context;
    let state = SeatState::at(&seat, lesson, now);
    let later = state.ends_at();
    let is_handed_out = seat.handed_out.is_some() && seat.stages.latest().is_none();
    let how = if seat.taken {
        texts.seat_taken()
    } else {
        texts.join_handed_out()
    };
    let number = seat.number;
    view! {
        <tr
            class=class_of(state)
            id=format!("seat-{number}")
            data-free=seat.is_free()
            data-since=state.since().map(|since| since.micros().to_string())
            data-until=later.map(|until| until.micros().to_string())
            data-then=later.map(|until| class_of(SeatState::at(&seat, lesson, until)))
        >
            <td class="no">{number}</td>
            <th class="login" scope="row">
                {seat.login.clone()}
            </th>
            {manages.then(|| view! { <Password context=context seat=&seat password=password /> })}
            <td class="name">
                {seat.label.clone()} " " {is_handed_out.then(|| view! { <small class="handed-out">{how}</small> })}
            </td>
            <td class="stages">
                {Stage::ALL
                    .map(|stage| view! { <Badge stage=stage at=seat.stages.at(stage) /> })
                    .collect_view()} {exercise_badges(lesson.lesson, &seat)}
            </td>
            <td class="trouble">
                <span class="state-text">
                    <State state=state />
                </span>
                {manages.then(|| view! { <QuickHelp seat=number /> })}
            </td>
            <td class="wait">{state.since().map(|since| minutes_and_seconds(now.since(since)))}</td>
            {manages
                .then(|| view! {
                    <td class="more">
                        <a
                            class="button quiet only-icon"
                            href=format!("/classes/{class}/seats/{number}")
                            aria-label=texts.help_title(&seat.login)
                            aria-haspopup="dialog"
                            data-press="dialog"
                        >
                            <Picture icon=Icon::More />
                        </a>
                    </td>
                })}
            {later
                .map(|until| view! {
                    <template>
                        <State state=SeatState::at(&seat, lesson, until) />
                    </template>
                })}
        </tr>
    }
}

/// The classes of a row in this state, for the style sheet and for the island.
const fn class_of(state: SeatState) -> &'static str {
    match state {
        SeatState::Done => "through",
        _ if state.has_failed() => "stuck failed",
        _ if state.is_stuck() => "stuck",
        _ => "",
    }
}

/// The lesson's exercises, and those that the student has passed before they were switched off.
fn badges(lesson: Lesson, seat: &SeatView) -> impl Iterator<Item = (Exercise, Option<Timestamp>)> {
    Exercise::ALL
        .into_iter()
        .map(|exercise| (exercise, passed_at(&seat.exercises, exercise)))
        .filter(move |(exercise, at)| at.is_some() || lesson.is_on(*exercise))
}

fn exercise_badges(lesson: Lesson, seat: &SeatView) -> Vec<AnyView> {
    badges(lesson, seat)
        .map(|(exercise, at)| view! { <ExerciseBadge exercise=exercise at=at /> }.into_any())
        .collect()
}

/// The state as text: what is wrong and since when, or that the student is not here yet or done. A student who works
/// needs no text.
#[component]
fn State(state: SeatState) -> impl IntoView {
    let texts = use_texts();
    let (why, since) = match state {
        SeatState::Working { .. } => return EitherOf3::A(()),
        SeatState::NotHere => return EitherOf3::B(view! { <span class="calm">{texts.seat_state_not_here()}</span> }),
        SeatState::Done => return EitherOf3::B(view! { <span class="calm">{texts.seat_state_done()}</span> }),
        SeatState::Stuck { why, since } => (why, since),
    };
    let (text, word, time) = match why {
        Trouble::Failed(failure) => (i18n::failure_text(texts, failure), texts.seat_state_since(), since),
        Trouble::Locked { until } => (
            i18n::failure_text(texts, SeatFailure::Locked),
            texts.board_wait_until(),
            until,
        ),
        Trouble::NoProgress => (texts.seat_state_stuck().to_owned(), texts.seat_state_since(), since),
    };
    EitherOf3::C(view! {
        <span>{text}</span>
        " "
        <small>{word} " " <At time=time /></small>
    })
}

/// Buttons of the forms that the page contains once (`quick_help.rs`). The style sheet shows them in the rows of stuck
/// students, where there is room.
#[component]
fn QuickHelp(seat: u16) -> impl IntoView {
    let texts = use_texts();
    view! {
        <span class="quick-help">
            <button class="button small" form="unlock" name="number" value=seat>
                {texts.help_unlock()}
            </button>
            <button class="button small" form="new-password" name="number" value=seat>
                {texts.seat_state_new_password()}
            </button>
        </span>
    }
}

/// The password of a seat. It is hidden until the teacher presses "show", because students can see the board if the
/// teacher uses a projector.
#[component]
fn Password<'a>(context: RowContext, seat: &'a SeatView, password: Option<String>) -> impl IntoView + use<> {
    let texts = use_texts();
    let number = seat.number;
    let order = if context.stuck_first { "order=stuck&" } else { "" };
    let (href, label, word) = if password.is_some() {
        let href = format!("?{order}#seat-{number}");
        (href, texts.board_hide_password_of(&seat.login), texts.site_hide())
    } else {
        let href = format!("?{order}show={number}#seat-{number}");
        (href, texts.board_show_password_of(&seat.login), texts.site_show())
    };
    view! {
        <td class="password">
            {password
                .map(|password| view! {
                    <code>
                        <BoldBeginnings parts=enough_of_password(&password) text=password />
                    </code>
                    " "
                })}
            <a
                class="button quiet small"
                role="button"
                href=href
                aria-label=label
                data-press=number.to_string()
            >
                {word}
            </a>
        </td>
    }
}
