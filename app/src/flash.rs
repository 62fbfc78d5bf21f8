//! The refusal of a form that was sent without scripts: how the next page gets it and shows it once. A sealed cookie
//! carries it and not the address, because a link with a made-up refusal would show it too, and a reload would show it
//! again.

#[cfg(feature = "ssr")]
use axum::http::request::Parts;
use leptos::{prelude::*, server::ServerActionError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A refusal that was taken out of its cookie and is passed on to the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The address to which the refused form is sent.
    pub from: String,
    /// The problem in the encoding of server functions.
    pub problem: String,
    /// The typed values by field name, for fields that have no other way to keep them.
    pub typed: TypedValues,
}

pub type TypedValues = BTreeMap<String, String>;

/// Names of the fields whose values are kept. None of them can hold a secret.
pub const FLASH_FIELDS: [&str; 4] = ["email", "label", "number", "seats"];

#[cfg(feature = "ssr")]
pub fn of_request() -> Option<Flash> {
    with_context(|parts: &Parts| parts.extensions.get().cloned()).flatten()
}

#[cfg(not(feature = "ssr"))]
pub fn of_request() -> Option<Flash> {
    let html = document().document_element()?;
    Some(Flash {
        from: html.get_attribute("data-refused")?,
        problem: html.get_attribute("data-problem")?,
        typed: html
            .get_attribute("data-typed")
            .and_then(|typed| serde_json::from_str(&typed).ok())
            .unwrap_or_default(),
    })
}

/// Provides the refusal to the form that it belongs to, both on the server and when the page is hydrated.
pub fn provide() {
    if let Some(Flash { from, problem, typed }) = of_request() {
        provide_context(ServerActionError::new(&from, &problem));
        provide_context(typed);
    }
}

/// Returns what the user had typed into this field when the form was refused.
pub fn typed(name: &str) -> Option<String> {
    use_context::<TypedValues>()?.get(name).cloned()
}

/// Forgets the refusal, so that returning to the page within the same document does not show it again.
pub fn clear() {
    provide_context(ServerActionError::new("", ""));
    provide_context(TypedValues::new());
}
