//! The response to a request in tests, with helpers to read redirects, texts, refusals and form fields.

use super::html;
use app::problem::Problem;
use axum::http::{HeaderMap, StatusCode, header};
use domain::refusal::Refusal;
use serde::de::DeserializeOwned;

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn cookies(&self) -> Vec<&str> {
        let cookies = self.headers.get_all(header::SET_COOKIE);
        cookies.iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// The address to which the response redirects the browser, on a page without scripts or on a hydrated page.
    pub fn leads_to(&self) -> &str {
        self.header(header::LOCATION)
    }

    pub fn is_page(&self) -> bool {
        self.header(header::CONTENT_TYPE).starts_with("text/html")
    }

    /// Whether the text of the page contains `text`.
    pub fn says(&self, text: &str) -> bool {
        html::text(&self.body).contains(text)
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|error| {
            panic!(
                "{error} in {} {}",
                self.status,
                &self.body.chars().take(300).collect::<String>()
            )
        })
    }

    /// The refusal in the response to a hydrated page. Asserts that the status is the one of this refusal.
    #[track_caller]
    pub fn refusal(&self) -> Refusal {
        let problem: Problem = self.json();
        assert_eq!(self.status.as_u16(), problem.refusal.status());
        problem.refusal
    }

    /// Whether a request of the hydrated page succeeded.
    #[track_caller]
    pub fn is_done(&self) -> bool {
        let done = self.status.is_success() && !self.headers.contains_key("serverfnerror");
        assert!(
            done || self.status.is_client_error() || self.status.is_server_error(),
            "{}",
            self.status
        );
        done
    }

    /// The value of a form's hidden field.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        html::tags(&self.body)
            .into_iter()
            .find(|tag| tag.name == "input" && tag.attribute("name") == Some(name))
            .and_then(|tag| tag.attribute("value").map(str::to_owned))
            .unwrap_or_else(|| panic!("a field {name}"))
    }

    pub fn nonce(&self) -> Option<&str> {
        let policy = self.header(header::CONTENT_SECURITY_POLICY);
        policy.split_once("'nonce-")?.1.split_once('\'').map(|(nonce, _)| nonce)
    }

    /// The body without the parts that differ in every response: nonce and form seal.
    pub fn comparable_body(&self) -> String {
        let mut body = self.body.clone();
        if let Some(nonce) = self.nonce() {
            body = body.replace(nonce, "NONCE");
        }
        if self.is_page()
            && let Some(seal) = html::tags(&self.body)
                .into_iter()
                .find(|tag| tag.name == "input" && tag.attribute("name") == Some("form"))
        {
            body = body.replace(seal.attribute("value").unwrap_or("-"), "SEAL");
        }
        body
    }
}
