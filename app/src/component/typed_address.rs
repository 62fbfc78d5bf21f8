//! An address that people read from a wall or a card and type.

use leptos::prelude::*;

/// After these a long address may go on in the next line: no word of it is torn.
const BREAKS_AFTER: [char; 4] = ['.', '/', ':', '-'];

/// Nobody types the scheme.
#[component]
pub fn TypedAddress(address: String) -> impl IntoView {
    let address = address.trim_start_matches("http://").trim_start_matches("https://");
    let mut parts = address.split_inclusive(BREAKS_AFTER).map(str::to_owned);
    let first = parts.next();
    let others = parts.map(|part| view! { <wbr />{part} }).collect_view();
    view! {
        {first}
        {others}
    }
}
