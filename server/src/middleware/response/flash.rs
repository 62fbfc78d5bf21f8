//! Carries the refusal of a form that was sent without scripts to the page that shows it. The refusal travels in a
//! sealed cookie, which holds for this page and one minute and is removed once it was shown. So the address stays
//! clean, and a refusal that was written into an address by hand has no effect.

use crate::middleware::request::body_limits::LARGEST_LIMIT;
use app::{
    CameBack, KEPT, Typed,
    web::{cookie, cookie_line, is_of_refusal, page_of},
};
use axum::{
    Form,
    body::{Body, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::Stepwise;
use std::{sync::Arc, time::Duration};

const COOKIE: &str = "refused";
const MAX_AGE: Duration = Duration::from_secs(60);
/// The length of the longest email address. With it the cookie fits into the 4096 bytes that browsers keep.
const MAX_TYPED_CHARS: usize = 254;

/// The forms of the code page, each with the address of the view that contains it.
const CODE_PAGE_FORMS: [(&str, &str); 4] = [
    ("/sign-in/recovery-code", "/sign-in/code?with=recovery-code"),
    ("/sign-in/enrolment-code", "/sign-in/code"),
    ("/sign-in/send", "/sign-in/code"),
    ("/sign-in/help", "/sign-in/code?with=help"),
];

#[derive(Clone)]
pub struct FlashState {
    pub stepwise: Stepwise,
    pub https: bool,
    /// Addresses of pages, for forms without a `Referer` header.
    pub pages: Arc<[String]>,
}

pub async fn transfer<F: Future<Output = Response>>(
    flash: &FlashState,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    match *request.method() {
        Method::GET | Method::HEAD => flash.show(request, next).await,
        _ => flash.send(request, next).await,
    }
}

impl FlashState {
    async fn show<F: Future<Output = Response>>(
        &self,
        mut request: Request,
        next: impl FnOnce(Request) -> F,
    ) -> Response {
        let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
        let mut query = request.uri().query().unwrap_or_default().split('&');
        if query.any(is_of_refusal) {
            return (StatusCode::FOUND, [(header::LOCATION, page_of(address))]).into_response();
        }
        let Some(came_back) = self.opened(request.headers(), address) else {
            return next(request).await;
        };
        request.extensions_mut().insert(came_back);
        let mut response = next(request).await;
        if is_page(&response) {
            append_cookie(
                response.headers_mut(),
                &cookie_line(self.https, COOKIE, "", Duration::ZERO),
            );
        }
        response
    }

    async fn send<F: Future<Output = Response>>(
        &self,
        mut request: Request,
        next: impl FnOnce(Request) -> F,
    ) -> Response {
        if !request.headers().contains_key(header::REFERER) {
            let from = self.page_at(request.uri().path());
            request.headers_mut().insert(header::REFERER, from);
        }
        let (request, typed) = typed_in(request).await;
        let mut response = next(request).await;
        let Some((page, from, problem)) = refused(response.headers()) else {
            return response;
        };
        let came_back = CameBack { from, problem, typed };
        let headers = response.headers_mut();
        if let Some(sealed) = self.sealed(&page, &came_back) {
            append_cookie(headers, &cookie_line(self.https, COOKIE, &sealed, MAX_AGE));
        }
        if let Ok(page) = HeaderValue::from_str(&page) {
            headers.insert(header::LOCATION, page);
        }
        response
    }

    fn opened(&self, headers: &HeaderMap, page: &str) -> Option<CameBack> {
        let sealed = cookie(headers, COOKIE)?;
        let content = self
            .stepwise
            .once()
            .open(&seal_purpose(page), &sealed, self.stepwise.now())?;
        serde_json::from_str(&content).ok()
    }

    fn sealed(&self, page: &str, came_back: &CameBack) -> Option<String> {
        let content = serde_json::to_string(came_back).ok()?;
        let once = self.stepwise.once();
        once.seal(&seal_purpose(page), &content, self.stepwise.now(), MAX_AGE)
            .ok()
    }

    /// The page that contains the form. Most forms are sent to the address of their own page.
    fn page_at(&self, path: &str) -> HeaderValue {
        let known = self.pages.iter().any(|page| page == path);
        let of_code = CODE_PAGE_FORMS.iter().find(|(form, _)| *form == path);
        let path = match of_code {
            Some((_, page)) => page,
            None if known => path,
            None => "/",
        };
        HeaderValue::from_str(&format!("http://stepwise{path}")).unwrap_or(HeaderValue::from_static("/"))
    }
}

/// The page, the form and the problem of a refusal, which Leptos writes into the query of one address.
fn refused(headers: &HeaderMap) -> Option<(String, String, String)> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let (_, query) = location.split_once('?')?;
    let value = |name: &str| {
        let pair = query.split('&').rev().find_map(|pair| pair.strip_prefix(name));
        pair.map(|value| value.replace("%2F", "/").replace("%3D", "="))
    };
    Some((page_of(location), value("__path=")?, value("__err=")?))
}

/// Values of long fields that are no secret, so that the user need not type them again. `buffer_body` has read the
/// form to its end before.
async fn typed_in(request: Request) -> (Request, Typed) {
    let Some(kind) = request.headers().get(header::CONTENT_TYPE).cloned() else {
        return (request, Typed::new());
    };
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, LARGEST_LIMIT).await.unwrap_or_default();
    let mut copy = Request::new(Body::from(bytes.clone()));
    *copy.method_mut() = Method::POST;
    copy.headers_mut().insert(header::CONTENT_TYPE, kind);
    let form = Form::<Vec<(String, String)>>::from_request(copy, &()).await;
    let fields = form.map(|form| form.0).unwrap_or_default().into_iter();
    let typed = fields
        .filter(|(name, _)| KEPT.contains(&name.as_str()))
        .map(|(name, value)| (name, value.chars().take(MAX_TYPED_CHARS).collect()));
    (Request::from_parts(parts, Body::from(bytes)), typed.collect())
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn seal_purpose(page: &str) -> String {
    format!("refused:{page}")
}

fn append_cookie(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}
