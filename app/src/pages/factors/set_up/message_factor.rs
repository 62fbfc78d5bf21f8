//! The page that connects mail or SMS as a second factor: one form sends a code, the other checks the code that the
//! user enters.

use crate::{
    components::{Alert, ConfirmEmailFirst, LoadError, MessageFactorWarning, SendCodeFields, Submit, loaded},
    flash,
    i18n::{self, use_texts},
    islands::CodeField,
    pages::{form_errors::show_form_errors, students::practice_phone::MessagesAside},
    server_fns::{ConnectMessage, SendSetUpCode, load_message_set_up, load_messages},
};
use domain::{
    account::AccountKind,
    factor::FactorKind,
    refusal::Refusal,
    view::{MessageSetUpView, PracticeView},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

#[component]
pub fn EmailSetUpPage() -> impl IntoView {
    view! { <MessageSetUpPage by=FactorKind::Email /> }
}

#[component]
pub fn SmsSetUpPage() -> impl IntoView {
    view! { <MessageSetUpPage by=FactorKind::Sms /> }
}

#[component]
fn MessageSetUpPage(by: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let title = match by {
        FactorKind::Sms => texts.messages_title_sms(),
        _ => texts.messages_title_email(),
    };
    view! {
        <Title text=title />
        {loaded(async move {
            match load_message_set_up(by).await {
                Ok(set_up) => {
                    let phone = load_messages().await.ok().flatten();
                    view! { <SetUp set_up=set_up title=title phone=phone /> }.into_any()
                }
                // The server redirects to another page, so nothing is rendered here.
                Err(problem) if problem.refusal == Refusal::AlreadyConnected => ().into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

#[component]
fn SetUp(set_up: MessageSetUpView, title: &'static str, phone: Option<PracticeView>) -> impl IntoView {
    let texts = use_texts();
    let is_student = set_up.kind == AccountKind::Student;
    let by = set_up.by;
    let sent = set_up.sent.is_some();
    let (back, back_to) = match (is_student, set_up.is_first) {
        (true, _) => ("/lesson", texts.sign_in_to_lesson()),
        (false, true) => ("/set-up", texts.proof_with_app()),
        (false, false) => ("/account", texts.account_back()),
    };
    let text = match (&set_up.target, sent) {
        _ if set_up.email_first => texts.proof_email_lead().to_owned(),
        (Some(target), true) => texts.messages_lead_sent(target.as_str()),
        (Some(target), false) => texts.messages_set_up_email(target.as_str()),
        (None, _) => texts.messages_set_up_sms().to_owned(),
    };
    view! {
        <main class="page" id="main">
            <div class="beside">
                <div class="narrow">
                    <section class="card alone">
                        <header>
                            <p class="eyebrow">{set_up.login.clone()}</p>
                            <h1 tabindex="-1">{title}</h1>
                            <p class="soft">{text}</p>
                        </header>
                        {match set_up.email_first {
                            true => view! {
                                <ConfirmEmailFirst email=set_up.unconfirmed_email to="/set-up/email" />
                            }
                            .into_any(),
                            false => view! {
                                {sent.then(|| view! { <Proof /> })}
                                <Sending set_up=set_up />
                            }
                            .into_any(),
                        }}
                        <MessageFactorWarning by=by />
                    </section>
                    {is_student
                        .then(|| view! {
                            <p class="narrow-only">
                                <a class="link" href="/phone/messages" target="_blank">{texts.practice_to_messages()}</a>
                            </p>
                        })}
                    <p>
                        <a class="link" href=back>
                            {back_to}
                        </a>
                    </p>
                </div>
                {is_student.then(|| view! { <MessagesAside phone=phone /> })}
            </div>
        </main>
    }
}

#[component]
fn Proof() -> impl IntoView {
    let texts = use_texts();
    let connect = ServerAction::<ConnectMessage>::new();
    show_form_errors(connect);
    let trouble = Signal::derive(move || {
        let problem = connect.value().get()?.err()?;
        Some(match problem.refusal {
            Refusal::CodeWrong => texts.messages_wrong().to_owned(),
            _ => i18n::problem_text(texts, &problem, ""),
        })
    });
    view! {
        <ActionForm action=connect attr:class="form" attr:novalidate=true>
            <Alert text=trouble />
            <CodeField
                wrong=trouble.get_untracked().is_some()
                label=texts.messages_label().to_owned()
                hint=None
                focused=true
            />
            <Submit>{texts.messages_connect()}</Submit>
        </ActionForm>
    }
}

/// The form that sends the code: to the address of the account, to the number that got the last code, or to another
/// number.
#[component]
fn Sending(set_up: MessageSetUpView) -> impl IntoView {
    let texts = use_texts();
    let send = ServerAction::<SendSetUpCode>::new();
    show_form_errors(send);
    let refused = Signal::derive(move || Some(i18n::problem_text(texts, &send.value().get()?.err()?, "")));
    let number_wrong = Signal::derive(move || {
        let problem = send.value().get().and_then(Result::err);
        problem.is_some_and(|problem| problem.refusal == Refusal::NumberUnfit)
    });
    let (by, now, sent, resend_at) = (set_up.by, set_up.now, set_up.sent, set_up.resend_at);
    let types_number = by == FactorKind::Sms && set_up.kind == AccountKind::Member;
    let number = move |label: &'static str| {
        view! {
            <div class="field">
                <label for="number">{label}</label>
                <input
                    class="input"
                    id="number"
                    name="number"
                    type="tel"
                    autocomplete="tel"
                    maxlength="40"
                    placeholder="+7 916 123-45-12"
                    value=flash::typed("number")
                    autofocus=number_wrong.get_untracked()
                    aria-invalid=move || number_wrong.get().then_some("true")
                    required
                />
            </div>
        }
    };
    view! {
        <ActionForm action=send attr:class="form" attr:novalidate=true>
            <Alert text=refused />
            {(types_number && sent.is_none()).then(|| number(texts.messages_number()))}
            <SendCodeFields by=by sent=sent resend_at=resend_at now=now />
        </ActionForm>
        {(types_number && sent.is_some())
            .then(|| view! {
                <details class="disclosure">
                    <summary>{texts.messages_other_number()}</summary>
                    <div>
                        <ActionForm action=send attr:class="form" attr:novalidate=true>
                            {number(texts.messages_number())}
                            <SendCodeFields by=by sent=sent resend_at=resend_at now=now />
                        </ActionForm>
                    </div>
                </details>
            })}
    }
}

/// Links for a new member without an app to connect mail or SMS instead, if the operator offers them.
#[component]
pub fn Instead(kinds: Vec<FactorKind>) -> impl IntoView {
    let texts = use_texts();
    (!kinds.is_empty()).then(|| {
        view! {
            <section class="stack tight beyond" aria-labelledby="instead">
                <h2 id="instead">{texts.messages_instead()}</h2>
                <div class="row">
                    {kinds
                        .into_iter()
                        .map(|kind| {
                            let text = match kind {
                                FactorKind::Sms => texts.messages_connect_sms(),
                                _ => texts.messages_connect_email(),
                            };
                            view! {
                                <a class="button" href=format!("/set-up/{}", kind.code())>
                                    {text}
                                </a>
                            }
                        })
                        .collect_view()}
                </div>
            </section>
        }
    })
}
