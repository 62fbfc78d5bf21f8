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
    use leptos::prelude::{document, window};
    use serde::de::DeserializeOwned;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Document, DomParser, Headers, RequestInit, Response, SupportedType};

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

    /// Loads a page of this server. Returns the response, which has the status and the address that has answered in the
    /// end, and the document.
    pub async fn load_document(address: &str, request: &RequestInit) -> Result<(Response, Document), JsValue> {
        let (response, text) = fetch(address, request, &[("Accept", "text/html")]).await?;
        let document = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
        Ok((response, document))
    }

    /// Loads this page again, and shows what the element with this id contains there. If the answer does not have the
    /// element, for example because it is the page of an error, nothing is shown.
    pub async fn renew(id: &str) -> Result<(), RequestError> {
        let address = window().location().href().unwrap_or_default();
        let loaded = load_document(&address, &RequestInit::new()).await;
        let (_, loaded) = loaded.map_err(|_| RequestError::Unavailable)?;
        let both = document().get_element_by_id(id).zip(loaded.get_element_by_id(id));
        let (element, new) = both.ok_or(RequestError::Unavailable)?;
        element.set_inner_html(&new.inner_html());
        Ok(())
    }

    async fn answer(address: &str, request: &RequestInit) -> Result<String, RequestError> {
        let headers = [
            ("Accept", "application/json"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let answer = fetch(address, request, &headers).await;
        let (response, text) = answer.map_err(|_| RequestError::Unavailable)?;
        match response.status() {
            200 => Ok(text),
            denied if DENIED.contains(&denied) => Err(RequestError::Denied),
            _ => Err(RequestError::Unavailable),
        }
    }

    async fn fetch(address: &str, request: &RequestInit, sent: &[(&str, &str)]) -> Result<(Response, String), JsValue> {
        let headers = Headers::new()?;
        for (name, value) in sent {
            headers.set(name, value)?;
        }
        request.set_headers(&headers);
        let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await?;
        let response: Response = response.dyn_into()?;
        let text = JsFuture::from(response.text()?).await?;
        Ok((response, text.as_string().unwrap_or_default()))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod real {
    use super::RequestError;

    pub async fn load_text(_address: &str) -> Result<String, RequestError> {
        Err(RequestError::Unavailable)
    }

    pub async fn renew(_id: &str) -> Result<(), RequestError> {
        Err(RequestError::Unavailable)
    }
}

#[cfg(target_arch = "wasm32")]
pub use real::{load_document, send};
pub use real::{load_text, renew};
