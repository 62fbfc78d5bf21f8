//! Links to authenticator apps, and what to do without a phone.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    islands::PhoneLink,
};
use domain::practice_phone::ScannedCode;
use leptos::prelude::*;

/// Addresses of an app in the app stores: first for Android, then for iPhone.
const GOOGLE: [&str; 2] = [
    "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2",
    "https://apps.apple.com/app/google-authenticator/id388497605",
];
const YANDEX: [&str; 2] = [
    "https://play.google.com/store/apps/details?id=ru.yandex.key",
    "https://apps.apple.com/app/yandex-key/id957324816",
];
const OTHERS: &str = "Microsoft Authenticator, Aegis, 1Password, LastPass, Authy";

/// `practice` is the QR code for the practice phone. It is `None` for members, who are not allowed to use a practice
/// phone.
#[component]
pub fn Apps(practice: Option<ScannedCode>) -> impl IntoView {
    let texts = use_texts();
    let store = |href: &'static str, system: &'static str| {
        view! {
            <a href=href rel="noreferrer noopener" target="_blank">
                {system}
            </a>
        }
    };
    let app = move |stores: [&'static str; 2], icon: Icon, name: &'static str| {
        view! {
            <li>
                <Picture icon=icon />
                <b>{name}</b>
                <span class="stores">{store(stores[0], "Android")} " " {store(stores[1], "iPhone")}</span>
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
            .map(|seen| {
                view! {
                    <p class="wide-only needs-scripts">{texts.set_up_no_phone_wide()}</p>
                    <p class="narrow-only needs-scripts">
                        <PhoneLink seen=seen label=texts.set_up_no_phone().to_owned() />
                    </p>
                    <PairHint />
                }
            })}
    }
}

/// How two neighbours are each other's phone.
#[component]
fn PairHint() -> impl IntoView {
    let texts = use_texts();
    let origin = crate::request::origin();
    let address = origin.trim_start_matches("http://").trim_start_matches("https://");
    view! {
        <details class="disclosure needs-scripts">
            <summary>{texts.pair_hint_title()}</summary>
            <div>
                <p>{texts.pair_hint(format!("{address}/phone"))}</p>
            </div>
        </details>
    }
}

/// Replaces the apps in a class without phones: the practice phone is the only one.
#[component]
pub fn PracticePhoneOnly(seen: ScannedCode) -> impl IntoView {
    let texts = use_texts();
    view! {
        <p>{texts.no_phones_get_text()}</p>
        <p class="wide-only needs-scripts">{texts.no_phones_wide()}</p>
        <p class="narrow-only needs-scripts">
            <PhoneLink seen=seen label=texts.code_open_phone().to_owned() />
        </p>
        <PairHint />
    }
}
