//! The table of the board: one row a seat with login, password, label, badges, state and waiting time.

use super::live::{Live, Seat};
use crate::{
    components::{At, Badge, ExerciseBadge, Icon, Picture},
    i18n::{self, use_texts},
};
use domain::{
    exercises::{Exercise, Lesson, passed_at},
    seat_failure::SeatFailure,
    seat_state::{SeatState, Trouble},
    stage::Stage,
    view::SeatView,
};
use i18n::minutes_and_seconds;
use leptos::{either::EitherOf3, prelude::*};

#[component]
pub fn Rows(live: Live) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="board" id="students" tabindex="-1" aria-labelledby="rows">
            <table class="seats" class:reading=!live.manages>
                <caption class="visually-hidden" id="rows">
                    {texts.board_seats_of(live.title.get_value())}
                </caption>
                <thead>
                    <tr>
                        <th class="no" scope="col">
                            <abbr title=texts.board_number()>"#"</abbr>
                        </th>
                        <th class="login" scope="col">{texts.board_login()}</th>
                        {live.manages.then(|| view! { <th class="password" scope="col">{texts.board_password()}</th> })}
                        <th class="name" scope="col">{texts.board_label()}</th>
                        <th class="stages-head" scope="col">{texts.board_steps()}</th>
                        <th class="trouble" scope="col">{texts.seat_state_title()}</th>
                        <th class="wait" scope="col">{texts.board_waiting()}</th>
                        {live
                            .manages
                            .then(|| view! {
                                <th class="more" scope="col">
                                    <span class="visually-hidden">{texts.board_help()}</span>
                                </th>
                            })}
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || live.rows()
                        key=|seat| seat.number
                        children=move |seat| view! { <Row live=live seat=seat /> }
                    />
                </tbody>
            </table>
        </section>
    }
}

#[component]
fn Row(live: Live, seat: Seat) -> impl IntoView {
    let texts = use_texts();
    let view = seat.view;
    // Closures instead of memos: every type of memo is code that the browser has to load.
    let login = move || view.read().login.clone();
    let state = move || SeatState::at(&view.read(), live.now.get());
    let handed_out = move || {
        let view = view.read();
        view.handed_out.is_some() && view.stages.latest().is_none()
    };
    view! {
        <tr
            class:through=move || state() == SeatState::Done
            class:stuck=move || state().is_stuck()
            class:failed=move || state().has_failed()
            id=format!("seat-{}", seat.number)
        >
            <td class="no">{seat.number}</td>
            <th class="login" scope="row">{login}</th>
            {live
                .manages
                .then(|| view! {
                    <td class="password">
                        <Password live=live seat=seat />
                    </td>
                })}
            <td class="name">
                {move || view.read().label.clone()} " "
                {move || {
                    let how = if view.read().taken { texts.seat_taken() } else { texts.join_handed_out() };
                    handed_out().then(|| view! { <small class="handed-out">{how}</small> })
                }}
            </td>
            <td class="stages">
                {Stage::ALL
                    .map(|stage| {
                        let at = Signal::derive(move || view.read().stages.at(stage));
                        view! { <Badge stage=stage at=at /> }
                    })
                    .collect_view()}
                {move || exercise_badges(live.lesson.get(), &view.read())}
            </td>
            <td class="trouble">
                {move || view! { <State state=state() /> }}
                {live.manages.then(|| view! { <QuickHelp seat=seat.number /> })}
            </td>
            <td class="wait">
                {move || state().since().map(|since| minutes_and_seconds(live.now.get().since(since)))}
            </td>
            {live
                .manages
                .then(|| view! {
                    <td class="more">
                        <a
                            class="button quiet only-icon"
                            href=format!("/classes/{}/seats/{}", live.id, seat.number)
                            aria-label=move || texts.help_title(login())
                            aria-haspopup="dialog"
                            data-press="dialog"
                        >
                            <Picture icon=Icon::More />
                        </a>
                    </td>
                })}
        </tr>
    }
}

/// The badges of the lesson's exercises, and those that the student has earned before an exercise was switched off.
fn exercise_badges(lesson: Lesson, seat: &SeatView) -> Vec<AnyView> {
    Exercise::ALL
        .into_iter()
        .map(|exercise| (exercise, passed_at(&seat.exercises, exercise)))
        .filter(|(exercise, at)| at.is_some() || lesson.is_on(*exercise))
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

/// Buttons of the forms that the page contains once (`pages/classes/board/quick_help.rs`). The style sheet shows them in
/// the rows of stuck students, where there is room.
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
fn Password(live: Live, seat: Seat) -> impl IntoView {
    let texts = use_texts();
    let number = seat.number;
    let password = move || live.password_of(number);
    let href = move || {
        let order = if live.asked_for_stuck { "order=stuck&" } else { "" };
        match password() {
            Some(_) => format!("?{order}#seat-{number}"),
            None => format!("?{order}show={number}#seat-{number}"),
        }
    };
    let label = move || {
        let login = seat.view.read().login.clone();
        if password().is_some() {
            texts.board_hide_password_of(login)
        } else {
            texts.board_show_password_of(login)
        }
    };
    view! {
        {move || password().map(|password| view! { <code>{password}</code> " " })}
        <a
            class="button quiet small"
            role="button"
            href=href
            aria-label=label
            data-press=number.to_string()
        >
            {move || if password().is_some() { texts.site_hide() } else { texts.site_show() }}
        </a>
    }
}
