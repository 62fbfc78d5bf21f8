//! A browser in tests: it keeps cookies and the current page. It sends forms like a page without scripts (`submits`) or
//! like a hydrated page (`calls`, `loads`).

use super::{Answer, TestApp};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, Response, header, request::Builder},
};
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};
use tower::ServiceExt;

pub const HOST: &str = "stepwise.test";
const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const FORM: &str = "application/x-www-form-urlencoded";

type Jar = BTreeMap<String, String>;

/// Clones share their cookies, like tabs of one browser.
#[derive(Clone)]
pub struct Browser {
    pub app: TestApp,
    pub language: Option<&'static str>,
    pub address: IpAddr,
    jar: Arc<Mutex<Jar>>,
    here: Arc<Mutex<String>>,
}

impl Browser {
    pub fn new(app: TestApp) -> Self {
        Self {
            app,
            language: None,
            address: IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7)),
            jar: Arc::default(),
            here: Arc::new(Mutex::new("/".to_owned())),
        }
    }

    pub fn speaking(mut self, language: &'static str) -> Self {
        self.language = Some(language);
        self
    }

    pub fn from(mut self, address: [u8; 4]) -> Self {
        self.address = IpAddr::from(address);
        self
    }

    /// A browser with a copy of the current cookies, for example that of a thief.
    pub fn copied(&self) -> Self {
        Self {
            jar: Arc::new(Mutex::new(self.jar.lock().unwrap().clone())),
            here: Arc::new(Mutex::new("/".to_owned())),
            ..self.clone()
        }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().get(name).cloned()
    }

    /// The value of the session cookie.
    pub fn session(&self) -> Option<String> {
        self.cookie(if self.app.is_https() {
            "__Host-session"
        } else {
            "session"
        })
    }

    /// All cookies with their names.
    pub fn cookies(&self) -> Vec<(String, String)> {
        self.jar.lock().unwrap().clone().into_iter().collect()
    }

    pub fn sets_cookie(&self, name: &str, value: &str) {
        self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// Sends one request with the cookies, and stores the cookies of the response.
    pub async fn sends(&self, request: Builder, body: impl Into<String>) -> Answer {
        let body = body.into();
        let request = request.header(header::CONTENT_LENGTH, body.len());
        let response = self.requests(request.body(Body::from(body)).unwrap()).await;
        self.receives(response).await
    }

    /// Reads the whole response and stores its cookies.
    pub async fn receives(&self, response: Response<Body>) -> Answer {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        self.keeps(&answer);
        answer
    }

    /// Sends one request with the cookies. The body of the response is not read.
    pub async fn requests(&self, mut request: Request<Body>) -> Response<Body> {
        if !request.headers().contains_key(header::HOST) {
            let host = self.app.host().parse().unwrap();
            request.headers_mut().insert(header::HOST, host);
        }
        let jar = self.jar.lock().unwrap().clone();
        let cookies: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() && !request.headers().contains_key(header::COOKIE) {
            let cookies = cookies.join("; ").parse().unwrap();
            request.headers_mut().insert(header::COOKIE, cookies);
        }
        if let Some(language) = self.language {
            request
                .headers_mut()
                .insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
        }
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(self.address, 50_000)));
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        self.app.answered.record(&method, &path, &response);
        response
    }

    fn keeps(&self, answer: &Answer) {
        let mut jar = self.jar.lock().unwrap();
        for cookie in answer.cookies() {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() || attributes.split(';').any(|attribute| attribute.trim() == "Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Requests a page. Does not follow redirects.
    pub async fn gets(&self, path: &str) -> Answer {
        let request = Request::get(path)
            .header(header::ACCEPT, PAGE)
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, self.referer());
        self.sends(request, "").await
    }

    /// Opens a page and follows redirects.
    pub async fn opens(&self, path: &str) -> Answer {
        let mut path = path.to_owned();
        for _ in 0..5 {
            *self.here.lock().unwrap() = path.clone();
            let answer = self.gets(&path).await;
            if !answer.status.is_redirection() {
                return answer;
            }
            path = local(answer.leads_to());
        }
        panic!("redirected in circles from {path}");
    }

    /// The address of the current page.
    pub fn here(&self) -> String {
        self.here.lock().unwrap().clone()
    }

    fn referer(&self) -> String {
        format!("http://{HOST}{}", self.here())
    }

    pub fn form_request(&self, method: Method, path: &str) -> Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, FORM)
            .header(header::REFERER, self.referer())
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header("sec-fetch-site", "same-origin")
    }

    /// Sends a form without scripts. Does not follow redirects.
    pub async fn submits(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.form_request(Method::POST, path).header(header::ACCEPT, PAGE);
        self.sends(request, encoded(fields)).await
    }

    /// Sends a form without scripts and follows the redirect.
    pub async fn submits_and_follows(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.submits(path, fields).await;
        if answer.status.is_redirection() {
            self.opens(&local(answer.leads_to())).await
        } else {
            answer
        }
    }

    /// Sends a form as the hydrated page does.
    pub async fn calls(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .form_request(Method::POST, path)
            .header(header::ACCEPT, "application/json");
        self.sends(request, encoded(fields)).await
    }

    /// Loads data as the hydrated page does.
    pub async fn loads(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::get(format!("{path}?{}", encoded(fields)))
            .header(header::ACCEPT, "application/json")
            .header(header::REFERER, self.referer())
            .header("sec-fetch-site", "same-origin");
        self.sends(request, "").await
    }
}

/// The path of a redirect. Panics if it leads to another host.
fn local(address: &str) -> String {
    let path = address.strip_prefix(&format!("http://{HOST}")).unwrap_or(address);
    assert!(
        path.starts_with('/') && !path.starts_with("//"),
        "sent away to {address}"
    );
    path.to_owned()
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", percent(value)))
        .collect();
    pairs.join("&")
}

fn percent(value: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(encode).collect()
}
