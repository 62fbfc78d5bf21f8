//! Sends text messages through a gateway of a provider, with one HTTP request for each message. Only the status of the
//! response is read, so that a gateway that hangs or sends too much data does no harm.

mod template;

use super::transport::{OutgoingMessage, SendError, Transport};
use async_trait::async_trait;
use domain::is_loopback_host;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, uri::Scheme};
use std::time::Duration;
use template::{Escape, Template};
use thiserror::Error;

/// Timeout of one request to the gateway.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);

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

/// The settings of the gateway, as the operator has written them.
#[derive(Clone, Copy, Debug)]
pub struct GatewaySettings<'a> {
    pub url: &'a str,
    pub get: bool,
    pub body: &'a str,
    pub header: Option<&'a str>,
}

pub struct Gateway {
    client: reqwest::Client,
    url: Template,
    method: Method,
    body: Template,
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
        match (sample.scheme(), sample.host()) {
            (Some(scheme), Some(host)) if *scheme == Scheme::HTTPS && !host.is_empty() => {}
            (Some(scheme), Some(host)) if *scheme == Scheme::HTTP && is_loopback_host(host) => {}
            _ => return Err(BadGateway::Url),
        }
        let mut headers = HeaderMap::new();
        if !settings.get {
            let content_type = match is_json {
                true => "application/json",
                false => "application/x-www-form-urlencoded",
            };
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if let Some((name, value)) = settings.header.map(secret_header).transpose()? {
            headers.insert(name, value);
        }
        // Redirects are not followed: they would send the secret header and the message to another host.
        let client = reqwest::Client::builder()
            .user_agent("stepwise")
            .default_headers(headers)
            .timeout(timeout)
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|_| BadGateway::Certificates)?;
        Ok(Self {
            client,
            url,
            method: if settings.get { Method::GET } else { Method::POST },
            body,
        })
    }
}

#[async_trait]
impl Transport for Gateway {
    async fn send(&self, message: &OutgoingMessage) -> Result<(), SendError> {
        let url = self.url.filled(&message.to, &message.text);
        let request = self.client.request(self.method.clone(), url);
        let answer = request.body(self.body.filled(&message.to, &message.text)).send().await;
        // The library's error contains the URL with the phone number, so only the kind of the error is reported.
        let status = answer.map_err(|error| reason(&error))?.status();
        match status {
            _ if status.is_success() => Ok(()),
            // The gateway will never accept this number.
            StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY => {
                Err(SendError::Refused)
            }
            status => Err(SendError::NotNow(format!(
                "the gateway for text messages answered {}",
                status.as_u16()
            ))),
        }
    }
}

fn reason(error: &reqwest::Error) -> SendError {
    match error {
        _ if error.is_builder() => SendError::Refused,
        _ if error.is_timeout() => SendError::NotNow("the gateway for text messages hangs".to_owned()),
        _ if error.is_connect() => SendError::NotNow("the gateway for text messages cannot be reached".to_owned()),
        _ => SendError::NotNow("the gateway for text messages speaks no HTTP".to_owned()),
    }
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

#[cfg(test)]
mod tests;
