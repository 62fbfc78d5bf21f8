//! Notices for a member whose mail address is not confirmed, with a button that mails the link again.

use crate::components::{Icon, Picture};
use crate::i18n::use_texts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The button that mails the confirmation link again. `to` is the page that shows the button: the server redirects to
/// that page afterwards, or to the account page.
#[component]
pub fn ResendConfirmation(to: &'static str) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="row" method="post" action="/account/confirm-again">
            <input type="hidden" name="to" value=to />
            <button class="button small">{texts.classes_confirm_again()}</button>
        </form>
    }
}

/// Shown in place of a form that needs a confirmed mail address, for example to receive a code by mail.
#[component]
pub fn ConfirmEmailFirst(email: Option<String>, to: &'static str) -> impl IntoView {
    let texts = use_texts();
    let is_sent = use_query_map().with_untracked(|query| query.get("done").as_deref() == Some("email"));
    let Some(email) = email else {
        return view! {
            <div class="note warn">
                <Picture icon=Icon::Info />
                <p>{texts.proof_no_email()}</p>
                <p class="row">
                    <a class="button small" href="/account/email">
                        {texts.account_change_email()}
                    </a>
                </p>
            </div>
        }
        .into_any();
    };
    view! {
        {is_sent
            .then(|| view! {
                <div class="note good" role="status">
                    <Picture icon=Icon::Check />
                    <p>{texts.proof_sent(email.as_str())}</p>
                </div>
            })}
        <div class="note warn">
            <Picture icon=Icon::Info />
            <strong>{texts.classes_confirm_title()}</strong>
            <p>{texts.proof_confirm_first(email.as_str())}</p>
            <ResendConfirmation to=to />
        </div>
        <p>
            <a class="button primary full" href=to>
                {texts.proof_confirmed()}
            </a>
        </p>
    }
    .into_any()
}
