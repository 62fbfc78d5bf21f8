//! The context of a request for server functions: services, session, headers and the settings of the site.

mod auth;
mod cookies;
mod device;
mod headers;
mod lan_addresses;
mod language;
mod passkeys;
mod redirect;
mod returning;
mod sealed_cookie;
mod trusted_browser;

use crate::{Assets, problem::Problem};
use axum::http::request::Parts;
use backend::{
    Stepwise,
    access::{SessionOwner, SignedIn},
    session_store::{AGENT, STATE, SessionKey, SessionRenewal},
};
use domain::{refusal::Refusal, session::SessionState, time::Timestamp};
use leptos::prelude::*;
use std::{
    net::IpAddr,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::OnceCell;
use tower_sessions::Session;

pub use crate::response_status::{set_status, set_unavailable_status};
pub use cookies::{cookie, remove_foreign_cookies, server_cookie, session_cookie_name, set_cookie_value};
pub use device::seat_cookie;
pub use headers::{has_session_cookie, origin, preferences, theme_named, theme_of};
pub use lan_addresses::LanAddresses;
pub use language::{lesson_ends, locale_of, locale_without_session};
pub use passkeys::RequestedHost;
pub use returning::{Returning, returning};
pub use sealed_cookie::SealedCookie;

/// The settings of the site that pages need: its addresses, its time zone and its built files.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The base address without a slash at the end. If it is not set, the `Host` header of the request is used.
    pub base_url: Option<String>,
    /// Addresses of this machine that students in the same network can enter in their browsers.
    pub lan: LanAddresses,
    /// True if only browsers on this machine can reach the server.
    pub loopback_only: bool,
    /// The time zone of pages until the browser has sent its own time zone, in minutes east of Greenwich.
    pub utc_offset: i32,
    pub assets: Assets,
}

impl Site {
    pub fn is_https(&self) -> bool {
        self.base_url.as_deref().is_some_and(|url| url.starts_with("https:"))
    }
}

/// The client's IP address. It comes from a proxy header only if the operator trusts the proxy.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// Marks that this request signs the user out. Only then the middleware lets the response remove the session cookie.
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

/// What a server function needs to answer a request: services, site settings, headers, session and signed-in user.
pub struct RequestContext {
    pub stepwise: Stepwise,
    pub site: Arc<Site>,
    parts: Parts,
    session: Session,
    /// The account and the seat that were read with the session.
    owner: SessionOwner,
    /// The page header and the page itself both need the user.
    signed_in: OnceCell<Result<SignedIn, Refusal>>,
}

/// Keeps the context of one request: the server functions of a page share it, because it contains a copy of all headers.
#[derive(Clone, Default)]
pub struct RequestContextCell(Arc<OnceLock<Arc<RequestContext>>>);

impl RequestContext {
    pub fn current() -> Result<Arc<Self>, Problem> {
        let cell: RequestContextCell = use_context().unwrap_or_default();
        let context = match cell.0.get() {
            Some(context) => context,
            None => {
                let context = Self::of_request().ok_or_else(|| Problem::without_time(Refusal::Unavailable))?;
                cell.0.get_or_init(|| Arc::new(context))
            }
        };
        Ok(Arc::clone(context))
    }

    fn of_request() -> Option<Self> {
        Self::from_parts(use_context()?, use_context()?, use_context()?)
    }

    /// Like `current`, for routes outside of Leptos, such as downloads.
    pub fn from_parts(stepwise: Stepwise, site: Arc<Site>, parts: Parts) -> Option<Self> {
        Some(Self {
            session: parts.extensions.get::<Session>().cloned()?,
            stepwise,
            site,
            owner: owner_of(&parts),
            parts,
            signed_in: OnceCell::new(),
        })
    }

    pub async fn session_state(&self) -> Result<SessionState, Problem> {
        session_state_of(&self.session).await
    }

    /// The key under which this browser's session is stored; `None` without a session.
    pub fn session_key(&self) -> Option<SessionKey> {
        self.session.id().as_ref().map(SessionKey::of)
    }

    /// Stores a session state that gives no more rights than the previous state, so the session keeps its id.
    pub async fn save_session(&self, state: SessionState) -> Result<(), Problem> {
        self.session.insert(STATE, state).await.map_err(session_store_failed)
    }

    /// Stores a session state with other rights, for example after a step of the sign-in. The session gets a new id,
    /// and the old id becomes invalid. An empty state ends the session.
    pub async fn renew_session(&self, state: SessionState) -> Result<(), Problem> {
        if state.is_empty() {
            if let Some(ended) = self.parts.extensions.get::<SessionEnded>() {
                ended.set();
            }
            return self.session.flush().await.map_err(session_store_failed);
        }
        // Without a session, the insert below creates one with a new id.
        if self.session.id().is_some() {
            if let Some(renewal) = self.parts.extensions.get::<SessionRenewal>() {
                renewal.announce();
            }
            self.session.cycle_id().await.map_err(session_store_failed)?;
        }
        self.session
            .insert(AGENT, self.user_agent_label())
            .await
            .map_err(session_store_failed)?;
        self.save_session(state).await
    }
}

fn owner_of(parts: &Parts) -> SessionOwner {
    parts.extensions.get::<SessionOwner>().cloned().unwrap_or_default()
}

/// The time by the server's clock, for code that runs while Leptos renders a document.
pub fn server_time() -> Timestamp {
    with_context(Stepwise::now).unwrap_or_default()
}

/// For how many days the server keeps the data of a class after its end, for code that runs while Leptos renders a
/// document.
pub fn kept_days() -> u64 {
    with_context(|stepwise: &Stepwise| stepwise.settings().kept_days()).unwrap_or_default()
}

/// The login of the user who has entered the right password, but no code yet.
pub async fn pending_login() -> Option<String> {
    let pending = RequestContext::current().ok()?.pending_sign_in().await.ok();
    pending.map(|(_, pending)| pending.login().to_owned())
}

/// The state of a session, also for routes outside of Leptos.
pub async fn session_state_of(session: &Session) -> Result<SessionState, Problem> {
    let state = session.get::<SessionState>(STATE).await.map_err(session_store_failed)?;
    Ok(state.unwrap_or_default())
}

/// Redirects the browser after a form or a page request, with scripts and without.
pub fn redirect(path: &str) {
    leptos_axum::redirect(path);
}

fn session_store_failed(error: tower_sessions::session::Error) -> Problem {
    tracing::error!(%error, "session store");
    set_unavailable_status();
    Problem::without_time(Refusal::Unavailable)
}
