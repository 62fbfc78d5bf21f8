//! The page for the second factor at sign-in: a code of the app, a sent code, a recovery code, or a request for help.

mod lost_phone;
mod message_code;
mod other_factors;

use crate::{
    components::{Alert, LessonOver, Message, RecoveryCodeField, Scene, Submit, WhyNewCode, loaded},
    i18n::{self, use_texts},
    islands::{CodeField, ForgetAccounts, Keep},
    pages::{
        auth::rescue::{EnrolmentForm, HelpForm},
        form_errors::show_form_errors,
        passkeys::PasskeyForm,
        students::{
            hand::HandButton,
            practice_phone::{MessagesAside, PhoneAside},
        },
    },
    preferences::by_phone,
    request::returning,
    server_fns::{VerifyCode, VerifyRecoveryCode, load_challenge, load_messages},
};
use domain::{
    account::AccountKind,
    class::ClassState,
    factor::FactorKind,
    refusal::Refusal,
    rescue::RescueHelp,
    view::{ChallengeView, PracticeView},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use lost_phone::AskSomebody;
pub(in crate::pages) use lost_phone::Lost;
use message_code::MessageForm;
use other_factors::{OtherFactors, Trust};

#[component]
pub fn CodePage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.code_title() />
        {loaded(async move {
            match load_challenge().await {
                Ok(challenge) if challenge.class == Some(ClassState::Ended) => view! {
                    <ForgetAccounts keep=Keep::Nothing />
                    <LessonOver />
                }
                .into_any(),
                Ok(challenge) => {
                    // The messages of the practice phone, if this browser is a practice phone.
                    let practice = load_messages().await.ok().flatten();
                    view! { <Challenge challenge=challenge practice=practice /> }.into_any()
                }
                Err(problem) if problem.refusal == Refusal::PendingExpired => view! { <Expired /> }.into_any(),
                // The server redirects to the sign-in page, so nothing is rendered here.
                Err(_) => ().into_any(),
            }
        })}
    }
}

#[component]
fn Expired() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Message scene=Scene::Over title=texts.code_expired_title() text=texts.code_expired_text()>
            <a class="button primary" href="/sign-in">{texts.code_again()}</a>
        </Message>
    }
}

#[component]
fn Challenge(challenge: ChallengeView, practice: Option<PracticeView>) -> impl IntoView {
    let texts = use_texts();
    let with = use_query_map().with_untracked(|query| query.get("with"));
    let by_recovery_code = with.as_deref() == Some("recovery-code");
    let asks_for_help = with.as_deref() == Some("help") && challenge.help != RescueHelp::Off;
    // Uses the kind of factor in the address, otherwise the first factor of the account.
    let asked = with.and_then(|with| with.parse::<FactorKind>().ok());
    let factor = asked.and_then(|kind| challenge.factors.iter().find(|factor| factor.kind == kind));
    let factor = factor.or(challenge.factors.first()).cloned();
    let by = factor.as_ref().map_or(FactorKind::Totp, |factor| factor.kind);
    let is_student = challenge.kind == AccountKind::Student;
    let login = challenge.login.clone();
    let owner = login.clone();
    // Only a code of the app has to be a new one.
    let waits = returning().filter(|returning| returning.login == login && !by.is_message() && !by_recovery_code);
    let factors = challenge.factors.clone();
    let (must_enrol, hand) = (challenge.must_enrol, challenge.hand);
    view! {
        <main class="page" id="main">
            <div class="beside">
                <div class="narrow">
                    {(challenge.class == Some(ClassState::Paused))
                        .then(|| view! {
                            <div class="note warn once" role="status">
                                <p>{texts.menu_paused_code()}</p>
                            </div>
                        })}
                    {if asks_for_help {
                        view! { <HelpForm login=login asked=challenge.help == RescueHelp::Requested /> }.into_any()
                    } else if challenge.must_enrol {
                        view! { <EnrolmentForm login=login help=challenge.help /> }.into_any()
                    } else if by_recovery_code {
                        view! { <RecoveryForm login=login kind=challenge.kind help=challenge.help /> }.into_any()
                    } else {
                        match factor {
                            Some(factor) if factor.kind.is_message() => {
                                view! { <MessageForm challenge=challenge factor=factor /> }.into_any()
                            }
                            Some(factor) if factor.kind == FactorKind::Passkey => {
                                view! { <PasskeyForm challenge=challenge /> }.into_any()
                            }
                            _ => view! { <CodeForm challenge=challenge /> }.into_any(),
                        }
                    }}
                    {(!by_recovery_code && !asks_for_help && !must_enrol).then(|| view! { <OtherFactors factors=factors now=by /> })}
                    {(is_student && !by.is_message())
                        .then(|| view! {
                            <p class="narrow-only needs-scripts to-phone">
                                <a class="link" href="/phone">{texts.code_open_phone()}</a>
                            </p>
                        })}
                    {(is_student && by.is_message())
                        .then(|| view! {
                            <p class="narrow-only">
                                <a class="link" href="/phone/messages" target="_blank">{texts.practice_to_messages()}</a>
                            </p>
                        })}
                    {is_student.then(|| view! { <HandButton hand=hand from="/sign-in/code" /> })}
                    <form method="post" action="/sign-in/cancel">
                        <button class="link">{texts.code_cancel()}</button>
                    </form>
                    {waits.map(|returning| view! { <WhyNewCode returning=returning /> })}
                </div>
                {is_student.then(|| match by.is_message() {
                    true => view! {
                        <ForgetAccounts keep=Keep::Only(owner) />
                        <MessagesAside phone=practice />
                    }
                    .into_any(),
                    false => view! { <PhoneAside owner=owner /> }.into_any(),
                })}
            </div>
        </main>
    }
}

