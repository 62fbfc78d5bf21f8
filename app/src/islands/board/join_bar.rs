//! The bar on the board that says how students join: address, join code, QR code, and the switch for joining without a
//! card.

use super::live::Live;
use crate::{components::TypedAddress, i18n::use_texts};
use domain::join_code::in_halves;
use leptos::prelude::*;

#[component]
pub fn JoinBar(live: Live, address: String, code: String, qr: AnyView) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="join-bar" aria-label=texts.board_join()>
            <JoinAddress label=texts.board_students_open() address=address code=code />
            {qr}
            {live.manages.then(|| view! { <SelfJoin live=live /> })}
        </section>
    }
}

/// The join address and the join code.
#[component]
fn JoinAddress(label: &'static str, address: String, code: String) -> impl IntoView {
    let texts = use_texts();
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

/// The switch for joining without a card: a sentence with the current state, and the button that changes it.
#[component]
fn SelfJoin(live: Live) -> impl IntoView {
    let texts = use_texts();
    let state = move || match (live.self_join.get(), live.free()) {
        (false, _) => texts.join_only_cards().to_owned(),
        (true, 0) => texts.join_allowed_none().to_owned(),
        (true, free) => texts.join_allowed(free as u64),
    };
    view! {
        <div class="self-join">
            <p>{state}</p>
            <form method="post" action="/classes/self-join">
                <input type="hidden" name="id" value=live.id.to_string() />
                <input type="hidden" name="on" value=move || (!live.self_join.get()).to_string() />
                <button class="button small">
                    {move || if live.self_join.get() { texts.join_forbid() } else { texts.join_allow() }}
                </button>
            </form>
        </div>
    }
}
