//! Where to get an authenticator, and what to do without a phone.

use crate::{
    component::{Icon, Picture},
    page::phone,
    visitor::use_texts,
};
use leptos::prelude::*;

const GOOGLE: &str = "https://support.google.com/accounts/answer/1066447";
const YANDEX: &str = "https://yandex.com/support/id/authorization/twofa-login.html";
const OTHERS: &str = "Microsoft Authenticator, Aegis, 1Password, LastPass, Authy";

/// `practice` is what the practice phone would scan: students may use it.
#[component]
pub fn Apps(practice: Option<String>) -> impl IntoView {
    let texts = use_texts();
    let app = move |href: &'static str, icon: Icon, name: &'static str| {
        view! {
            <li>
                <a href=href rel="noreferrer noopener external" target="_blank">
                    <Picture icon=icon />
                    <span>
                        {name} " " <small>{texts.set_up_platforms()}</small>
                    </span>
                </a>
            </li>
        }
    };
    view! {
        <p>{texts.set_up_get_app_text()}</p>
        <ul class="apps" role="list">
            {app(GOOGLE, Icon::Phone, "Google Authenticator")}
            {app(YANDEX, Icon::Key, texts.set_up_yandex())}
        </ul>
        <p class="fine">{texts.set_up_others(OTHERS)}</p>
        {practice
            .map(|uri| {
                view! {
                    <p class="wide-only">{texts.set_up_no_phone_wide()}</p>
                    <p class="narrow-only">
                        // Looking away from the code, the phone remembers what it saw.
                        <a class="link" href="/phone" on:click=move |_| phone::remember_seen(&uri)>
                            {texts.set_up_no_phone()}
                        </a>
                    </p>
                }
            })}
    }
}
