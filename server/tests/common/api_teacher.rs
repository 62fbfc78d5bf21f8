//! A member in tests who opens and manages classes over the API.

use super::{Answer, Seat, Secret, TestApp, api_client::*};
use axum::http::{Method, header};
use serde_json::{Value, json};

/// A member who uses the API.
#[derive(Clone)]
pub struct ApiTeacher {
    pub client: ApiClient,
    pub token: String,
    pub secret: Secret,
}

impl ApiTeacher {
    pub async fn new(app: &TestApp, name: &str) -> Self {
        let client = app.api_client();
        let LoggedIn { access, secret, .. } = client.becomes_a_member(name).await;
        Self {
            client,
            token: access,
            secret,
        }
    }

    pub async fn calls(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.client.calls(&self.token, method, path, body).await
    }

    pub async fn gets(&self, path: &str) -> Answer {
        self.calls(Method::GET, path, None).await
    }

    pub async fn posts(&self, path: &str) -> Answer {
        self.calls(Method::POST, path, None).await
    }

    pub async fn opens(&self, seats: u16) -> Value {
        let answer = self
            .calls(Method::POST, "/classes", Some(json!({"title": "7b", "seats": seats})))
            .await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()
    }

    /// Opens a class with an idempotency key.
    pub async fn opens_with_key(&self, key: &str, body: Value) -> Answer {
        let request = request(Method::POST, "/classes")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key);
        self.client.sends(request, body.to_string()).await
    }
}

pub fn class_id(class: &Value) -> &str {
    class["id"].as_str().unwrap()
}

pub fn class_seat(class: &Value, n: usize) -> Seat {
    let seat = &class["seats"][n];
    Seat {
        number: u16::try_from(seat["number"].as_u64().unwrap()).unwrap(),
        login: seat["login"].as_str().unwrap().to_owned(),
        password: seat["password"].as_str().unwrap().to_owned(),
    }
}
