//! Requests of islands to the server.

/// Why a request has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// The session may not see the data (any more).
    #[cfg_attr(
        not(target_arch = "wasm32"),
        expect(dead_code, reason = "only the browser sends requests")
    )]
    Denied,
    /// The server or its database cannot be reached.
    Unavailable,
}

#[cfg(target_arch = "wasm32")]
mod real {
    use super::RequestError;
    use leptos::prelude::window;
    use serde::de::DeserializeOwned;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Headers, RequestInit, Response};

    const DENIED: [u16; 3] = [401, 403, 404];

    pub async fn load_text(address: &str) -> Result<String, RequestError> {
        answer(address, &RequestInit::new()).await
    }

    /// Sends a form whose fields are already encoded for its body, and reads the JSON of the answer.
    pub async fn send<T: DeserializeOwned>(address: &str, fields: &str) -> Result<T, RequestError> {
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&JsValue::from_str(fields));
        let text = answer(address, &request).await?;
        serde_json::from_str(&text).map_err(|_| RequestError::Unavailable)
    }

    async fn answer(address: &str, request: &RequestInit) -> Result<String, RequestError> {
        let (status, text) = fetch(address, request).await.map_err(|_| RequestError::Unavailable)?;
        match status {
            200 => Ok(text),
            denied if DENIED.contains(&denied) => Err(RequestError::Denied),
            _ => Err(RequestError::Unavailable),
        }
    }

    async fn fetch(address: &str, request: &RequestInit) -> Result<(u16, String), JsValue> {
        let headers = Headers::new()?;
        headers.set("Accept", "application/json")?;
        headers.set("Content-Type", "application/x-www-form-urlencoded")?;
        request.set_headers(&headers);
        let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await?;
        let response: Response = response.dyn_into()?;
        let text = JsFuture::from(response.text()?).await?;
        Ok((response.status(), text.as_string().unwrap_or_default()))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod real {
    use super::RequestError;

    pub async fn load_text(_address: &str) -> Result<String, RequestError> {
        Err(RequestError::Unavailable)
    }
}

pub use real::load_text;
#[cfg(target_arch = "wasm32")]
pub use real::send;
