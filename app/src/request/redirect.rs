//! Redirects back to the page whose form was sent.

use super::{RequestContext, redirect};
use axum::http::header;
use domain::page_address::page_path;

impl RequestContext {
    /// Redirects to the page whose form was sent, without the query parameters in which an earlier refusal was
    /// reported.
    pub fn redirect_back(&self) {
        let referer = self.parts.headers.get(header::REFERER);
        redirect(&page_path(
            referer.and_then(|value| value.to_str().ok()).unwrap_or_default(),
        ));
    }
}
