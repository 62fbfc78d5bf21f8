//! The table of the board: one row a seat with login, password, label, badges, last failure and waiting time.

use super::live::{Live, Seat};
use crate::{
    components::{At, Badge, ExerciseBadge, Icon, Picture},
    i18n::{self, use_texts},
};
use core::time::Duration;
use domain::{
    board_order,
    exercises::{Exercise, Lesson, passed_at},
    seat_failure::SeatFailure,
    stage::Stage,
    time::Timestamp,
    view::{LastFailure, SeatView},
};
use i18n::minutes_and_seconds;
use leptos::prelude::*;

/// A row is marked as stuck after this waiting time.
const STUCK_AFTER: Duration = Duration::from_secs(180);

#[component]
pub fn Rows(live: Live) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="board" aria-labelledby="rows">
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
                        <th class="trouble" scope="col">{texts.board_trouble()}</th>
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
    let through = move || view.read().stages.next().is_none();
    let handed_out = move || {
        let view = view.read();
        view.handed_out.is_some() && view.stages.latest().is_none()
    };
    let help = format!("/classes/{}/seats/{}", live.id, seat.number);
    let path = help.clone();
    let open = move |event: leptos::ev::MouseEvent| live.open_dialog(&event, &path);
    let waiting = move || waiting_for(&view.read(), live.began.get(), live.now.get());
    let stuck = move || waiting().is_some_and(|waiting| waiting >= STUCK_AFTER);
    view! {
        <tr class:through=through class:stuck=stuck id=format!("seat-{}", seat.number)>
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
                {move || view.read().failure.map(|failure| view! { <Trouble failure=failure /> })}
            </td>
            <td class="wait">{move || waiting().map(minutes_and_seconds)}</td>
            {live
                .manages
                .then(|| view! {
                    <td class="more">
                        <a
                            class="button quiet only-icon"
                            href=help
                            aria-label=move || texts.help_title(login())
                            aria-haspopup="dialog"
                            on:click=open
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

fn waiting_for(seat: &SeatView, began: Option<Timestamp>, now: Timestamp) -> Option<Duration> {
    Some(now.since(board_order::waiting_since(seat, began)?))
}

#[component]
fn Trouble(failure: LastFailure) -> impl IntoView {
    let texts = use_texts();
    // While the student is locked out, the row shows the lockout instead of the failure that caused it.
    let why = if failure.locked_until.is_some() {
        SeatFailure::Locked
    } else {
        failure.why
    };
    view! {
        <span>{i18n::failure_text(texts, why)}</span>
        " "
        {failure
            .locked_until
            .map(|until| view! {
                <small>{texts.board_wait_until()} " " <At time=until /></small>
            })}
    }
}

/// The password of a seat. It is hidden until the teacher presses "show", because students can see the board if the
/// teacher uses a projector.
#[component]
fn Password(live: Live, seat: Seat) -> impl IntoView {
    let texts = use_texts();
    let number = seat.number;
    let password = move || live.password_of(number);
    let toggle = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if untrack(password).is_some() {
            live.hide_passwords(Some(number));
        } else {
            live.show_passwords(Some(number));
        }
    };
    let href = move || {
        if password().is_some() {
            format!("{}#seat-{number}", live.address(None))
        } else {
            format!("{}#seat-{number}", live.address(Some(&number.to_string())))
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
        <a class="button quiet small" role="button" href=href aria-label=label on:click=toggle>
            {move || if password().is_some() { texts.site_hide() } else { texts.site_show() }}
        </a>
    }
}
