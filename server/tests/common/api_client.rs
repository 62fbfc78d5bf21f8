//! An API client in tests: it sends JSON and tokens, without cookies and pages.

use super::{Answer, Secret, TestApp, member::PASSWORD};
use axum::http::{Method, Request, header, request::Builder};
use backend::crypto::TokenKeys;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// The key that signs tokens. Generated once, because that takes a while.
pub fn signing_key() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(|| TokenKeys::generate().unwrap().to_string())
}

#[derive(Clone)]
pub struct ApiClient {
    pub app: TestApp,
    pub address: [u8; 4],
}

/// The tokens of a login, and the secret of the member's authenticator.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    pub access: String,
    pub refresh: String,
    pub secret: Secret,
}

impl TestApp {
    /// An API client, on a server with a signing key.
    pub fn api_client(&self) -> ApiClient {
        self.stepwise
            .use_token_keys(TokenKeys::parse(signing_key(), "").unwrap());
        ApiClient {
            app: self.clone(),
            address: [10, 0, 0, 8],
        }
    }
}

pub fn request(method: Method, path: &str) -> Builder {
    let path = match path.starts_with("/.well-known") || path.starts_with("/api") {
        true => path.to_owned(),
        false => format!("/api/v1{path}"),
    };
    Request::builder().method(method).uri(path)
}

impl ApiClient {
    pub async fn sends(&self, request: Builder, body: impl Into<String>) -> Answer {
        let anonymous = self.app.browser().from(self.address);
        anonymous.sends(request, body).await
    }

    pub async fn posts(&self, path: &str, body: Value) -> Answer {
        let request = request(Method::POST, path).header(header::CONTENT_TYPE, "application/json");
        self.sends(request, body.to_string()).await
    }

    pub async fn gets(&self, path: &str) -> Answer {
        self.sends(request(Method::GET, path), "").await
    }

    /// Sends a request with a token and, if there is one, a JSON body.
    pub async fn calls(&self, token: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = request(method, path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        match body {
            None => self.sends(request, "").await,
            Some(body) => {
                let request = request.header(header::CONTENT_TYPE, "application/json");
                self.sends(request, body.to_string()).await
            }
        }
    }

    pub async fn registers(&self, name: &str) -> Answer {
        let body = json!({
            "username": name, "email": format!("{name}@school.example"), "password1": PASSWORD, "password2": PASSWORD,
        });
        self.posts("/user", body).await
    }

    pub async fn requests_qr_code(&self, name: &str, password: &str, code: Option<&str>) -> Answer {
        let mut body = json!({"username": name, "password": password});
        if let Some(code) = code {
            body["security_code"] = code.into();
        }
        let request = request(Method::POST, "/auth-totp/qrcode")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json");
        self.sends(request, body.to_string()).await
    }

    /// Gets a pending secret with user name and password.
    pub async fn gets_secret(&self, name: &str, password: &str) -> Secret {
        let answer = self.requests_qr_code(name, password, None).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        secret_of(&answer)
    }

    pub async fn logs_in(&self, name: &str, password: &str, code: &str) -> Answer {
        let body = json!({"username": name, "password": password, "security_code": code});
        self.posts("/auth-jwt/login", body).await
    }

    /// Registers, connects an authenticator and logs in.
    pub async fn becomes_a_member(&self, name: &str) -> LoggedIn {
        let registered = self.registers(name).await;
        assert_eq!(registered.status, 201, "{}", registered.body);
        let secret = self.gets_secret(name, PASSWORD).await;
        let answer = self.logs_in(name, PASSWORD, &secret.code_at(self.app.now())).await;
        logged_in(&answer, secret)
    }

    /// Logs in again with the code of a later time step.
    pub async fn logs_in_again(&self, name: &str, secret: &Secret) -> LoggedIn {
        self.app.waits(30);
        let answer = self.logs_in(name, PASSWORD, &secret.code_at(self.app.now())).await;
        logged_in(&answer, secret.clone())
    }

    pub async fn user_info(&self, token: &str) -> Answer {
        self.calls(token, Method::GET, "/auth-jwt/user-info", None).await
    }
}

pub fn logged_in(answer: &Answer, secret: Secret) -> LoggedIn {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let tokens: Value = answer.json();
    LoggedIn {
        access: tokens["access_token"].as_str().unwrap().to_owned(),
        refresh: tokens["refresh_token"].as_str().unwrap().to_owned(),
        secret,
    }
}

pub fn secret_of(answer: &Answer) -> Secret {
    let said: Value = answer.json();
    let secret = Secret::of_uri(said["otpauth_uri"].as_str().unwrap());
    assert_eq!(said["secret"], secret.base32);
    secret
}

/// The `code` of a problem response. Asserts that the response is a complete problem document.
#[track_caller]
pub fn code(answer: &Answer) -> String {
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/problem+json",
        "{} {}",
        answer.status,
        answer.body
    );
    let problem: Value = answer.json();
    assert_eq!(problem["status"], answer.status.as_u16());
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    assert!(!problem["title"].as_str().unwrap().is_empty());
    problem["code"].as_str().unwrap().to_owned()
}

/// The status and the `code` of a problem response.
#[track_caller]
pub fn refused(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), code(answer))
}

/// The field names of a JSON object.
pub fn names(answer: &Answer) -> Vec<String> {
    let said: Value = answer.json();
    said.as_object().unwrap().keys().cloned().collect()
}
