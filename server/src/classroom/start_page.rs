//! The page `/start` and its buttons. Only the browser that the program has opened on this computer may use them.

mod content;
mod firewall;

use super::{Classroom, access::COOKIE, check_page, page::PageStyle, peer_owner};
use crate::middleware::request::this_machine::is_from_this_machine;
use app::request::{cookie, server_cookie};
use axum::{
    Router,
    extract::{ConnectInfo, Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use backend::Stepwise;
use maud::html;
use serde::Deserialize;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tower_sessions::cookie::SameSite;

/// The cookie lives as long as a long school day. Afterwards a new start of the program opens the page again.
const COOKIE_LIFE: Duration = Duration::from_secs(16 * 3600);

/// State of the start page and of the check page.
#[derive(Clone)]
pub struct PagesState {
    pub classroom: Arc<Classroom>,
    pub stepwise: Stepwise,
    pub stylesheet: Arc<str>,
    pub utc_offset: i32,
}

pub fn routes(state: PagesState) -> Router {
    let own_browser = from_fn_with_state(state.clone(), require_own_browser);
    let start_page = Router::new()
        .route("/start/state", get(content::state_text))
        .route("/start/address/{ip}", post(choose_address))
        .route("/start/close", post(close))
        .route("/start/delete", get(ask_to_delete).post(delete))
        .layer(own_browser);
    Router::new()
        .route("/start", get(show))
        .route("/start/token", post(issue_token))
        .merge(start_page)
        .layer(from_fn(require_this_machine))
        .route("/check", get(check_page::show))
        .route("/check/clock", post(check_page::compare_clock))
        .with_state(state)
}

/// Answers 404 to other computers and to other users of this one, as if the page did not exist.
async fn require_this_machine(request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let is_foreign = peer.is_none_or(|peer| peer_owner::is_of_another_user(peer.0));
    if is_from_this_machine(&request) && !is_foreign {
        next.run(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

async fn require_own_browser(State(state): State<PagesState>, request: Request, next: Next) -> Response {
    if is_own_browser(&state, request.headers()) {
        next.run(request).await
    } else {
        refusal(&state, request.headers())
    }
}

fn is_own_browser(state: &PagesState, headers: &HeaderMap) -> bool {
    cookie(headers, COOKIE).is_some_and(|cookie| state.classroom.access.knows(&cookie))
}

fn refusal(state: &PagesState, headers: &HeaderMap) -> Response {
    let style = PageStyle::of(headers, state.stylesheet.clone());
    let texts = style.texts;
    let page = style.message(texts.start_refused_title(), texts.start_refused_text(), &html! {});
    (StatusCode::FORBIDDEN, page).into_response()
}

#[derive(Deserialize)]
struct StartQuery {
    token: Option<String>,
}

/// The start page. An address with a token sets the cookie and leads to the address without the token.
async fn show(State(state): State<PagesState>, Query(query): Query<StartQuery>, headers: HeaderMap) -> Response {
    let Some(token) = query.token else {
        return match is_own_browser(&state, &headers) {
            true => content::start_page(&state, &headers),
            false => refusal(&state, &headers),
        };
    };
    match state.classroom.access.redeem(&token, state.stepwise.now()) {
        Ok(Some(value)) => {
            let mut cookie = server_cookie(false, COOKIE, &value, COOKIE_LIFE);
            cookie.set_same_site(SameSite::Strict);
            ([(header::SET_COOKIE, cookie.to_string())], Redirect::to("/start")).into_response()
        }
        // The browser loads an address again when it starts with the pages of its last session.
        Ok(None) if is_own_browser(&state, &headers) => Redirect::to("/start").into_response(),
        Ok(None) => refusal(&state, &headers),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// A token for a second start of the program, which opens the page of the first one.
async fn issue_token(State(state): State<PagesState>, headers: HeaderMap) -> Response {
    if !state.classroom.access.has_key(&headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match state.classroom.access.issue(state.stepwise.now()) {
        Ok(token) => token.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn choose_address(State(state): State<PagesState>, Path(ip): Path<Ipv4Addr>) -> Response {
    state.classroom.network.choose(ip);
    Redirect::to("/start").into_response()
}

async fn close(State(state): State<PagesState>, headers: HeaderMap) -> Response {
    let style = PageStyle::of(&headers, state.stylesheet.clone());
    let texts = style.texts;
    state.classroom.closing.close();
    style.message(texts.start_closed_title(), texts.start_closed_text(), &html! {})
}

async fn ask_to_delete(State(state): State<PagesState>, headers: HeaderMap) -> Response {
    let style = PageStyle::of(&headers, state.stylesheet.clone());
    let texts = style.texts;
    let buttons = html! {
        p { code { (state.classroom.data().display()) } }
        form class="row" method="post" action="/start/delete" {
            button class="button danger primary" { (texts.start_delete_do()) }
            a class="button" href="/start" { (texts.start_delete_not()) }
        }
    };
    style.message(texts.start_delete_title(), texts.start_delete_text(), &buttons)
}

async fn delete(State(state): State<PagesState>, headers: HeaderMap) -> Response {
    let style = PageStyle::of(&headers, state.stylesheet.clone());
    let texts = style.texts;
    state.classroom.closing.delete_and_close();
    style.message(texts.start_deleted_title(), texts.start_deleted_text(), &html! {})
}
