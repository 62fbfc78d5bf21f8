//! A minimal HTTP client that behaves like a browser without scripts: it keeps one connection and cookies, and sends
//! forms.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, Response,
    body::Incoming,
    client::conn::http1::{SendRequest, handshake},
    header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, HeaderName, LOCATION, REFERER, SET_COOKIE},
    http::request,
};
use hyper_util::rt::TokioIo;
use std::{collections::BTreeMap, error::Error, net::SocketAddr};
use tokio::net::TcpStream;

/// Cookie that carries a refusal from a form to the page that shows it.
const REFUSAL_COOKIE: &str = "refused";

pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

pub struct Browser {
    pub address: SocketAddr,
    /// `None` after a failure; the next request then opens a new connection.
    connection: Option<SendRequest<Full<Bytes>>>,
    pub cookies: BTreeMap<String, String>,
}

pub struct Page {
    pub status: u16,
    pub location: Option<String>,
    pub body: Bytes,
}

/// A response whose body is still being received.
pub struct OpenResponse {
    pub status: u16,
    pub content_type: String,
    pub body: Incoming,
    /// The connection ends when this is dropped.
    _connection: SendRequest<Full<Bytes>>,
}

impl Page {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }

    /// The text of the page between two marker strings.
    pub fn between(&self, before: &str, after: &str) -> Result<&str> {
        let found = self
            .text()
            .split_once(before)
            .and_then(|(_, rest)| rest.split_once(after));
        Ok(found
            .ok_or_else(|| format!("no {before:?} in a page of status {}", self.status))?
            .0)
    }
}

impl Browser {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        Ok(Self {
            connection: Some(connect(address).await?),
            ..Self::new(address)
        })
    }

    /// A browser that connects at its first request.
    pub const fn new(address: SocketAddr) -> Self {
        Self {
            address,
            connection: None,
            cookies: BTreeMap::new(),
        }
    }

    /// A browser with the same cookies at another address of the same site, such as another replica.
    pub fn at_address(&self, address: SocketAddr) -> Self {
        Self {
            cookies: self.cookies.clone(),
            ..Self::new(address)
        }
    }

    /// Opens a stream of events on a connection of its own.
    pub async fn open_stream(&self, path: &str, last_event_id: Option<&str>) -> Result<OpenResponse> {
        let mut request = self.request(Method::GET, path, "text/event-stream");
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        let mut connection = connect(self.address).await?;
        let answer = connection.send_request(request.body(Full::default())?).await?;
        Ok(OpenResponse {
            status: answer.status().as_u16(),
            content_type: header(&answer, CONTENT_TYPE).unwrap_or_default(),
            body: answer.into_body(),
            _connection: connection,
        })
    }

    pub async fn get(&mut self, path: &str) -> Result<Page> {
        self.send(Method::GET, path, String::new(), "text/html").await
    }

    pub async fn get_json(&mut self, path: &str) -> Result<Page> {
        self.send(Method::GET, path, String::new(), "application/json").await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        self.send(Method::POST, path, form(fields), "text/html").await
    }

    pub async fn post_json(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        self.send(Method::POST, path, form(fields), "application/json").await
    }

    /// Sends a form and follows the redirect, which must begin with `leads_to`.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)], leads_to: &str) -> Result<Page> {
        let answer = self.post(path, fields).await?;
        let location = answer.location.unwrap_or_default();
        let refused = self.cookies.remove(REFUSAL_COOKIE).is_some();
        if !location.starts_with(leads_to) || refused {
            return Err(format!("{path} answered {} and led to {location:?}", answer.status).into());
        }
        self.get(&location).await
    }

    async fn send(&mut self, method: Method, path: &str, body: String, accept: &str) -> Result<Page> {
        // The connection is put back after a complete response only. If the request fails or is cancelled, the
        // connection is dropped, because the client could read the late response as the response to the next request.
        let mut kept = self.connection.take();
        if let Some(connection) = &mut kept
            && connection.ready().await.is_err()
        {
            kept = None;
        }
        let mut connection = match kept {
            Some(connection) => connection,
            None => connect(self.address).await?,
        };
        let mut request = self.request(method, path, accept);
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let answer = connection.send_request(request.body(Full::new(body.into()))?).await?;
        for cookie in answer.headers().get_all(SET_COOKIE) {
            self.store_cookie(cookie.to_str()?);
        }
        let status = answer.status().as_u16();
        let location = header(&answer, LOCATION);
        let body = answer.into_body().collect().await?.to_bytes();
        self.connection = Some(connection);
        Ok(Page { status, location, body })
    }

    fn request(&self, method: Method, path: &str, accept: &str) -> request::Builder {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.address.to_string())
            .header("sec-fetch-site", "same-origin")
            .header(REFERER, format!("http://{}/", self.address))
            .header(ACCEPT, accept);
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if cookies.is_empty() {
            request
        } else {
            request.header(COOKIE, cookies.join("; "))
        }
    }

    fn store_cookie(&mut self, cookie: &str) {
        let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        if cookie.contains("Max-Age=0") || value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn header(answer: &Response<Incoming>, name: HeaderName) -> Option<String> {
    answer.headers().get(name)?.to_str().ok().map(str::to_owned)
}

pub async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}
