//! What server functions know of the request they answer: the services, the session, the site's address.

mod back;
mod kept;

use crate::{Assets, problem::Problem, visitor::Visitor};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use backend::{
    Stepwise,
    access::{ManagesClass, MaySetUp, Member, ReadsClass, SignedIn},
    service::KNOWN_FOR,
    session_store::{AGENT, STATE},
};
use domain::{account::AccountKind, ids::ClassId, locale::Locale, refusal::Refusal, session::SessionState};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use texts::Texts;
use tokio::sync::OnceCell;
use tower_sessions::Session;

const BROWSER: &str = "browser";
const HOST_ONLY: &str = "__Host-";

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

/// The header and the page ask for the same thing; the database is asked once.
#[derive(Clone, Default)]
pub struct SignedInOnce(Arc<OnceCell<Result<SignedIn, Refusal>>>);

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
        Problem {
            refusal: error.into().into_refusal(),
            at: self.stepwise.now(),
        }
    }

    pub async fn state(&self) -> Result<SessionState, Problem> {
        state_of(&self.session).await
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
        let agent = domain::agent::agent_of(self.header(header::USER_AGENT));
        self.session.insert(AGENT, agent).await.map_err(session_broken)?;
        self.keep(state).await
    }

    pub async fn signed_in(&self) -> Result<SignedIn, Problem> {
        let found = self.signed_in.0.get_or_try_init(|| async {
            let state = self.state().await?;
            Ok::<_, Problem>(
                self.stepwise
                    .signed_in(&state)
                    .await
                    .map_err(backend::Error::into_refusal),
            )
        });
        found.await?.clone().map_err(|refusal| self.problem(refusal))
    }

    /// For pages of somebody: whoever is nobody is sent to sign in, and a new member to her set-up.
    pub async fn signed_in_or_sent_away(&self) -> Result<SignedIn, Problem> {
        sent_away(self.signed_in().await)
    }

    pub async fn member(&self) -> Result<Member, Problem> {
        self.signed_in().await?.member().map_err(|error| self.problem(error))
    }

    /// The member who is signed in here, if there is one. Who is none costs no look at the database.
    pub async fn member_here(&self) -> Result<Option<Member>, Problem> {
        let state = self.state().await?;
        let identity = state.signed_in(self.stepwise.now());
        if !identity.is_ok_and(|identity| identity.kind == AccountKind::Member) {
            return Ok(None);
        }
        match self.member().await {
            Ok(member) => Ok(Some(member)),
            Err(problem) if problem.refusal == Refusal::Unavailable => Err(problem),
            Err(_) => Ok(None),
        }
    }

    pub async fn member_or_sent_away(&self) -> Result<Member, Problem> {
        sent_away(self.member().await)
    }

    pub async fn may_set_up(&self) -> Result<MaySetUp, Problem> {
        let state = self.state().await?;
        self.stepwise
            .may_set_up(&state)
            .await
            .map_err(|error| self.problem(error))
    }

    pub async fn may_set_up_or_sent_away(&self) -> Result<MaySetUp, Problem> {
        sent_away(self.may_set_up().await)
    }

    /// The class in an address, if this session manages it; else there is no such class.
    pub async fn manages(&self, id: &str) -> Result<ManagesClass, Problem> {
        let class = id.parse().map_err(|_| self.problem(Refusal::NotFound))?;
        let (state, member) = (self.state().await?, self.member_here().await?);
        self.stepwise
            .manages(&state, member.as_ref(), class)
            .await
            .map_err(|error| self.problem(error))
    }

    /// The class in an address, if this session may look at it.
    pub async fn reads(&self, id: &str) -> Result<ReadsClass, Problem> {
        let class = id.parse().map_err(|_| self.problem(Refusal::NotFound))?;
        let (state, member) = (self.state().await?, self.member_here().await?);
        self.stepwise
            .reads(&state, member.as_ref(), class)
            .await
            .map_err(|error| self.problem(error))
    }

    /// A form that the browser sent itself and whose answer it will show.
    pub fn is_without_scripts(&self) -> bool {
        self.header(header::ACCEPT).contains("text/html")
    }

    fn header(&self, name: header::HeaderName) -> &str {
        let value = self.parts.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    pub fn address(&self) -> Option<IpAddr> {
        self.parts.extensions.get::<ClientAddress>().map(|address| address.0)
    }

    pub fn locale(&self) -> Locale {
        locale_of(&self.parts.headers)
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        cookie(&self.parts.headers, name)
    }

    /// A cookie that only the server reads.
    pub fn set_cookie(&self, name: &str, value: &str, life: Duration) {
        // The prefix is a promise browsers keep: the cookie came from this very host, over https.
        let (prefix, secure) = if self.site.is_https() {
            (HOST_ONLY, "; Secure")
        } else {
            ("", "")
        };
        let cookie = format!(
            "{prefix}{name}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}",
            life.as_secs()
        );
        append(header::SET_COOKIE, &cookie);
    }

    /// The mark of a browser that has signed in to this name before.
    pub fn known_browser_mark(&self, name: &str) -> Option<Vec<u8>> {
        self.stepwise.known_browser_mark(self.cookie(BROWSER).as_deref(), name)
    }

    /// Somebody has signed in to this name here, completely.
    pub fn know_browser(&self, name: &str) -> Result<(), Problem> {
        let known = self.stepwise.know_browser(self.cookie(BROWSER).as_deref(), name);
        self.set_cookie(BROWSER, &known.map_err(|error| self.problem(error))?, KNOWN_FOR);
        Ok(())
    }

    pub fn forget_cookie(&self, name: &str) {
        self.set_cookie(name, "", Duration::ZERO);
    }

    /// Where the person is looking from, as she typed it: `http://127.0.0.1:3000`.
    pub fn origin(&self) -> String {
        self.site.base_url.clone().unwrap_or_else(|| {
            let host = self
                .parts
                .headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok())
                .unwrap_or("localhost");
            format!("http://{host}")
        })
    }

    /// What students type. A teacher who works on the server itself sees an address that works from elsewhere.
    pub fn students_origin(&self) -> String {
        let origin = self.origin();
        let is_loopback = ["//127.", "//localhost", "//[::1]"]
            .iter()
            .any(|here| origin.contains(here));
        match self.site.lan.first() {
            Some(lan) if is_loopback && self.site.base_url.is_none() => lan.clone(),
            _ => origin,
        }
    }
}

