//! Server-sent events: the changes of a board or a projector page, and the state of the class on a student's lesson page.
//!
//! A client that cannot have a stream gets 204, after which browsers do not connect again; its page polls instead.

use super::route_error::RouteError;
use app::{
    OpenBoard,
    request::{RequestContext, Site},
};
use axum::{
    Router,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use backend::{
    Stepwise,
    live::{ClassPage, LiveEvent, LiveStream, Viewer},
};
use domain::{ids::ClassId, refusal::Refusal};
use futures_util::stream;
use serde::Deserialize;
use std::{ops::RangeInclusive, sync::Arc, time::Duration};

/// A page that gets no event for 20 seconds polls, so two of these events may be lost.
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(8);
/// Milliseconds after which a client connects again. Each stream gets a random value, so that not all clients connect
/// at the same moment after a restart.
const RETRY_MILLIS: RangeInclusive<u64> = 1000..=3000;
/// Proxies like nginx would otherwise hold events back until their buffer is full.
const NO_BUFFERING: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-accel-buffering"),
    HeaderValue::from_static("no"),
);
const LAST_EVENT_ID: &str = "last-event-id";

#[derive(Clone)]
struct Streams {
    stepwise: Stepwise,
    site: Arc<Site>,
}

#[derive(Deserialize)]
struct Asked {
    /// The version of the class that the client has; none of it if this is missing.
    since: Option<i64>,
    /// The page that follows the class; a program that shows a board if this is missing.
    page: Option<Page>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Page {
    /// A board in a browser: gets the changed rows as HTML, in the language of the visitor.
    Rows,
    /// Gets no logins, names and labels.
    Projector,
}

pub fn routes(stepwise: Stepwise, site: Arc<Site>) -> Router {
    Router::new()
        .route("/classes/{id}/events", get(board))
        .route("/lesson/events", get(lesson))
        .with_state(Streams { stepwise, site })
}

async fn board(
    State(streams): State<Streams>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Response, RouteError> {
    let class: ClassId = id.parse().map_err(|_| Refusal::NotFound)?;
    // The browser sends this header when it connects again. It is newer than the address.
    let since = last_event_id(request.headers()).or(asked.since).unwrap_or(-1);
    let page = match asked.page {
        Some(Page::Rows) => ClassPage::Rows,
        Some(Page::Projector) => ClassPage::Projector,
        None => ClassPage::Board,
    };
    let live = streams.stepwise.live.clone();
    let context = streams.context(request)?;
    let viewer = Viewer {
        key: context.session_key(),
        state: context.session_state().await?,
        member: context.optional_member().await?,
    };
    let opened = live.follow_board(viewer, page, class, since).await?;
    let board = opened.as_ref().map(|opened| OpenBoard {
        class,
        manages: opened.manages,
        preferences: context.preferences(),
    });
    Ok(response(opened.map(|opened| opened.stream), board))
}

async fn lesson(State(streams): State<Streams>, request: Request) -> Result<Response, RouteError> {
    let live = streams.stepwise.live.clone();
    let context = streams.context(request)?;
    let student = context.signed_in().await?;
    let opened = live.follow_lesson(context.session_key(), &student).await?;
    Ok(response(opened, None))
}

impl Streams {
    fn context(self, request: Request) -> Result<RequestContext, RouteError> {
        let (parts, _) = request.into_parts();
        let context = RequestContext::from_parts(self.stepwise, self.site, parts);
        Ok(context.ok_or(Refusal::Unavailable)?)
    }
}

fn last_event_id(headers: &HeaderMap) -> Option<i64> {
    headers.get(LAST_EVENT_ID)?.to_str().ok()?.parse().ok()
}

/// `board` renders the rows of a board in a browser.
fn response(opened: Option<LiveStream>, board: Option<OpenBoard>) -> Response {
    let Some(opened) = opened else {
        return (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response();
    };
    let retry = retry_after(&opened);
    let events = stream::unfold((opened, true), move |(mut opened, is_first)| async move {
        let event = opened.next().await?;
        // The first event carries the pause as well, for connections that break without a last event.
        let has_retry = is_first || matches!(event, LiveEvent::Closing);
        let event = sse_event(event, board.as_ref()).map(|event| if has_retry { event.retry(retry) } else { event });
        Some((event, (opened, false)))
    });
    let alive = without_data("alive").comment("keep-alive");
    let body = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE_INTERVAL).event(alive));
    // `no-transform` keeps proxies from compressing the events, which would hold them back.
    let headers = [
        NO_BUFFERING,
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store, no-transform"),
        ),
    ];
    (headers, body).into_response()
}

fn retry_after(stream: &LiveStream) -> Duration {
    let width = RETRY_MILLIS.end() - RETRY_MILLIS.start();
    Duration::from_millis(RETRY_MILLIS.start() + u64::from(stream.jitter()) * width / u64::from(u8::MAX))
}

fn sse_event(event: LiveEvent, board: Option<&OpenBoard>) -> Result<Event, axum::Error> {
    let changes = |version: i64| Event::default().event("changes").id(version.to_string());
    Ok(match event {
        LiveEvent::Changes { version, json } => changes(version).data(json),
        LiveEvent::Rows(rows) => changes(rows.version).json_data(board.map(|board| board.update(&rows)))?,
        LiveEvent::State(state) => Event::default().event("state").json_data(state)?,
        LiveEvent::Unavailable => without_data("unavailable"),
        LiveEvent::Ended => without_data("ended"),
        LiveEvent::Closing => without_data("closing"),
    })
}

/// Browsers ignore events without any data.
fn without_data(name: &str) -> Event {
    Event::default().event(name).data("-")
}
