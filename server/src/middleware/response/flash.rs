//! Shows the refusal of a plain form, which the browser has sent and not a script. Browsers with scripts send plain
//! forms too. The response redirects to the page of the form, and an encrypted cookie carries the refusal to that page.
//! The cookie is valid for one minute and for that page only, and is removed when the page is shown. So the address
//! contains no refusal, and a refusal that is added to an address by hand has no effect.
//!
//! A second press of the button can send a code form again, empty, before the page shows the refusal of the first code.
//! The refusal of the empty code then does not replace the first one.

use crate::middleware::request::body_limits::LARGEST_LIMIT;
use app::{FLASH_FIELDS, Flash, TypedValues, request::SealedCookie};
use axum::{
    Form,
    body::{Body, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::Stepwise;
use domain::page_address::{is_leptos_error_param, page_path};
use std::sync::Arc;

const COOKIE: &str = "refused";
/// The length of the longest e-mail address. With values of this length the cookie is smaller than 4096 bytes, the
/// maximum of browsers.
const MAX_TYPED_CHARS: usize = 254;

/// Addresses to which forms are sent that are on another page, each with the address of the view that contains the form.
const FORMS_OF_OTHER_PAGES: [(&str, &str); 20] = [
    ("/sign-in/passkey", "/sign-in"),
    ("/sign-in/code/passkey", "/sign-in/code?with=passkey"),
    ("/sign-in/recovery-code", "/sign-in/code?with=recovery-code"),
    ("/sign-in/enrolment-code", "/sign-in/code"),
    ("/sign-in/send", "/sign-in/code"),
    ("/sign-in/help", "/sign-in/code?with=help"),
    ("/lesson/message-send", "/lesson/message"),
    ("/lesson/message-answer", "/lesson/message"),
    ("/lesson/files-word", "/lesson/files"),
    ("/lesson/files-answer", "/lesson/files"),
    ("/lesson/questions-answer", "/lesson/questions"),
    ("/lesson/passkey-act", "/lesson/passkey"),
    ("/lesson/passkey-check", "/lesson/passkey"),
    ("/lesson/passkey-register", "/lesson/passkey"),
    ("/lesson/passkey-sign-in", "/lesson/passkey"),
    ("/lesson/passkey-answer", "/lesson/passkey"),
    ("/lesson/phishing-act", "/lesson/phishing"),
    ("/lesson/phishing-password", "/lesson/phishing"),
    ("/lesson/phishing-code", "/lesson/phishing"),
    ("/lesson/phishing-address", "/lesson/phishing"),
];

#[derive(Clone)]
pub struct FlashState {
    pub stepwise: Stepwise,
    pub https: bool,
    /// Addresses of all pages, to find the page of a form that was sent without a `Referer` header.
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
        if query.any(is_leptos_error_param) {
            return (StatusCode::FOUND, [(header::LOCATION, page_path(address))]).into_response();
        }
        let Some(flash) = self.opened(request.headers(), address) else {
            return next(request).await;
        };
        let removal = cookie_of(address).removal(self.https);
        request.extensions_mut().insert(flash);
        let mut response = next(request).await;
        if is_page(&response) {
            append_cookie(response.headers_mut(), &removal);
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
        let (request, fields) = fields_of(request).await;
        // The headers are copied only for the rare form that is sent without a code.
        let sent_empty = is_code_missing(&fields).then(|| request.headers().clone());
        let mut response = next(request).await;
        let Some((page, from, problem)) = refused(response.headers()) else {
            return response;
        };
        let headers = response.headers_mut();
        let waiting = sent_empty.and_then(|headers| self.opened(&headers, &page));
        if waiting.is_none_or(|waiting| waiting.from != from) {
            let typed = typed_in(fields);
            if let Some(sealed) = self.sealed(&page, &Flash { from, problem, typed }) {
                append_cookie(headers, &sealed);
            }
        }
        if let Ok(page) = HeaderValue::from_str(&page) {
            headers.insert(header::LOCATION, page);
        }
        response
    }

    fn opened(&self, headers: &HeaderMap, page: &str) -> Option<Flash> {
        let content = cookie_of(page).open(&self.stepwise, headers)?;
        serde_json::from_str(&content).ok()
    }

    fn sealed(&self, page: &str, flash: &Flash) -> Option<String> {
        let content = serde_json::to_string(flash).ok()?;
        cookie_of(page).seal(&self.stepwise, self.https, &content).ok()
    }

    /// The page that contains the form with this address. Most forms are sent to the address of their own page.
    fn page_at(&self, path: &str) -> HeaderValue {
        let known = self.pages.iter().any(|page| page == path);
        let of_code = FORMS_OF_OTHER_PAGES.iter().find(|(form, _)| *form == path);
        let path = match of_code {
            Some((_, page)) => page,
            None if known => path,
            None => "/",
        };
        HeaderValue::from_str(&format!("http://stepwise{path}")).unwrap_or(HeaderValue::from_static("/"))
    }
}

/// The page, the form and the problem of a refused form. Leptos writes them into the query of the redirect's address.
fn refused(headers: &HeaderMap) -> Option<(String, String, String)> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let (_, query) = location.split_once('?')?;
    let value = |name: &str| {
        let pair = query.split('&').rev().find_map(|pair| pair.strip_prefix(name));
        pair.map(|value| value.replace("%2F", "/").replace("%3D", "="))
    };
    Some((page_path(location), value("__path=")?, value("__err=")?))
}

type Fields = Vec<(String, String)>;

/// The fields of the form. The middleware `buffer_body` has already read the whole form.
async fn fields_of(request: Request) -> (Request, Fields) {
    let Some(kind) = request.headers().get(header::CONTENT_TYPE).cloned() else {
        return (request, Fields::new());
    };
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, LARGEST_LIMIT).await.unwrap_or_default();
    let mut copy = Request::new(Body::from(bytes.clone()));
    *copy.method_mut() = Method::POST;
    copy.headers_mut().insert(header::CONTENT_TYPE, kind);
    let form = Form::<Fields>::from_request(copy, &()).await;
    let fields = form.map(|form| form.0).unwrap_or_default();
    (Request::from_parts(parts, Body::from(bytes)), fields)
}

/// The values of the fields in `FLASH_FIELDS`, which hold no secrets, so that the user need not type them again.
fn typed_in(fields: Fields) -> TypedValues {
    let typed = fields
        .into_iter()
        .filter(|(name, _)| FLASH_FIELDS.contains(&name.as_str()))
        .map(|(name, value)| (name, value.chars().take(MAX_TYPED_CHARS).collect()));
    typed.collect()
}

/// Whether the form has a field for a code, and the field is empty.
fn is_code_missing(fields: &Fields) -> bool {
    let is_code = |name: &str| matches!(name, "code" | "recovery_code");
    fields
        .iter()
        .any(|(name, value)| is_code(name) && value.trim().is_empty())
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// The cookie of a refusal can be decrypted for this page only.
fn cookie_of(page: &str) -> SealedCookie {
    SealedCookie::flash(COOKIE, format!("refused:{page}"))
}

fn append_cookie(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}
