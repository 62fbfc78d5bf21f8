//! The warning that only this computer can open the address that a page shows to students.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use leptos::prelude::*;

#[component]
pub fn LoopbackWarning() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note warn once" role="status">
            <Picture icon=Icon::Away />
            <strong>{texts.board_loopback_title()}</strong>
            <p>
                {texts.board_loopback_text()} " " <code>"make lesson"</code> " · " <code>"stepwise serve --lan"</code>
            </p>
        </div>
    }
}
