//! The page of the thief, in a picture of a browser: it asks for the password, then for the code, then for the passkey.

use super::{Forms, Story};
use crate::{
    i18n::use_texts,
    islands::{CodeField, PhoneScreen},
    pages::students::exercises::BrowserPicture,
    preferences::{by_phone, may_use_phone},
    request::server_time,
};
use domain::exercises::{addresses::SITE, phishing::PhishingAct};
use leptos::{form::ActionForm, prelude::*};

#[component]
fn FalsePage(story: Story, children: Children) -> impl IntoView {
    let texts = use_texts();
    view! {
        <BrowserPicture address=format!("https://{}/sign-in", story.lookalike.host())>
            <p>
                <strong>{texts.site_name()}</strong>
            </p>
            {children()}
        </BrowserPicture>
    }
}

#[component]
pub fn PasswordPage(story: Story, forms: Forms) -> impl IntoView {
    let texts = use_texts();
    let paused = story.paused;
    view! {
        <FalsePage story=story.clone()>
            <p>{texts.exercise_phishing_page_lead()}</p>
            // The browser must neither fill in nor keep what is typed here.
            <ActionForm action=forms.password attr:class="form" attr:autocomplete="off">
                {story.revision()}
                <div class="field">
                    <label for="username">{texts.sign_in_username()}</label>
                    <input
                        class="input"
                        id="username"
                        name="username"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        maxlength="100"
                        required
                        disabled=paused
                    />
                </div>
                <div class="field">
                    <label for="password">{texts.sign_in_password()}</label>
                    <input
                        class="input"
                        id="password"
                        type="password"
                        name="password"
                        autocomplete="off"
                        maxlength="100"
                        required
                        disabled=paused
                    />
                </div>
                {story.submit(texts.sign_in_submit())}
            </ActionForm>
        </FalsePage>
    }
}

#[component]
pub fn CodePage(story: Story, forms: Forms, wrong: bool) -> impl IntoView {
    let texts = use_texts();
    let owner = story.login.clone();
    let label = by_phone(texts.code_label(), texts.no_phones_code_label()).to_owned();
    view! {
        <div class="stack">
            <FalsePage story=story.clone()>
                <p>{texts.exercise_phishing_page_code()}</p>
                <ActionForm action=forms.code attr:class="form" attr:novalidate=true>
                    {story.revision()}
                    <CodeField wrong=wrong label=label hint=None focused=false />
                    {story.submit(texts.sign_in_submit())}
                </ActionForm>
            </FalsePage>
            <aside class="phone-beside" aria-label=texts.phone_title()>
                <PhoneScreen
                    sees=false
                    owner=Some(owner)
                    hides_unused=may_use_phone()
                    now=server_time()
                    used_until=None
                    pairs=false
                    ends=None
                />
            </aside>
        </div>
    }
}

#[component]
pub fn PasskeyPage(story: Story, forms: Forms) -> impl IntoView {
    let texts = use_texts();
    if !story.view.has_passkey {
        return view! {
            <section class="card stack" aria-labelledby="make">
                <h2 id="make">{texts.exercise_passkey_make_title()}</h2>
                <p>{texts.exercise_phishing_make_text(SITE)}</p>
                {story.button(forms, PhishingAct::MakePasskey, texts.exercise_passkey_make())}
            </section>
        }
        .into_any();
    }
    view! {
        <FalsePage story=story.clone()>
            <p>{texts.exercise_phishing_page_passkey()}</p>
            {story.button(forms, PhishingAct::UsePasskey, texts.exercise_passkey_begin())}
        </FalsePage>
    }
    .into_any()
}
