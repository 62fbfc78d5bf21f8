//! The address and the code with which students join, on the board and on the projector page.

use crate::components::TypedAddress;
use domain::join_code::in_halves;
use leptos::prelude::*;
use texts::Texts;

#[component]
pub fn JoinAddress(texts: Texts, label: &'static str, address: String, code: String) -> impl IntoView {
    view! {
        <dl>
            <div>
                <dt>{label}</dt>
                <dd>
                    <TypedAddress address=format!("{address}/join") />
                </dd>
            </div>
            <div>
                <dt>{texts.join_code()}</dt>
                <dd class="join-code">{in_halves(&code)}</dd>
            </div>
        </dl>
    }
}
