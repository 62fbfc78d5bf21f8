//! A refusal that comes back with the page whose form was sent without scripts. It is said once, and only in that
//! browser: in the address anybody could write one, and it would be said again with every look.

#[cfg(feature = "ssr")]
use axum::http::request::Parts;
use leptos::{prelude::*, server::ServerActionError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// On its way through a request, from the cookie that carries it to the page that says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameBack {
    /// Where the refused form is sent.
    pub from: String,
    /// The problem, as server functions write one.
    pub problem: String,
    /// What was typed into fields that no page keeps by itself, by their names.
    pub typed: Typed,
}

pub type Typed = BTreeMap<String, String>;

/// These, and nothing that could be secret.
pub const KEPT: [&str; 4] = ["email", "label", "number", "seats"];

#[cfg(feature = "ssr")]
pub fn of_request() -> Option<CameBack> {
    with_context(|parts: &Parts| parts.extensions.get().cloned()).flatten()
}

#[cfg(not(feature = "ssr"))]
pub fn of_request() -> Option<CameBack> {
    let html = document().document_element()?;
    Some(CameBack {
        from: html.get_attribute("data-refused")?,
        problem: html.get_attribute("data-problem")?,
        typed: html
            .get_attribute("data-typed")
            .and_then(|typed| serde_json::from_str(&typed).ok())
            .unwrap_or_default(),
    })
}

/// The form of the page finds its refusal, on the server and when the page comes to life.
pub fn provide() {
    if let Some(CameBack { from, problem, typed }) = of_request() {
        provide_context(ServerActionError::new(&from, &problem));
        provide_context(typed);
    }
}

/// What was typed into this field when it was refused.
pub fn typed(name: &str) -> Option<String> {
    use_context::<Typed>()?.get(name).cloned()
}

/// It was said: whoever comes back to that page without a new document is not told again.
pub fn forget() {
    provide_context(ServerActionError::new("", ""));
    provide_context(Typed::new());
}
