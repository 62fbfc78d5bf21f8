//! A web address that users read from a projector or a card and enter in their browsers.

use leptos::prelude::*;

/// Characters after which a long address can break into the next line, so that no word is broken.
const BREAKS_AFTER: [char; 4] = ['.', '/', ':', '-'];

/// Shows the address without its scheme, because browsers add the scheme.
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
