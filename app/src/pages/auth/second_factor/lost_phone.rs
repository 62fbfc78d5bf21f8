//! What a user without the phone can do.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    pages::auth::rescue::AskAdministrator,
    preferences::by_phone,
};
use domain::{account::AccountKind, rescue::RescueHelp};
use leptos::prelude::*;

/// What a user without the phone can do: use a recovery code, or ask the teacher or an administrator for help.
#[component]
pub fn Lost(kind: AccountKind, help: RescueHelp) -> impl IntoView {
    let texts = use_texts();
    view! {
        <details class="disclosure">
            <summary>
                <Picture icon=Icon::Phone />
                " "
                {by_phone(texts.code_lost_phone(), texts.no_phones_lost())}
            </summary>
            <div>
                <p>
                    <a class="button full" href="/sign-in/code?with=recovery-code">
                        <Picture icon=Icon::Key />
                        " "
                        {texts.code_use_recovery()}
                    </a>
                </p>
                <AskSomebody kind=kind help=help />
            </div>
        </details>
    }
}

/// Refers students to the teacher, and members to an administrator of the server.
#[component]
pub fn AskSomebody(kind: AccountKind, help: RescueHelp) -> impl IntoView {
    let texts = use_texts();
    match kind {
        AccountKind::Student => view! {
            <p>
                <b>{texts.code_ask_teacher_title()}</b>
                " "
                {texts.code_ask_teacher()}
            </p>
        }
        .into_any(),
        AccountKind::Member => view! { <AskAdministrator help=help /> }.into_any(),
    }
}
