//! Shows the refusal of a plain form on the next page, only once. A sealed cookie carries the refusal. It is not in the
//! address of the page, because a link could then show a forged refusal, and a reload would show the refusal again.

use axum::http::request::Parts;
use leptos::{prelude::*, server::ServerActionError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A refusal that the middleware has read from its cookie and passes on to the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The address to which the refused form was sent.
    pub from: String,
    /// The `Problem`, encoded as in the response of a server function.
    pub problem: String,
    /// Values that the user has entered, by field name, only of the fields in `FLASH_FIELDS`.
    pub typed: TypedValues,
}

pub type TypedValues = BTreeMap<String, String>;

/// Names of the fields whose values the cookie carries. None of these fields asks for a secret.
pub const FLASH_FIELDS: [&str; 11] = [
    "email",
    "join",
    "join_code",
    "label",
    "locale",
    "name",
    "nickname",
    "number",
    "phones",
    "seats",
    "username",
];

pub fn of_request() -> Option<Flash> {
    with_context(|parts: &Parts| parts.extensions.get().cloned()).flatten()
}

/// Provides the refusal to the form that was refused.
pub fn provide() {
    if let Some(Flash { from, problem, typed }) = of_request() {
        provide_context(ServerActionError::new(&from, &problem));
        provide_context(typed);
    }
}

/// Returns the text that the user had entered into this field when the form was refused.
pub fn typed(name: &str) -> Option<String> {
    use_context::<TypedValues>()?.get(name).cloned()
}
