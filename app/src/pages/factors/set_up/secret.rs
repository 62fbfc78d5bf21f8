//! The secret on the set-up page in three forms: QR code, link for phones, and a key that the user enters in the app.

use crate::{
    components::{Icon, Picture, Qr, QrCode},
    i18n::use_texts,
    islands::{CopyButton, OTPAUTH_LINK_ID},
    preferences::{by_phone, may_use_phone},
};
use domain::view::SetUpView;
use leptos::prelude::*;

#[component]
pub fn Scan(set_up: SetUpView) -> impl IntoView {
    let texts = use_texts();
    let SetUpView {
        login,
        issuer,
        otpauth_uri,
        key,
        qr_path,
        qr_side,
        lesson_ends,
        ..
    } = set_up;
    let groups: Vec<String> = key
        .as_bytes()
        .chunks(4)
        .map(|g| String::from_utf8_lossy(g).into_owned())
        .collect();
    // The key for screen readers: spelled letter by letter, with a pause after each group.
    let spelled = groups
        .iter()
        .map(|group| group.chars().map(String::from).collect::<Vec<_>>().join(", "))
        .collect::<Vec<_>>()
        .join("; ");
    let name = format!("{issuer}: {login}");
    let ends = lesson_ends.map(|ends| ends.micros().to_string());
    view! {
        <div class="scan">
            <QrCode qr=Qr { path: qr_path, side: qr_side } label=texts.set_up_qr() />
            <div class="here">
                // Touch screens show the link as a button. The practice phone reads the secret from the address of the
                // link.
                <a class="button primary only-touch" hidden=!may_use_phone() id=OTPAUTH_LINK_ID href=otpauth_uri data-ends=ends>
                    <Picture icon=Icon::Phone />
                    " "
                    {texts.set_up_open_app()}
                </a>
                <p>{by_phone(texts.set_up_scan_how(&name), texts.no_phones_scan_how(&name))}</p>
            </div>
        </div>
        <details class="disclosure">
            <summary>{texts.set_up_cannot_scan()}</summary>
            <div>
                <p>{by_phone(texts.set_up_key_how(&login), texts.no_phones_key_how(&login))}</p>
                <p class="key" id="key" aria-hidden="true">
                    {groups.into_iter().map(|group| view! { <span>{group}</span> " " }).collect_view()}
                </p>
                <p class="visually-hidden">{spelled}</p>
                <p class="row">
                    <CopyButton text=key shown="key".to_owned() label=texts.set_up_copy_key().to_owned() />
                    <span class="fine">{texts.set_up_key_kind()}</span>
                </p>
            </div>
        </details>
    }
}
