//! The request that a server function answers: its services, its session and the site's address.

mod back;
mod cookies;
mod device;
mod kept;
mod said;
mod trusted;
mod who;

use crate::{Assets, problem::Problem};
use axum::http::{Method, StatusCode, header, request::Parts};
use backend::{
    Stepwise,
    session_store::{AGENT, STATE, SessionKey},
};
use domain::{ids::ClassId, refusal::Refusal, session::SessionState};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tower_sessions::Session;

pub use back::{is_of_refusal, page_of};
pub use cookies::{cookie, cookie_line, keep_own_cookies, server_cookie, session_cookie_name};
pub use device::seat_cookie;
pub use said::{locale_of, origin, theme_named, theme_of, visitor};
pub use who::SignedInOnce;

/// The operator's settings of the site's address.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The base address without a slash at the end. If it is not set, the `Host` header of the request is used.
    pub base_url: Option<String>,
    /// Addresses of this machine that students in the same network can type.
    pub lan: Vec<String>,
    /// The server can be reached from this machine only.
    pub loopback_only: bool,
    /// The time zone of pages until the browser has sent its own, in minutes east of Greenwich.
    pub utc_offset: i32,
    pub assets: Assets,
}

impl Site {
    pub fn is_https(&self) -> bool {
        self.base_url.as_deref().is_some_and(|url| url.starts_with("https:"))
    }
}

/// The client's IP address. Proxy headers count only as far as the operator trusts the proxies.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// Marks that this request signs the user out, so that the middleware lets the removal of the session cookie through.
#[derive(Clone, Debug, Default)]
pub struct SessionEnded(Arc<AtomicBool>);

impl SessionEnded {
    fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The services as one request uses them.
#[derive(Clone)]
pub struct Visit {
    pub stepwise: Stepwise,
    pub site: Arc<Site>,
    parts: Parts,
    session: Session,
    signed_in: SignedInOnce,
}

impl Visit {
    pub fn current() -> Result<Self, Problem> {
        let missing = || Problem::from(Refusal::Unavailable);
        let parts: Parts = use_context().ok_or_else(missing)?;
        let session = parts.extensions.get::<Session>().cloned().ok_or_else(missing)?;
        Ok(Self {
            stepwise: use_context().ok_or_else(missing)?,
            site: use_context().ok_or_else(missing)?,
            signed_in: use_context().unwrap_or_default(),
            parts,
            session,
        })
    }

    /// The same for routes outside of Leptos, such as downloads.
    pub fn of(stepwise: Stepwise, site: Arc<Site>, parts: Parts) -> Option<Self> {
        Some(Self {
            session: parts.extensions.get::<Session>().cloned()?,
            stepwise,
            site,
            parts,
            signed_in: SignedInOnce::default(),
        })
    }

    /// Turns an error of a service into the problem for the client, with the server's time for countdowns.
    pub fn problem(&self, error: impl Into<backend::Error>) -> Problem {
        let refusal = error.into().into_refusal();
        if refusal == Refusal::Unavailable {
            page_is_unavailable();
        }
        Problem {
            refusal,
            at: self.stepwise.now(),
        }
    }

    pub async fn state(&self) -> Result<SessionState, Problem> {
        state_of(&self.session).await
    }

    /// The key under which this browser's session is stored; `None` without a session.
    pub fn session_key(&self) -> Option<SessionKey> {
        self.session.id().as_ref().map(SessionKey::of)
    }

    /// Stores a state that gives no more rights than the one before.
    pub async fn keep(&self, state: SessionState) -> Result<(), Problem> {
        self.session.insert(STATE, state).await.map_err(session_broken)
    }

    /// Stores the state after a step of the sign-in. The session gets a new id, and the old id becomes invalid.
    pub async fn arrive(&self, state: SessionState) -> Result<(), Problem> {
        if state.is_empty() {
            if let Some(ended) = self.parts.extensions.get::<SessionEnded>() {
                ended.set();
            }
            return self.session.flush().await.map_err(session_broken);
        }
        // Without a session, the insert below creates one with a new id.
        if self.session.id().is_some() {
            self.session.cycle_id().await.map_err(session_broken)?;
        }
        self.session.insert(AGENT, self.agent()).await.map_err(session_broken)?;
        self.keep(state).await
    }
}

/// The name that a sealed teacher link is bound to, both when it is sealed and when it is opened.
pub fn teacher_link_purpose(class: ClassId) -> String {
    format!("teacher-link:{class}")
}

/// The state of a session, also for routes outside of Leptos.
pub async fn state_of(session: &Session) -> Result<SessionState, Problem> {
    let state = session.get::<SessionState>(STATE).await.map_err(session_broken)?;
    Ok(state.unwrap_or_default())
}

/// Redirects, with scripts and without.
pub fn go(path: &str) {
    leptos_axum::redirect(path);
}

/// Sets the status of a page that is rendered although its data is missing.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// Answers 503 for a page whose data could not be loaded. Clients see the fault, and the middleware can replace the
/// page by the one that reloads itself while the database is not reachable. Server functions and forms set their status
/// elsewhere.
fn page_is_unavailable() {
    let is_page = with_context(|parts: &Parts| {
        let accept = parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok());
        parts.method == Method::GET && accept.is_some_and(|accept| accept.contains("text/html"))
    });
    if is_page == Some(true) {
        set_status(StatusCode::SERVICE_UNAVAILABLE.as_u16());
    }
}

fn session_broken(error: tower_sessions::session::Error) -> Problem {
    tracing::error!(%error, "session store");
    page_is_unavailable();
    Refusal::Unavailable.into()
}
