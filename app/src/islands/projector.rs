//! The projector page of a class. The island knows numbers of seats and no logins. The server has rendered the
//! instruction of every step; the island only names the step, and the style sheet shows its instruction.

use crate::{
    browser::{self, RequestError},
    i18n,
    live_updates::{Follower, Source, Stream},
    timers::every,
};
use core::time::Duration;
use domain::{
    class::ClassState,
    stage::Stage,
    time::Timestamp,
    view::{WallChanges, WallView},
};
use leptos::prelude::*;
use texts::Texts;

const POLL_INTERVAL: Duration = Duration::from_secs(2);
const POLL_JITTER: f64 = 0.1;
/// How often the remaining time is computed again while nothing changes.
const CLOCK_TICK: Duration = Duration::from_secs(5);
/// More seat numbers would leave no room for the join address.
const MAX_SEAT_NUMBERS: usize = 60;

/// The children are the instructions of all steps and the join address, or what replaces them at the end of the class.
#[island(lazy)]
pub fn Wall(wall: WallView, children: Children) -> impl IntoView {
    let texts = Texts::of(wall.changes.settings.locale);
    // The language of the class, if it is another one than that of the document.
    let lang = (texts != i18n::use_texts()).then(|| texts.locale().tag());
    let title = wall.title.clone();
    let (state, now) = follow(wall);
    let is_over = state.with_untracked(|wall| wall.state == ClassState::Ended);
    let step = Memo::new(move |_| state.with(WallChanges::step).code());
    let is_paused = Memo::new(move |_| state.with(|wall| wall.state == ClassState::Paused));
    let joined = Memo::new(move |_| state.with(WallChanges::joined));
    let stages = Stage::ALL.map(|stage| {
        let count = Memo::new(move |_| state.with(|wall| wall.count(stage)));
        view! { <Bar count=count name=i18n::stage_name(texts, stage) texts=texts /> }
    });
    // Other exercises are other settings, with which the page is loaded again.
    let exercises = state
        .with_untracked(|wall| wall.settings.lesson)
        .exercises()
        .map(|exercise| {
            let count = Memo::new(move |_| state.with(|wall| wall.count_passed(exercise)));
            view! { <Bar count=count name=i18n::exercise_name(texts, exercise) texts=texts /> }
        });
    let exercises = exercises.collect_view();
    let left = move || time_left(texts, state.with(|wall| wall.expires), now.get());
    view! {
        <main class="projector" id="main" lang=lang data-step=move || step.get() data-over=is_over.then_some("")>
            <header>
                <h1>{title}</h1>
                {(!is_over).then(|| view! { <p class="left-time">{left}</p> })}
                <div role="status">
                    {move || is_paused.get().then(|| view! {
                        <p class="standing paused">
                            <strong>{texts.board_paused()}</strong>
                            <span>{texts.lesson_paused_title()}</span>
                        </p>
                    })}
                </div>
            </header>
            {children()}
            <p class="joined" hidden=move || joined.read().is_empty()>
                <span>{move || texts.instruction_joined(joined.read().len() as u64)}</span>
                {move || joined.get().into_iter().take(MAX_SEAT_NUMBERS).map(|number| view! { " " <b>{number}</b> }).collect_view()}
            </p>
            <ol class="bars" role="list">
                {stages.collect_view()} {exercises}
            </ol>
        </main>
    }
}

/// Follows the class. Returns its state, and the time by the server's clock.
fn follow(wall: WallView) -> (RwSignal<WallChanges>, RwSignal<Timestamp>) {
    let WallView { id, changes, .. } = wall;
    let now = RwSignal::new(changes.now);
    let changed_at = StoredValue::new((changes.now, browser::page_time()));
    let state = RwSignal::new(changes);
    let version = move || state.with_untracked(|wall| wall.version);
    let source = Source {
        poll: Box::new(move || format!("/sfn/wall-changes?id={id}&since={}", version())),
        stream: Some(Stream {
            content: "changes",
            address: Box::new(move || format!("/classes/{id}/events?page=projector&since={}", version())),
        }),
    };
    Follower::new(POLL_INTERVAL, POLL_JITTER).start(source, move |answer| {
        match answer.map(|text| serde_json::from_str::<WallChanges>(&text)) {
            Ok(Err(_)) => return false,
            Ok(Ok(later)) => {
                // Other settings have other texts, and an ended class has no join address.
                let is_other = state.with_untracked(|wall| {
                    wall.settings != later.settings
                        || (wall.state == ClassState::Ended) != (later.state == ClassState::Ended)
                });
                if is_other {
                    browser::reload();
                }
                changed_at.set_value((later.now, browser::page_time()));
                now.set(later.now);
                state.update(|wall| wall.apply(later));
            }
            // This session is not allowed to see the class any more.
            Err(RequestError::Denied) => browser::reload(),
            Err(RequestError::Unavailable) => {}
        }
        true
    });
    Effect::new(move |_| {
        every(CLOCK_TICK, move || {
            let (server, here) = changed_at.get_value();
            now.set(server.after(browser::page_time().saturating_sub(here)));
        });
    });
    (state, now)
}

#[component]
fn Bar(count: Memo<(usize, usize)>, name: &'static str, texts: Texts) -> impl IntoView {
    let all = move || count.get().0;
    let some = move || count.get().1;
    view! {
        <li>
            <span>{name}</span>
            <progress
                max=move || all().max(1).to_string()
                value=move || some().to_string()
                aria-label=move || texts.board_reached(all(), some(), name)
            ></progress>
            <output>{some} " " <small>{move || texts.board_of(all())}</small></output>
        </li>
    }
}

/// The remaining time: in minutes below one hour, in hours and minutes below twelve hours, in hours below two days,
/// otherwise in days.
fn time_left(texts: Texts, expires: Timestamp, now: Timestamp) -> String {
    let minutes = expires.since(now).as_secs().div_ceil(60);
    match minutes {
        0..60 => texts.projector_left(minutes),
        60..720 => texts.wall_hours(minutes / 60, minutes % 60),
        720..2880 => texts.board_open_for((minutes + 30) / 60),
        _ => texts.wall_days(minutes / 1440),
    }
}