/// The cookie that carries what is shown once, in its two uses.
pub fn teacher_link_purpose(class: ClassId) -> String {
    format!("teacher-link:{class}")
}

pub fn visitor() -> Visitor {
    let headers = use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default();
    let offset = cookie(&headers, "utc_offset").and_then(|minutes| minutes.parse().ok());
    let offset = offset.filter(|minutes: &i32| minutes.abs() <= 14 * 60);
    let theme = cookie(&headers, "theme");
    Visitor {
        texts: Texts::of(locale_of(&headers)),
        theme: crate::visitor::THEMES
            .into_iter()
            .find(|known| theme.as_deref() == Some(*known)),
        utc_offset: offset.unwrap_or_else(|| use_context::<Arc<Site>>().map_or(0, |site| site.utc_offset)),
    }
}

pub fn locale_of(headers: &HeaderMap) -> Locale {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    Locale::choose(cookie(headers, "lang").as_deref(), accepted)
}

pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(known, value)| (known.strip_prefix(HOST_ONLY).unwrap_or(known) == name).then(|| value.to_owned()))
}

/// What a session holds, also where no page is made.
pub async fn state_of(session: &Session) -> Result<SessionState, Problem> {
    let state = session.get::<SessionState>(STATE).await.map_err(session_broken)?;
    Ok(state.unwrap_or_default())
}

fn sent_away<T>(who: Result<T, Problem>) -> Result<T, Problem> {
    match &who {
        Err(problem) if problem.refusal == Refusal::SignInFirst => go("/sign-in"),
        Err(problem) if problem.refusal == Refusal::FactorFirst => go("/set-up"),
        _ => {}
    }
    who
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

fn append(name: header::HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        response.append_header(name, value);
    }
}

fn session_broken(error: tower_sessions::session::Error) -> Problem {
    tracing::error!(%error, "session store");
    Refusal::Unavailable.into()
}
