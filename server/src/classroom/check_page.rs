//! The page `/check`, which teachers open on a phone or a second computer before the lesson: it shows that the device
//! reaches this computer, and compares the clocks.

use super::{page::PageStyle, start_page::PagesState, visits::Clock};
use app::request::ClientAddress;
use axum::{
    Extension,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{time::Timestamp, user_agent::browser_name};
use maud::html;
use serde::Deserialize;
use texts::Texts;

pub async fn show(
    State(state): State<PagesState>,
    Extension(ClientAddress(ip)): Extension<ClientAddress>,
    headers: HeaderMap,
) -> Response {
    let style = PageStyle::of(&headers, state.stylesheet.clone());
    let texts = style.texts;
    if state.classroom.network.is_own(ip) {
        return style.message(texts.check_own_title(), texts.check_own_text(), &html! {});
    }
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let browser = browser_name(agent.unwrap_or_default());
    state.classroom.visits.note(ip, browser, state.stepwise.now());
    let main = html! {
        main class="page narrow" id="main" {
            section class="card alone" {
                header { h1 { (texts.check_title()) } p class="soft" { (texts.check_text()) } }
                p id="clock" role="status" {}
                noscript { p class="fine" { (texts.check_no_clock()) } }
                p { a class="button primary" href="/join" { (texts.check_join()) } }
            }
        }
    };
    style.page(texts.check_title(), true, &main)
}

#[derive(Deserialize)]
pub struct ClockQuery {
    /// The time of the device, in Unix milliseconds.
    at: i64,
}

/// Compares the clock of the device with that of this computer, and answers with the text for the page.
pub async fn compare_clock(
    State(state): State<PagesState>,
    Extension(ClientAddress(ip)): Extension<ClientAddress>,
    Query(ClockQuery { at }): Query<ClockQuery>,
    headers: HeaderMap,
) -> Response {
    let Some(theirs) = at.checked_mul(1000).map(Timestamp::from_micros) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let clock = Clock::compare(state.stepwise.now(), theirs);
    state.classroom.visits.note_clock(ip, clock);
    let style = PageStyle::of(&headers, state.stylesheet.clone());
    clock_text(style.texts, clock).into_response()
}

pub fn clock_text(texts: Texts, clock: Clock) -> String {
    match clock {
        Clock::Unknown => String::new(),
        Clock::Agrees => texts.check_clock_agrees().to_owned(),
        Clock::Ahead(minutes) => texts.check_clock_ahead(minutes),
        Clock::Behind(minutes) => texts.check_clock_behind(minutes),
    }
}
