//! What the start page shows: three steps to the lesson, warnings, and what happens to the data.

use super::{PagesState, firewall};
use crate::classroom::{
    Reason,
    check_page::clock_text,
    page::{PageStyle, qr_code, time_of_day, typed},
    visits::Visit,
};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{LanAddress, time::Timestamp};
use maud::{Markup, html};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
};
use texts::Texts;

/// What the page shows at one moment.
struct Shown {
    texts: Texts,
    addresses: Vec<LanAddress>,
    /// What students type, for each of the addresses.
    origins: Vec<String>,
    /// The name beside the first address, as students type it.
    name: Option<String>,
    visits: Vec<Visit>,
    jumped_at: Option<Timestamp>,
    port: u16,
    /// The executable, if it runs under Windows.
    program: Option<PathBuf>,
    utc_offset: i32,
}

impl Shown {
    fn now(state: &PagesState, texts: Texts) -> Self {
        let network = &state.classroom.network;
        let addresses = network.addresses();
        Self {
            texts,
            origins: addresses.iter().map(|address| network.origin_of(address.ip)).collect(),
            name: addresses
                .first()
                .and_then(|address| state.classroom.name.get(address.ip))
                .map(|name| match network.port {
                    80 => name,
                    port => format!("{name}:{port}"),
                }),
            addresses,
            visits: state.classroom.visits.all(),
            jumped_at: state.classroom.jumped_at(),
            port: network.port,
            program: state.classroom.program.clone(),
            utc_offset: state.utc_offset,
        }
    }

    /// Changes when the page would show something else. The time and the order of visits are left out: a device that
    /// opens the check page again must not disturb the teacher, who may be reading the page.
    fn fingerprint(&self) -> String {
        let devices = self.visits.iter().map(|visit| (visit.ip, &visit.browser, visit.clock));
        let mut devices: Vec<_> = devices.collect();
        devices.sort_unstable_by_key(|(ip, ..)| *ip);
        let mut hasher = DefaultHasher::new();
        (&self.origins, &self.name, &devices, self.jumped_at).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}

/// The fingerprint of the page, for its script.
pub async fn state_text(State(state): State<PagesState>, headers: HeaderMap) -> Response {
    let style = PageStyle::of(&headers, state.stylesheet.clone());
    Shown::now(&state, style.texts).fingerprint().into_response()
}

pub fn start_page(state: &PagesState, headers: &HeaderMap) -> Response {
    let style = PageStyle::of(headers, state.stylesheet.clone());
    let texts = style.texts;
    let shown = Shown::now(state, texts);
    let main = html! {
        main class="page" id="main" data-state=(shown.fingerprint()) {
            // The script shows this note instead of the page when the program has ended.
            div class="note warn" id="closed" role="alert" hidden {
                strong { (texts.start_closed_title()) }
                p { (texts.start_closed_again()) }
            }
            header class="page-head" {
                div { h1 { (texts.start_title()) } p class="lead" { (texts.start_lead()) } }
            }
            div class="stack loose" {
                (shown.warnings())
                ol class="numbered" role="list" {
                    li { h2 { (texts.start_address_title()) } (shown.address()) }
                    li { h2 { (texts.start_check_title()) } (shown.check()) }
                    li {
                        h2 { (texts.start_open_title()) }
                        div class="stack" {
                            p { (texts.start_open_text()) }
                            p {
                                a class="button primary" href="/" target="_blank" rel="noopener" {
                                    (texts.start_open())
                                }
                            }
                        }
                    }
                }
                (data(state, texts))
            }
        }
    };
    style.page(texts.start_title(), true, &main)
}

impl Shown {
    fn warnings(&self) -> Markup {
        let texts = self.texts;
        html! {
            @if let Some(at) = self.jumped_at {
                (warning(texts.start_jumped_title(), &texts.start_jumped_text(time_of_day(at, self.utc_offset))))
            }
            @if self.visits.iter().any(|visit| visit.clock.differs()) {
                (warning(texts.start_clock_title(), texts.start_clock_text()))
            }
            @if self.addresses.is_empty() {
                (warning(texts.start_no_network_title(), texts.start_no_network_text()))
            }
        }
    }

    fn address(&self) -> Markup {
        let texts = self.texts;
        html! {
            div class="stack" {
                @if let Some(origin) = self.origins.first() {
                    p { (texts.start_address_text()) }
                    div class="row" {
                        (qr_code(&format!("{origin}/join"), texts.start_address_qr()))
                        p class="big-address" { strong { (typed(origin)) } }
                    }
                    @if let Some(name) = &self.name {
                        p { (texts.start_address_name()) " " strong { (name) } }
                    }
                }
                @if self.addresses.len() > 1 {
                    p { (texts.start_address_other()) }
                    @for (address, origin) in self.addresses.iter().zip(&self.origins).skip(1) {
                        form method="post" action=(format!("/start/address/{}", address.ip)) {
                            button class="button" { (typed(origin)) " (" (address.interface) ")" }
                        }
                    }
                }
            }
        }
    }

    fn check(&self) -> Markup {
        let texts = self.texts;
        html! {
            div class="stack" {
                @if let Some(origin) = self.origins.first() {
                    p { (texts.start_check_text()) }
                    div class="row" {
                        (qr_code(&format!("{origin}/check"), texts.start_check_qr()))
                        p class="big-address" { strong { (typed(origin)) "/check" } }
                    }
                }
                @if self.visits.is_empty() {
                    div class="row" {
                        p { (texts.start_check_none()) }
                        a class="button" href="/start" { (texts.start_check_again()) }
                    }
                } @else {
                    ul class="items" role="list" {
                        @for visit in &self.visits { li { div { (self.visit(visit)) } } }
                    }
                }
                (firewall::help(texts, self.port, self.program.as_deref()))
            }
        }
    }

    fn visit(&self, visit: &Visit) -> Markup {
        let browser = match visit.browser.as_str() {
            "" => self.texts.start_check_device(),
            browser => browser,
        };
        html! {
            strong { (browser) } " · " (visit.ip.to_canonical()) " · " (time_of_day(visit.at, self.utc_offset))
            small { (clock_text(self.texts, visit.clock)) }
        }
    }
}

fn data(state: &PagesState, texts: Texts) -> Markup {
    let place = &state.classroom.place;
    let where_it_is = match place.reason {
        Reason::BesideProgram => texts.start_data_beside(),
        Reason::UserFolder => texts.start_data_user_folder(),
        Reason::CopiedToCloud => texts.start_data_cloud(),
        Reason::EarlierData => texts.start_data_earlier(),
        Reason::Given => texts.start_data_given(),
    };
    html! {
        section class="card" aria-labelledby="data" {
            h2 id="data" { (texts.start_data_title()) }
            p { (where_it_is) " " code { (place.path.display()) } }
            @if may_be_on_stick(place.reason) { p { (texts.start_data_stick()) } }
            p { (texts.start_data_update()) }
            p { (texts.start_close_text()) }
            div class="row" {
                form method="post" action="/start/close" {
                    button class="button" { (texts.start_close()) }
                }
                a class="button danger" href="/start/delete" { (texts.start_delete()) }
            }
        }
    }
}

/// The folder of the user is on the disk of the computer.
const fn may_be_on_stick(reason: Reason) -> bool {
    matches!(reason, Reason::BesideProgram | Reason::Given)
}

fn warning(title: &str, text: &str) -> Markup {
    html! {
        div class="note warn" role="status" { strong { (title) } p { (text) } }
    }
}
