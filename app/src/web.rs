//! What server functions know of the request they answer: the services, the session, the site's address.

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
pub use cookies::{cookie, cookie_line, keep_own_cookies, session_cookie_name};
pub use device::seat_cookie;
pub use said::{locale_of, origin, theme_named, theme_of, visitor};
pub use who::SignedInOnce;

/// What the operator said about where this site is reached.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// As people type it, without a slash at the end; nothing means: whatever they have typed.
    pub base_url: Option<String>,
    /// Addresses of this machine that students in the same network can type.
    pub lan: Vec<String>,
    /// Nobody but this machine can reach the server.
    pub loopback_only: bool,
    /// The zone of pages before the browser has told its own, in minutes east of Greenwich.
    pub utc_offset: i32,
    pub assets: Assets,
}

impl Site {
    pub fn is_https(&self) -> bool {
        self.base_url.as_deref().is_some_and(|url| url.starts_with("https:"))
    }
}

/// The address a request came from, as far as the operator trusts proxies.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// Somebody leaves by this request: her session's cookie goes, and nobody else's.
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

/// One request's view of the services.
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

    /// The same outside of pages: for what is downloaded.
    pub fn of(stepwise: Stepwise, site: Arc<Site>, parts: Parts) -> Option<Self> {
        Some(Self {
            session: parts.extensions.get::<Session>().cloned()?,
            stepwise,
            site,
            parts,
            signed_in: SignedInOnce::default(),
        })
    }

    /// Errors of services as the person gets them, with the time by which waiting is counted.
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

    /// What this browser's session is stored under; nothing where there is no session.
    pub fn session_key(&self) -> Option<SessionKey> {
        self.session.id().as_ref().map(SessionKey::of)
    }

    /// Keeps a state that gives no more rights than the one before.
    pub async fn keep(&self, state: SessionState) -> Result<(), Problem> {
        self.session.insert(STATE, state).await.map_err(session_broken)
    }

    /// Takes an arrow of the sign-in: the session gets a new id, the old one is dead.
    pub async fn arrive(&self, state: SessionState) -> Result<(), Problem> {
        if state.is_empty() {
            if let Some(ended) = self.parts.extensions.get::<SessionEnded>() {
                ended.set();
            }
            return self.session.flush().await.map_err(session_broken);
        }
        // Whoever comes without a session gets a new one anyway.
        if self.session.id().is_some() {
            self.session.cycle_id().await.map_err(session_broken)?;
        }
        self.session.insert(AGENT, self.agent()).await.map_err(session_broken)?;
        self.keep(state).await
    }
}

/// The cookie that carries what is shown once, in its two uses.
pub fn teacher_link_purpose(class: ClassId) -> String {
    format!("teacher-link:{class}")
}

/// What a session holds, also where no page is made.
pub async fn state_of(session: &Session) -> Result<SessionState, Problem> {
    let state = session.get::<SessionState>(STATE).await.map_err(session_broken)?;
    Ok(state.unwrap_or_default())
}

/// Sends the person on, with scripts and without.
pub fn go(path: &str) {
    leptos_axum::redirect(path);
}

/// The status of a page that is shown although what was asked for is not there.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// A page whose data did not come says so by its status too: for whoever looks by program, and so that the page of a
/// database that is away, which tries again by itself, can take its place. What forms and functions answer has its own way.
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
