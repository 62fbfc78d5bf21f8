//! One account on the practice phone: its current code and the seconds for which it is valid. If the code was used, the
//! seconds until the next one.

use super::screen::Phone;
use crate::{
    components::Ring,
    i18n::{self, use_texts},
    islands::Copy,
    timers::every,
};
use core::time::Duration;
use domain::{
    practice_phone::StoredAccount,
    totp::{STEP_SECONDS, Step},
};
use leptos::prelude::*;

#[component]
pub fn Account(phone: Phone, account: StoredAccount) -> impl IntoView {
    let texts = use_texts();
    let now = RwSignal::new(phone.clock.now());
    Effect::new(move |_| every(Duration::from_millis(250), move || now.set(phone.clock.now())));
    let is_partner = account.partner;
    let secret = account.secret();
    let step = Memo::new(move |_| Step::at(now.get()));
    let code = Memo::new(move |_| {
        secret
            .as_ref()
            .map(|secret| secret.code_at(step.get()).as_str().to_owned())
            .unwrap_or_default()
    });
    let left = Memo::new(move |_| STEP_SECONDS - now.get().seconds() % STEP_SECONDS);
    // How many seconds the student waits for a code that was not used.
    let wait = Memo::new(move |_| {
        let used_until = phone.used_until.filter(|_| !is_partner);
        let wait = used_until.map_or(Duration::ZERO, |until| until.since(now.get()));
        i18n::whole_seconds(wait)
    });
    let login = account.login.clone();
    view! {
        <article class="account" class:soon=move || left.get() < 6 class:used=move || wait.get() != 0>
            {is_partner.then(|| view! {
                <p class="fine"><strong>{texts.pair_of(&login)}</strong> " " {texts.pair_stays()}</p>
            })}
            <p class="from">
                <b>{texts.site_name()}</b>
                " "
                {account.login}
            </p>
            <div class="countdown">
                <Ring left=left of=STEP_SECONDS />
                <output aria-label=texts.phone_seconds_left()>{move || left.get()}</output>
            </div>
            <output id="phone-code" aria-label=texts.phone_your_code()>
                {move || code.with(|code| format!("{} {}", code.get(..3).unwrap_or(""), code.get(3..).unwrap_or("")))}
            </output>
            {move || (wait.get() != 0).then(|| view! { <p class="fine">{texts.returning_used(wait.get())}</p> })}
            <div class="row">
                <Copy text=code shown="phone-code".to_owned() label=texts.site_copy().to_owned() />
                <button class="button small quiet danger" type="button" on:click=move |_| phone.remove(&login)>
                    {texts.phone_remove()}
                </button>
            </div>
        </article>
    }
}
