//! The set-up page of an administrator who must create a passkey, at an address where browsers create none.

use super::obstacle::obstacle_text;
use crate::{
    components::{Icon, Message, Picture, Scene},
    i18n::use_texts,
    request::RequestContext,
};
use leptos::prelude::*;

#[component]
pub fn OnlyPasskey() -> impl IntoView {
    let texts = use_texts();
    let obstacle = RequestContext::current()
        .ok()
        .and_then(|context| context.passkeys_here().err());
    view! {
        <Message scene=Scene::Broken title=texts.members_owes_passkey_title() text=texts.refusal_passkey_needed()>
            {obstacle
                .map(|obstacle| view! {
                    <div class="note warn">
                        <Picture icon=Icon::Info />
                        <p>{obstacle_text(obstacle)}</p>
                    </div>
                })}
        </Message>
    }
}
