//! Sends text messages through a gateway that takes one HTTP request for each. Most providers offer such an interface.
//! It is deliberately small: one connection, one request, and only the status of the answer is read, so that a gateway
//! that hangs or sends too much does no harm.

mod template;

use super::transport::{OutgoingMessage, SendError, Transport};
use async_trait::async_trait;
use bytes::Bytes;
use domain::is_loopback_host;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header, uri::Scheme};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::{sync::Arc, time::Duration};
use template::{Escape, Template};
use thiserror::Error;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs, pki_types::ServerName},
};

/// Timeout of one request to the gateway.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum size of the head of an answer.
const MAX_RESPONSE_HEAD: usize = 16 * 1024;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadGateway {
    #[error("STEPWISE_SMS_URL must be set where STEPWISE_FACTORS has sms")]
    Missing,
    #[error("STEPWISE_SMS_URL: expected something like https://api.example.org/messages (http only on this computer)")]
    Url,
    #[error("{setting}: there is no field {{{field}}}, only {{to}} and {{text}}")]
    UnknownField { setting: &'static str, field: String },
    #[error("STEPWISE_SMS_BODY (or the address) lacks the field {{{0}}}")]
    MissingField(&'static str),
    #[error("STEPWISE_SMS_BODY: begins like JSON and is none")]
    Json,
    #[error("STEPWISE_SMS_BODY: a GET has no body; the fields belong into the address")]
    BodyOfGet,
    #[error("STEPWISE_SMS_HEADER: expected something like Authorization: Bearer abc")]
    Header,
    #[error("the certificates of this system cannot be read, so no gateway can be trusted")]
    Certificates,
}

/// The operator's settings of a gateway.
#[derive(Clone, Copy, Debug)]
pub struct GatewaySettings<'a> {
    pub url: &'a str,
    pub get: bool,
    pub body: &'a str,
    pub header: Option<&'a str>,
}

pub struct Gateway {
    url: Template,
    method: Method,
    body: Template,
    content_type: Option<HeaderValue>,
    secret: Option<(HeaderName, HeaderValue)>,
    tls: Option<TlsConnector>,
    timeout: Duration,
}

impl Gateway {
    pub fn new(settings: GatewaySettings<'_>) -> Result<Self, BadGateway> {
        Self::with_timeout(settings, SEND_TIMEOUT)
    }

    fn with_timeout(settings: GatewaySettings<'_>, timeout: Duration) -> Result<Self, BadGateway> {
        let url = Template::parse("STEPWISE_SMS_URL", settings.url.trim(), Escape::Percent)?;
        let body = settings.body.trim();
        let is_json = body.starts_with(['{', '[']);
        let escape = if is_json { Escape::Json } else { Escape::Percent };
        let body = Template::parse("STEPWISE_SMS_BODY", body, escape)?;
        if settings.get && !body.is_empty() {
            return Err(BadGateway::BodyOfGet);
        }
        for field in ["to", "text"] {
            if !url.has(field) && !body.has(field) {
                return Err(BadGateway::MissingField(field));
            }
        }
        if is_json && serde_json::from_str::<serde_json::Value>(&body.filled("+1", "\"")).is_err() {
            return Err(BadGateway::Json);
        }
        let sample: Uri = url.filled("+1", "a b").parse().map_err(|_| BadGateway::Url)?;
        let tls = match (sample.scheme(), sample.host()) {
            (Some(scheme), Some(host)) if *scheme == Scheme::HTTPS && !host.is_empty() => Some(tls()?),
            (Some(scheme), Some(host)) if *scheme == Scheme::HTTP && is_loopback_host(host) => None,
            _ => return Err(BadGateway::Url),
        };
        Ok(Self {
            url,
            method: if settings.get { Method::GET } else { Method::POST },
            content_type: (!settings.get).then_some(HeaderValue::from_static(match is_json {
                true => "application/json",
                false => "application/x-www-form-urlencoded",
            })),
            body,
            secret: settings.header.map(secret_header).transpose()?,
            tls,
            timeout,
        })
    }

    fn request(&self, letter: &OutgoingMessage) -> Option<(Request<Full<Bytes>>, String, u16)> {
        let uri: Uri = self.url.filled(&letter.to, &letter.text).parse().ok()?;
        let host = uri.host()?.to_owned();
        let port = uri.port_u16().unwrap_or(if self.tls.is_some() { 443 } else { 80 });
        let body = self.body.filled(&letter.to, &letter.text);
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(uri.path_and_query()?.as_str())
            .header(header::HOST, uri.authority()?.as_str())
            .header(header::USER_AGENT, "stepwise")
            .header(header::CONNECTION, "close");
        if let Some(content_type) = &self.content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        if let Some((name, value)) = &self.secret {
            request = request.header(name, value);
        }
        Some((request.body(Full::new(Bytes::from(body))).ok()?, host, port))
    }

    async fn ask(&self, letter: &OutgoingMessage) -> Result<StatusCode, SendError> {
        let away = || SendError::NotNow("the gateway for text messages cannot be reached".to_owned());
        let (request, host, port) = self.request(letter).ok_or(SendError::Refused)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let stream = TcpStream::connect((bare.as_str(), port)).await.map_err(|_| away())?;
        match &self.tls {
            Some(tls) => {
                let name = ServerName::try_from(bare).map_err(|_| SendError::Refused)?;
                let stream = tls.connect(name, stream).await.map_err(|_| away())?;
                status(stream, request).await
            }
            None => status(stream, request).await,
        }
    }
}

#[async_trait]
impl Transport for Gateway {
    async fn send(&self, letter: &OutgoingMessage) -> Result<(), SendError> {
        // The body of the answer is not used, because it may repeat the number; the status is enough.
        match timeout(self.timeout, self.ask(letter)).await {
            Err(_) => Err(SendError::NotNow("the gateway for text messages hangs".to_owned())),
            Ok(Err(error)) => Err(error),
            Ok(Ok(status)) if status.is_success() => Ok(()),
            // The gateway will never accept this number.
            Ok(Ok(StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY)) => {
                Err(SendError::Refused)
            }
            Ok(Ok(status)) => Err(SendError::NotNow(format!(
                "the gateway for text messages answered {}",
                status.as_u16()
            ))),
        }
    }
}

/// Reads the head of the answer and closes the connection.
async fn status<S>(stream: S, request: Request<Full<Bytes>>) -> Result<StatusCode, SendError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let odd = || SendError::NotNow("the gateway for text messages speaks no HTTP".to_owned());
    let mut builder = http1::Builder::new();
    builder.max_buf_size(MAX_RESPONSE_HEAD);
    let (mut sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(|_| odd())?;
    tokio::pin!(connection);
    let answer = sender.send_request(request);
    tokio::pin!(answer);
    let answered = tokio::select! {
        biased;
        answered = &mut answer => answered,
        ended = &mut connection => match ended {
            // The rest of the answer may still be on its way.
            Ok(()) => (&mut answer).await,
            Err(_) => return Err(odd()),
        },
    };
    answered.map(|answer| answer.status()).map_err(|_| odd())
}

fn secret_header(text: &str) -> Result<(HeaderName, HeaderValue), BadGateway> {
    let (name, value) = text.split_once(':').ok_or(BadGateway::Header)?;
    let name = name.trim().parse().map_err(|_| BadGateway::Header)?;
    let mut value: HeaderValue = value.trim().parse().map_err(|_| BadGateway::Header)?;
    if value.is_empty() {
        return Err(BadGateway::Header);
    }
    value.set_sensitive(true);
    Ok((name, value))
}

fn tls() -> Result<TlsConnector, BadGateway> {
    let mut roots = RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // A certificate that cannot be read does not prevent the use of the others.
        let _ = roots.add(certificate);
    }
    if roots.is_empty() {
        return Err(BadGateway::Certificates);
    }
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| BadGateway::Certificates)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests;
