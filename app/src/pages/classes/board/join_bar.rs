//! The bar on the board that says how students join: address, join code, QR code, and the switch for joining without a
//! card.

use super::live::Live;
use crate::{
    components::{Alert, Qr, QrCode, TypedAddress},
    i18n::{self, use_texts},
    server_fns::AllowSelfJoin,
};
use domain::{class::ClassState, join_code::in_halves};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn JoinBar(live: Live, address: String, code: String, qr: Qr) -> impl IntoView {
    let texts = use_texts();
    // An ended class cannot be joined, so the bar is hidden.
    let open = Memo::new(move |_| live.state.get() != ClassState::Ended);
    let door = StoredValue::new((address, code, qr));
    move || {
        open.get().then(|| {
            let (address, code, qr) = door.get_value();
            view! {
                <section class="join-bar" aria-label=texts.board_join()>
                    <JoinAddress label=texts.board_students_open() address=address code=code />
                    <QrCode qr=qr label=texts.join_qr() small=true />
                    {live.manages.then(|| view! { <WithoutCards live=live /> })}
                </section>
            }
        })
    }
}

/// The join address and the join code.
#[component]
pub fn JoinAddress(label: &'static str, address: String, code: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <dl>
            <div>
                <dt>{label}</dt>
                <dd><TypedAddress address=format!("{address}/join") /></dd>
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
fn WithoutCards(live: Live) -> impl IntoView {
    let texts = use_texts();
    let switch = ServerAction::<AllowSelfJoin>::new();
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &switch.value().get()?.err()?, "")));
    Effect::new(move |_| {
        if let Some(Ok(on)) = switch.value().get() {
            live.self_join.set(on);
        }
    });
    let free = live.free();
    let state = move || match (live.self_join.get(), free.get()) {
        (false, _) => texts.join_only_cards().to_owned(),
        (true, 0) => texts.join_allowed_none().to_owned(),
        (true, free) => texts.join_allowed(free),
    };
    view! {
        <div class="self-join">
            <Alert text=trouble />
            <p>{state}</p>
            <ActionForm action=switch>
                <input type="hidden" name="id" value=live.id.to_string() />
                <input type="hidden" name="on" value=move || (!live.self_join.get()).to_string() />
                <button class="button small">
                    {move || if live.self_join.get() { texts.join_forbid() } else { texts.join_allow() }}
                </button>
            </ActionForm>
        </div>
    }
}
