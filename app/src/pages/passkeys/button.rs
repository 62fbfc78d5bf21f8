//! The button that asks the browser for a passkey, and the script behind it.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    shell::passkey_script,
};
use leptos::{nonce::use_nonce, prelude::*};
use serde::Serialize;

/// A button in a form. Its script asks the browser for a passkey and sends the form with the answer in the field
/// `passkey`. Without scripts, and in browsers without passkeys, the button stays hidden.
#[component]
pub fn PasskeyButton<R: Serialize + 'static>(
    request: R,
    label: &'static str,
    /// Set if the passkey is the main way on this page.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    let texts = use_texts();
    let request = serde_json::to_string(&request).unwrap_or_default();
    view! {
        <input type="hidden" name="passkey" />
        <button type="button" class="button full" class:primary=primary class:big=primary data-passkey=request hidden>
            <Picture icon=Icon::Key />
            " "
            {label}
        </button>
        <div class="note bad" data-passkey-failed hidden>
            <Picture icon=Icon::Wrong />
            <p>{texts.passkey_failed()}</p>
        </div>
        <script r#type="module" nonce=use_nonce() inner_html=passkey_script()></script>
    }
}
