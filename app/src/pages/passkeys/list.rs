//! The section of the account page with the passkeys.

use super::obstacle::obstacle_text;
use crate::{
    components::{Icon, On, Picture},
    i18n::use_texts,
};
use domain::{passkey::PasskeyObstacle, view::PasskeyView};
use leptos::prelude::*;

#[component]
pub fn Passkeys(passkeys: Vec<PasskeyView>, obstacle: Option<PasskeyObstacle>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card" aria-labelledby="passkeys">
            <h2 id="passkeys">{texts.passkey_title()}</h2>
            <p class="soft">{texts.passkey_text()}</p>
            {(!passkeys.is_empty())
                .then(|| view! {
                    <ul class="items" role="list">
                        {passkeys.into_iter().map(|passkey| view! { <Passkey passkey=passkey /> }).collect_view()}
                    </ul>
                })}
            {match obstacle {
                Some(obstacle) => view! {
                    <div class="note">
                        <Picture icon=Icon::Info />
                        <p>{obstacle_text(obstacle)}</p>
                    </div>
                }
                .into_any(),
                None => view! {
                    <div class="row">
                        <a class="button" href="/account/connect/passkey">
                            {texts.passkey_connect()}
                        </a>
                    </div>
                }
                .into_any(),
            }}
        </section>
    }
}

#[component]
fn Passkey(passkey: PasskeyView) -> impl IntoView {
    let texts = use_texts();
    view! {
        <li>
            <Picture icon=Icon::Key />
            <div>
                <b>{passkey.name}</b>
                <small>
                    {texts.passkey_created()} " " <On time=passkey.created />
                    {match passkey.last_used {
                        Some(used) => view! { ", " {texts.passkey_last_used()} " " <On time=used /> }.into_any(),
                        None => view! { ", " {texts.passkey_never_used()} }.into_any(),
                    }}
                </small>
            </div>
            <a class="button small" href=format!("/account/passkeys/{}", passkey.id)>
                {texts.passkey_edit()}
            </a>
        </li>
    }
}
