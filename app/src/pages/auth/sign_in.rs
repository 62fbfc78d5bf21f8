//! The sign-in page: user name and password.

use crate::{
    components::{Alert, Icon, Illustration, Learned, NameField, Picture, Scene, Submit, WhyNewCode, loaded},
    i18n::{self, use_texts},
    islands::{ForgetAccounts, Keep, PasswordField},
    pages::{form_errors::show_form_errors, passkeys::PasskeySignIn},
    request::Returning,
    server_fns::{Door, EndedHere, SignIn, SignedInUser, load_sign_in},
};
use domain::{account::AccountKind, credentials::is_student_login, refusal::Refusal, view::PasskeyRequest};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SignInPage() -> impl IntoView {
    let texts = use_texts();
    // The page `pages/students/join/taken_seat.rs` links here with the login of the seat. The field is filled in from
    // the address only if the login is a student's.
    let known = use_query_map()
        .with_untracked(|query| query.get("login"))
        .filter(|login| is_student_login(login));
    view! {
        <Title text=texts.sign_in_title() />
        <main class="page narrow" id="main">
            <ForgetAccounts keep=Keep::Accounts />
            <DoneBefore />
            {loaded(async move {
                match load_sign_in().await.unwrap_or_default() {
                    Door { here: Some(who), .. } => view! { <AlreadySignedIn who=who /> }.into_any(),
                    Door { typed, ended, returning, passkey, .. } => {
                        let login = returning.as_ref().map(|returning| returning.login.clone());
                        let ended_login = ended.as_ref().map(|ended| ended.login.clone());
                        view! {
                            {ended.map(|ended| view! { <WhyHere ended=ended /> })}
                            <SignInForm
                                typed=typed.or(login).or(known).or(ended_login)
                                returning=returning
                                passkey=passkey
                            />
                        }
                        .into_any()
                    }
                }
            })}
        </main>
    }
}

/// `returning` is a student who has signed out to come back: the page fills in the login, and says when the next code
/// comes.
#[component]
fn SignInForm(typed: Option<String>, returning: Option<Returning>, passkey: Option<PasskeyRequest>) -> impl IntoView {
    let texts = use_texts();
    let sign_in = ServerAction::<SignIn>::new();
    show_form_errors(sign_in);
    let refusal = move || Some(sign_in.value().get()?.err()?.refusal);
    let trouble = move || Some(i18n::problem_text(texts, &sign_in.value().get()?.err()?, ""));
    let refusal = untrack(refusal);
    let comes_back = returning.is_some();
    // A student who comes back needs the password and a code for the last stage.
    let passkey = passkey.filter(|_| !comes_back);
    let has_passkey = passkey.is_some();
    let is_over = refusal == Some(Refusal::ClassEnded);
    let lead = match &returning {
        Some(returning) => texts.returning_lead(&returning.login),
        None => texts.sign_in_lead().to_owned(),
    };
    view! {
        <section class="card alone">
            <header>
                <h1 tabindex="-1">{texts.sign_in_title()}</h1>
                <p class="soft">{lead}</p>
                {comes_back
                    .then(|| view! {
                        <form method="post" action="/sign-in/forget">
                            <button class="link">{texts.returning_not_you()}</button>
                        </form>
                    })}
            </header>
            <ActionForm action=sign_in attr:class="form" attr:novalidate=true>
                <Alert text=Signal::derive(trouble) />
                <NameField
                    label=texts.sign_in_username()
                    value=typed
                    passkeys=has_passkey
                    hint=format!("{} {}", texts.sign_in_username_hint(), texts.members_sign_in_hint())
                />
                // After a refusal the name stays, and the password field is focused.
                <PasswordField
                    label=texts.sign_in_password().to_owned()
                    wrong=matches!(refusal, Some(Refusal::SignInFailed | Refusal::WrongKeyboard))
                    focused=refusal.is_some() || comes_back
                />
                <Submit>{texts.sign_in_submit()}</Submit>
            </ActionForm>
            {passkey.map(|request| view! { <PasskeySignIn request=request /> })}
        </section>
        {is_over.then(|| view! { <Learned /> })}
        {returning.map(|returning| view! { <WhyNewCode returning=returning /> })}
        <div class="stack tight">
            <p>
                <a class="link" href="/forgot">
                    {texts.members_forgot()}
                </a>
            </p>
            <p>
                <a class="link" href="/join">
                    {texts.join_have_code()}
                </a>
            </p>
            <p>
                {texts.members_no_account()} " "
                <a class="link" href="/register">
                    {texts.members_register()}
                </a>
            </p>
        </div>
    }
}

/// Tells a student why the sign-in has ended, and what comes next.
#[component]
fn WhyHere(ended: EndedHere) -> impl IntoView {
    let texts = use_texts();
    let (title, text) = match ended.was_reset {
        true => (
            texts.sign_in_ended_reset_title(),
            texts.sign_in_ended_reset_text(ended.login),
        ),
        false => (texts.sign_in_ended_title(), texts.sign_in_ended_text(ended.login)),
    };
    view! {
        <div class="note" role="status">
            <Picture icon=Icon::Info />
            <strong>{title}</strong>
            <p>{text}</p>
        </div>
    }
}

/// Tells the user that a mailed link has confirmed the mail address or changed the password.
#[component]
fn DoneBefore() -> impl IntoView {
    let texts = use_texts();
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let text = match done.as_deref() {
        Some("email") => Some(texts.confirm_done()),
        Some("password") => Some(texts.forgot_done()),
        _ => None,
    };
    text.map(|text| {
        view! {
            <div class="note good" role="status">
                <Picture icon=Icon::Check />
                <p>{text}</p>
            </div>
        }
    })
}

/// Replaces the form for a user who is signed in already, with links to go on or to sign out.
#[component]
pub fn AlreadySignedIn(who: SignedInUser) -> impl IntoView {
    let texts = use_texts();
    let (home, label) = match who.kind {
        AccountKind::Student => ("/lesson", texts.sign_in_to_lesson()),
        AccountKind::Member if who.must_set_up => ("/set-up", texts.members_to_set_up()),
        AccountKind::Member => ("/classes", texts.site_my_classes()),
    };
    view! {
        <section class="empty">
            <Illustration scene=Scene::Connected />
            <h1 tabindex="-1">{texts.sign_in_already_title()}</h1>
            <p>{texts.sign_in_already_text(&who.login)}</p>
            <div class="row">
                <a class="button primary" href=home>
                    {label}
                </a>
                <form method="post" action="/sign-out">
                    <button class="button">{texts.site_sign_out()}</button>
                </form>
            </div>
        </section>
    }
}
