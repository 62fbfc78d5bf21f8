//! If the address of the site is set (`STEPWISE_BASE_URL`), this middleware answers 421 to requests that name another
//! host, and 400 to requests that name no host or several hosts. `X-Forwarded-Host` is ignored. Load balancers and
//! monitoring use the IP address as host, so the host is not checked for the paths that they request.

use crate::site::error_page::{ErrorPage, accepts_html};
use app::{
    Scene,
    request::{RequestedHost, locale_of, theme_of},
};
use axum::{
    extract::Request,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use domain::SiteHost;
use std::time::Duration;
use texts::Texts;

/// Paths that load balancers and monitoring request.
const PROBE_PATHS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

#[derive(Clone, Debug)]
pub struct SiteAddress {
    pub url: String,
    pub host: SiteHost,
}

impl SiteAddress {
    /// Returns `None` if the URL is invalid. The check of the settings has excluded invalid URLs.
    pub fn of_url(url: &str) -> Option<Self> {
        Some(Self {
            url: url.to_owned(),
            host: SiteHost::from_url(url)?,
        })
    }
}

pub async fn check<F: Future<Output = Response>>(
    site: Option<&SiteAddress>,
    stylesheet: &str,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let Some(site) = site.filter(|_| !PROBE_PATHS.contains(&request.uri().path())) else {
        return next(request).await;
    };
    match refusal(&site.host, &request) {
        None => {
            // The host is removed from the header and from the request target, so that the check of a form's origin
            // uses the configured address only. With the host, that check would also accept a page at the same host
            // over plain http, which is another origin.
            if let Some(host) = request.headers_mut().remove(header::HOST) {
                request.extensions_mut().insert(RequestedHost(host));
            }
            if let Some(target) = request.uri().path_and_query().cloned() {
                *request.uri_mut() = Uri::from(target);
            }
            next(request).await
        }
        Some(StatusCode::MISDIRECTED_REQUEST) if accepts_html(request.headers()) => page(site, stylesheet, &request),
        Some(status) => status.into_response(),
    }
}

/// The status of the refusal if the request names a wrong host; `None` for a right host. If the request target is a
/// whole URL, that URL names a host too, and both hosts must be right.
fn refusal(site: &SiteHost, request: &Request) -> Option<StatusCode> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (host, second) = (hosts.next(), hosts.next());
    let target = request.uri().authority().map(|authority| authority.as_str());
    if second.is_some() || host.is_none() && target.is_none() {
        return Some(StatusCode::BAD_REQUEST);
    }
    let host = host.map(|host| host.to_str().unwrap_or_default());
    let mut named = [host, target].into_iter().flatten();
    if named.all(|named| site.matches(named)) {
        return None;
    }
    warn(site, host.or(target).unwrap_or_default());
    Some(StatusCode::MISDIRECTED_REQUEST)
}

/// Warns the operator that a proxy does not pass on the `Host` header. The warning is logged at most once a minute,
/// because with such a proxy every request fails.
fn warn(site: &SiteHost, named: &str) {
    use std::sync::atomic::{AtomicU64, Ordering};
    const LOG_INTERVAL_SECONDS: u64 = Duration::from_secs(60).as_secs();
    static LAST_LOGGED: AtomicU64 = AtomicU64::new(0);
    let now = std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs();
    let last = LAST_LOGGED.load(Ordering::Relaxed);
    if now.saturating_sub(last) < LOG_INTERVAL_SECONDS
        || LAST_LOGGED
            .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
            .is_err()
    {
        return;
    }
    let named: String = named.chars().take(100).collect();
    tracing::warn!(
        "a request for the host {named:?} was refused, because STEPWISE_BASE_URL names {site}; a proxy has to pass Host on"
    );
}

fn page(site: &SiteAddress, stylesheet: &str, request: &Request) -> Response {
    let locale = locale_of(request.headers());
    let texts = Texts::of(locale);
    let page = ErrorPage {
        locale,
        theme: theme_of(request.headers()),
        stylesheet,
        scene: Scene::Nowhere,
        title: texts.message_misdirected_title(),
        text: texts.message_misdirected_text(),
        link: (&site.url, texts.message_misdirected_way_on()),
        reload_after: None,
    };
    (StatusCode::MISDIRECTED_REQUEST, page).into_response()
}
