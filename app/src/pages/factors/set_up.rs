//! The page that connects an authenticator app: the user gets an app, scans the QR code and enters the code of the app.

mod apps;
mod message_factor;
mod secret;

use crate::{
    components::{Alert, LessonOver, Message, Scene, Submit, loaded},
    i18n::{self, use_texts},
    islands::{CodeField, FollowClass, ForgetAccounts, Keep},
    pages::{
        form_errors::show_form_errors,
        passkeys::{OnlyPasskey, PasskeyFirst},
        students::{hand::HandButton, practice_phone::PhoneAside},
    },
    preferences::{by_phone, may_use_phone},
    server_fns::{Connect, load_set_up},
};
use apps::{Apps, PracticePhoneOnly};
use domain::{
    account::AccountKind, class::ClassState, practice_phone::ScannedCode, refusal::Refusal, time::Timestamp,
    view::SetUpView,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
pub use message_factor::{EmailSetUpPage, SmsSetUpPage};
use secret::Scan;

#[component]
pub fn SetUpPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.set_up_title() />
        {loaded(async move {
            match load_set_up().await {
                Ok(set_up) => view! { <SetUp set_up=set_up /> }.into_any(),
                Err(problem) if problem.refusal == Refusal::SignInFirst => ().into_any(),
                Err(problem) if problem.refusal == Refusal::ClassEnded => view! {
                    <ForgetAccounts keep=Keep::Nothing />
                    <LessonOver />
                }
                .into_any(),
                Err(problem) if problem.refusal == Refusal::PasskeyNeeded => view! { <OnlyPasskey /> }.into_any(),
                Err(problem) => view! { <NotNow refusal=problem.refusal /> }.into_any(),
            }
        })}
    }
}

/// Says why nothing can be connected now: an authenticator is connected already, or the class is paused.
#[component]
fn NotNow(refusal: Refusal) -> impl IntoView {
    let texts = use_texts();
    let (scene, title, text) = match refusal {
        Refusal::AlreadyConnected => (Scene::Connected, texts.set_up_done_title(), texts.set_up_done_text()),
        Refusal::ClassPaused => (Scene::Over, texts.lesson_paused_title(), texts.menu_paused_lesson()),
        _ => (Scene::Broken, texts.message_broken_title(), texts.message_broken_text()),
    };
    view! {
        {(refusal == Refusal::ClassPaused).then(|| view! { <WaitForLesson /> })}
        <Message scene=scene title=title text=text>
            <a class="button primary" href="/lesson">
                {texts.sign_in_to_lesson()}
            </a>
        </Message>
    }
}

/// Reloads the page when the pause ends, with scripts and without. A paused class accepts no code, so the student has
/// to wait.
#[component]
fn WaitForLesson() -> impl IntoView {
    view! {
        <FollowClass state=ClassState::Paused />
        <noscript inner_html=r#"<meta http-equiv="refresh" content="15">"#></noscript>
    }
}

/// Says what the set-up is for: a step of the lesson, the first factor of a member, or another phone.
#[component]
fn Why(kind: AccountKind, replaces: bool, requires_other_factor: bool) -> impl IntoView {
    let texts = use_texts();
    if requires_other_factor {
        return view! {
            <p class="eyebrow">{texts.members_owes_app_title()}</p>
            <p class="soft">{texts.members_owes_app_text()}</p>
        }
        .into_any();
    }
    let text = match kind {
        _ if replaces => texts.members_replaces(),
        AccountKind::Student => texts.set_up_eyebrow(),
        AccountKind::Member => texts.members_factor_first_title(),
    };
    let first = kind == AccountKind::Member && !replaces;
    view! {
        <p class="eyebrow">{text}</p>
        {first.then(|| view! { <p class="soft">{texts.members_factor_first_text()}</p> })}
    }
    .into_any()
}

#[component]
fn SetUp(set_up: SetUpView) -> impl IntoView {
    let texts = use_texts();
    let connect = ServerAction::<Connect>::new();
    show_form_errors(connect);
    let name = format!("{}: {}", set_up.issuer, set_up.login);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &connect.value().get()?.err()?, &name)));
    let is_student = set_up.kind == AccountKind::Student;
    let seen = is_student.then(|| ScannedCode {
        uri: set_up.otpauth_uri.clone(),
        until: set_up.lesson_ends.map(Timestamp::micros),
    });
    let (instead, login, hand) = (set_up.instead.clone(), set_up.login.clone(), set_up.hand);
    view! {
        <main class="page" id="main">
            <header class="page-head">
                <div>
                    <Why kind=set_up.kind replaces=set_up.replaces requires_other_factor=set_up.requires_other_factor />
                    <h1 tabindex="-1">{texts.set_up_title()}</h1>
                    <p class="lead">
                        {by_phone(texts.set_up_lead(&set_up.login), texts.no_phones_lead(&set_up.login))}
                    </p>
                </div>
            </header>
            {set_up
                .class
                .map(|state| match state {
                    ClassState::Paused => view! { <WaitForLesson /> }.into_any(),
                    _ => view! { <FollowClass state=state /> }.into_any(),
                })}
            {(set_up.class == Some(ClassState::Paused))
                .then(|| view! {
                    <div class="note warn" role="status">
                        <strong>{texts.lesson_paused_title()}</strong>
                        <p>{texts.menu_paused_lesson()}</p>
                    </div>
                })}
            {set_up.offers_passkey.then(|| view! { <PasskeyFirst /> })}
            <div class="beside">
                <ol class="numbered" role="list">
                    <li>
                        <h2>{by_phone(texts.set_up_get_app(), texts.no_phones_get())}</h2>
                        {match (may_use_phone(), seen) {
                            (false, Some(seen)) => view! { <PracticePhoneOnly seen=seen /> }.into_any(),
                            (_, seen) => view! { <Apps practice=seen /> }.into_any(),
                        }}
                    </li>
                    <li>
                        <h2>{by_phone(texts.set_up_scan(), texts.no_phones_scan())}</h2>
                        <Scan set_up=set_up />
                    </li>
                    <li>
                        <h2>{by_phone(texts.set_up_type_code(), texts.no_phones_type_code())}</h2>
                        <ActionForm action=connect attr:class="form" attr:novalidate=true>
                            <Alert text=trouble />
                            <CodeField
                                wrong=trouble.get_untracked().is_some()
                                label=by_phone(texts.code_label(), texts.no_phones_code_label()).to_owned()
                                hint=Some(texts.code_hint().to_owned())
                                focused=false
                            />
                            <Submit fits=true>
                                {texts.set_up_submit()}
                            </Submit>
                        </ActionForm>
                    </li>
                </ol>
                {is_student.then(|| view! { <PhoneAside owner=login sees=true /> })}
            </div>
            {is_student.then(|| view! { <HandButton hand=hand from="/set-up" /> })}
            <message_factor::Instead kinds=instead />
        </main>
    }
}