#[component]
fn CodeForm(challenge: ChallengeView) -> impl IntoView {
    let texts = use_texts();
    let verify = ServerAction::<VerifyCode>::new();
    show_form_errors(verify);
    let name = format!("{}: {}", challenge.issuer, challenge.login);
    let is_member = challenge.kind == AccountKind::Member;
    let trust_days = challenge.trust_days;
    let trouble = Signal::derive(move || {
        let problem = verify.value().get()?.err()?;
        Some(match problem.refusal {
            Refusal::FactorClosed if is_member => texts.members_factor_closed().to_owned(),
            _ => i18n::problem_text(texts, &problem, &name),
        })
    });
    view! {
        <section class="card alone">
            <header>
                <p class="eyebrow">{challenge.login}</p>
                <h1 tabindex="-1">{texts.code_title()}</h1>
                <p class="soft">
                    {by_phone(texts.code_lead(&challenge.issuer), texts.no_phones_code_lead(&challenge.issuer))}
                </p>
            </header>
            <ActionForm action=verify attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <Trust days=trust_days />
                <CodeField
                    wrong=trouble.get_untracked().is_some()
                    label=by_phone(texts.code_label(), texts.no_phones_code_label()).to_owned()
                    hint=None
                    focused=true
                />
                <Submit>{texts.code_submit()}</Submit>
            </ActionForm>
            <Lost kind=challenge.kind help=challenge.help />
        </section>
    }
}

#[component]
fn RecoveryForm(login: String, kind: AccountKind, help: RescueHelp) -> impl IntoView {
    let texts = use_texts();
    let verify = ServerAction::<VerifyRecoveryCode>::new();
    show_form_errors(verify);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &verify.value().get()?.err()?, "")));
    view! {
        <section class="card alone">
            <header>
                <p class="eyebrow">{login}</p>
                <h1 tabindex="-1">{texts.code_recovery_title()}</h1>
                <p class="soft">{by_phone(texts.code_recovery_lead(), texts.no_phones_recovery_code_lead())}</p>
            </header>
            <ActionForm action=verify attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <RecoveryCodeField
                    name="recovery_code"
                    label=texts.code_recovery_label()
                    hint=texts.code_recovery_hint()
                    wrong=Signal::derive(move || trouble.get().is_some())
                />
                <Submit>{texts.code_recovery_submit()}</Submit>
            </ActionForm>
            <p>
                <a class="link" href="/sign-in/code">
                    {by_phone(texts.code_have_phone(), texts.no_phones_have_phone())}
                </a>
            </p>
            <AskSomebody kind=kind help=help />
        </section>
    }
}
