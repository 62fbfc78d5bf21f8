//! A client of the JSON API that sends all requests over one connection.

use crate::{
    browser::{Result, connect},
    clock::now,
};
use bytes::Bytes;
use domain::totp::{Step, TotpSecret};
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request,
    client::conn::http1::SendRequest,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST},
};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// The password of all simulated members.
pub(super) const PASSWORD: &str = "correct horse battery";

pub(super) struct ApiClient {
    address: SocketAddr,
    connection: SendRequest<Full<Bytes>>,
    pub(super) token: Option<String>,
}

pub(super) struct Member {
    pub(super) name: String,
    pub(super) secret: TotpSecret,
}

/// The tokens in the response to a login or a refresh.
pub(super) struct Tokens {
    pub(super) access: String,
    pub(super) refresh: String,
}

impl Tokens {
    pub(super) fn of(answer: &Value) -> Result<Self> {
        let token = |name: &str| {
            answer[name]
                .as_str()
                .map(str::to_owned)
                .ok_or("an answer without tokens")
        };
        Ok(Self {
            access: token("access_token")?,
            refresh: token("refresh_token")?,
        })
    }
}

impl ApiClient {
    pub(super) async fn open(address: SocketAddr, token: Option<&str>) -> Result<Self> {
        Ok(Self {
            address,
            connection: connect(address).await?,
            token: token.map(str::to_owned),
        })
    }

    pub(super) async fn call(&mut self, method: Method, path: &str, body: Option<&Value>) -> Result<Bytes> {
        self.connection.ready().await?;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(HOST, self.address.to_string())
            .header(ACCEPT, "application/json");
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        let answer = self
            .connection
            .send_request(request.body(Full::new(body.into()))?)
            .await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        if status.is_success() {
            Ok(body)
        } else {
            Err(format!("{path} answered {status}: {}", String::from_utf8_lossy(&body)).into())
        }
    }

    pub(super) async fn post(&mut self, path: &str, body: &Value) -> Result<Value> {
        Ok(serde_json::from_slice(
            &self.call(Method::POST, path, Some(body)).await?,
        )?)
    }

    pub(super) async fn register(&mut self, name: String) -> Result<Member> {
        let body = json!({
            "username": name, "email": format!("{name}@school.example"), "password1": PASSWORD, "password2": PASSWORD,
        });
        self.post("/user", &body).await?;
        let body = json!({"username": name, "password": PASSWORD});
        let said = self.post("/auth-totp/qrcode", &body).await?;
        let secret = said["secret"].as_str().and_then(TotpSecret::from_base32);
        let secret = secret.ok_or("a QR code without a secret")?;
        Ok(Member { name, secret })
    }

    pub(super) async fn log_in(&mut self, member: &Member, offset: i64) -> Result<Tokens> {
        let step = Step::at(now()).number().saturating_add_signed(offset);
        let code = member.secret.code_at(Step::from_number(step));
        let body = json!({"username": member.name, "password": PASSWORD, "security_code": code.as_str()});
        Tokens::of(&self.post("/auth-jwt/login", &body).await?)
    }
}
