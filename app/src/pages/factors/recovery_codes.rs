//! The page that shows the ten recovery codes once, before the user can go on.

use crate::{
    components::{Icon, Message, Picture, PrintButton, Scene, loaded},
    i18n::use_texts,
    islands::{CopyButton, ForgetAccounts, Keep},
    preferences::by_phone,
    server_fns::load_recovery_codes,
};
use domain::{factor::FactorKind, view::RecoveryCodesView};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn RecoveryPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.recovery_codes() />
        {loaded(async move {
            match load_recovery_codes().await {
                Ok(shown) if !shown.codes.is_empty() => view! { <Codes shown=shown /> }.into_any(),
                Ok(_) => view! {
                    <Message
                        scene=Scene::Connected
                        title=texts.recovery_gone_title()
                        text=texts.recovery_gone_text()
                    >
                        <a class="button primary" href="/lesson">
                            {texts.sign_in_to_lesson()}
                        </a>
                    </Message>
                }
                .into_any(),
                Err(_) => ().into_any(),
            }
        })}
    }
}

#[component]
fn Codes(shown: RecoveryCodesView) -> impl IntoView {
    let texts = use_texts();
    let RecoveryCodesView {
        connected,
        codes,
        comes_back,
    } = shown;
    let connected = connected.map(|kind| match kind {
        FactorKind::Totp => texts.recovery_connected(),
        FactorKind::Passkey => texts.passkey_audit_connected(),
        FactorKind::Email => texts.messages_audit_email(),
        FactorKind::Sms => texts.messages_audit_sms(),
    });
    let text = codes.join("\n");
    // A member who came from the account page to renew the codes returns to that page.
    let renewed = use_query_map().with_untracked(|query| query.get("renewed").is_some());
    let download = format!("data:text/plain;charset=utf-8,{}", text.replace('\n', "%0A"));
    view! {
        <ForgetAccounts keep=Keep::Accounts />
        <main class="page reading" id="main">
            <div class="stack loose">
                <header class="stack tight">
                    {connected
                        .map(|connected| view! {
                            <p>
                                <span class="tag good">
                                    <Picture icon=Icon::Check />
                                    " "
                                    {connected}
                                </span>
                            </p>
                        })}
                    <h1 tabindex="-1">{texts.recovery_title()}</h1>
                    <p class="lead">{by_phone(texts.recovery_lead(), texts.no_phones_recovery_lead())}</p>
                </header>
                <section class="stack" aria-label=texts.recovery_codes()>
                    <ol class="codes" id="codes" role="list">
                        {codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
                    </ol>
                    <div class="row no-print">
                        <CopyButton text=text shown="codes".to_owned() label=texts.recovery_copy().to_owned() />
                        // The address of the link contains the text file, so that the download works without scripts.
                        <a
                            class="button"
                            href=download
                            download=format!("{}.txt", texts.recovery_file_name())

                        >
                            <Picture icon=Icon::Download />
                            " "
                            {texts.recovery_download()}
                        </a>
                        <PrintButton label=texts.recovery_print() primary=false />
                    </div>
                </section>
                <p class="why no-print">
                    <strong>{texts.recovery_where_title()}</strong>
                    " "
                    {texts.recovery_where()}
                </p>
                <form class="form no-print" method="post" action="/set-up/saved">
                    {renewed.then(|| view! { <input type="hidden" name="renewed" value="yes" /> })}
                    <label class="check">
                        <input type="checkbox" name="saved" value="yes" required />
                        <span>
                            {texts.recovery_saved()} <small>{texts.recovery_saved_hint()}</small>
                        </span>
                    </label>
                    <div class="row">
                        <button class="button primary big">
                            {texts.recovery_go_on()} " " <Picture icon=Icon::Arrow />
                        </button>
                        {comes_back
                            .then(|| view! {
                                <button class="button big" formaction="/sign-out" name="again" value="yes">
                                    {texts.lesson_code_button()}
                                </button>
                            })}
                    </div>
                </form>
            </div>
        </main>
    }
}
