//! The second factor at sign-in: a code, or a recovery code in a field of its own.

use crate::{
    call::{ProveCode, ProveRecoveryCode, load_challenge},
    component::{Alert, CodeField, Icon, Message, Picture, Scene, Submit, loaded},
    page::{
        phone::PhoneAside,
        refused::{answer_with_status, leave_when_signed_out},
    },
    visitor::use_texts,
    words,
};
use domain::{account::AccountKind, class::ClassState, refusal::Refusal, view::ChallengeView};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn CodePage() -> impl IntoView {
    let texts = use_texts();
    let challenge = Resource::new_blocking(|| (), |()| load_challenge());
    view! {
        <Title text=texts.code_title() />
        {loaded(move || async move {
            match challenge.await {
                Ok(challenge) if challenge.class == Some(ClassState::Ended) => view! { <Over /> }.into_any(),
                Ok(challenge) => view! { <Challenge challenge=challenge /> }.into_any(),
                Err(problem) if problem.refusal == Refusal::PendingExpired => view! { <Expired /> }.into_any(),
                // On the way to the sign-in already.
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
fn Over() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Message scene=Scene::Over title=texts.lesson_over_title() text=texts.lesson_over_text()>
            <a class="button primary" href="/">{texts.site_first_page()}</a>
        </Message>
    }
}

#[component]
fn Challenge(challenge: ChallengeView) -> impl IntoView {
    let texts = use_texts();
    let by_recovery_code =
        use_query_map().with_untracked(|query| query.get("with").as_deref() == Some("recovery-code"));
    let is_student = challenge.kind == AccountKind::Student;
    let login = challenge.login.clone();
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
                    {if by_recovery_code {
                        view! { <RecoveryForm login=login kind=challenge.kind /> }.into_any()
                    } else {
                        view! { <CodeForm challenge=challenge /> }.into_any()
                    }}
                    {is_student
                        .then(|| view! {
                            <p class="narrow-only needs-scripts">
                                <a class="link" href="/phone">{texts.code_open_phone()}</a>
                            </p>
                        })}
                    <form method="post" action="/sign-in/cancel">
                        <button class="link">{texts.code_cancel()}</button>
                    </form>
                </div>
                {is_student.then(|| view! { <PhoneAside /> })}
            </div>
        </main>
    }
}

#[component]
fn CodeForm(challenge: ChallengeView) -> impl IntoView {
    let texts = use_texts();
    let prove = ServerAction::<ProveCode>::new();
    answer_with_status(prove);
    leave_when_signed_out(prove);
    let name = format!("{}: {}", challenge.issuer, challenge.login);
    let is_member = challenge.kind == AccountKind::Member;
    let trouble = Signal::derive(move || {
        let problem = prove.value().get()?.err()?;
        Some(match problem.refusal {
            Refusal::FactorClosed if is_member => texts.members_factor_closed().to_owned(),
            _ => words::of_problem(texts, &problem, &name),
        })
    });
    view! {
        <section class="card alone">
            <header>
                <p class="eyebrow">{challenge.login}</p>
                <h1 tabindex="-1">{texts.code_title()}</h1>
                <p class="soft">{texts.code_lead(&challenge.issuer)}</p>
            </header>
            <ActionForm action=prove attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <CodeField wrong=Signal::derive(move || trouble.get().is_some()) hint=None focused=true />
                <Submit pending=prove.pending()>{texts.code_submit()}</Submit>
            </ActionForm>
            <details class="disclosure">
                <summary>
                    <Picture icon=Icon::Phone />
                    " "
                    {texts.code_lost_phone()}
                </summary>
                <div>
                    <p>
                        <a class="button full" href="/sign-in/code?with=recovery-code" rel="external">
                            <Picture icon=Icon::Key />
                            " "
                            {texts.code_use_recovery()}
                        </a>
                    </p>
                    <AskTeacher kind=challenge.kind />
                </div>
            </details>
        </section>
    }
}

#[component]
fn RecoveryForm(login: String, kind: AccountKind) -> impl IntoView {
    let texts = use_texts();
    let prove = ServerAction::<ProveRecoveryCode>::new();
    answer_with_status(prove);
    leave_when_signed_out(prove);
    let trouble = Signal::derive(move || Some(words::of_problem(texts, &prove.value().get()?.err()?, "")));
    view! {
        <section class="card alone">
            <header>
                <p class="eyebrow">{login}</p>
                <h1 tabindex="-1">{texts.code_recovery_title()}</h1>
                <p class="soft">{texts.code_recovery_lead()}</p>
            </header>
            <ActionForm action=prove attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <div class="field">
                    <label for="recovery">{texts.code_recovery_label()}</label>
                    <input
                        class="input mono"
                        id="recovery"
                        name="recovery_code"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        maxlength="64"
                        placeholder="k7qm-2xnp-w4rt-h9dc"
                        required
                        autofocus
                        aria-invalid=move || trouble.get().map(|_| "true")
                        aria-describedby="recovery-hint"
                    />
                    <p class="hint" id="recovery-hint">
                        {texts.code_recovery_hint()}
                    </p>
                </div>
                <Submit pending=prove.pending()>{texts.code_recovery_submit()}</Submit>
            </ActionForm>
            <p>
                <a class="link" href="/sign-in/code" rel="external">
                    {texts.code_have_phone()}
                </a>
            </p>
            <AskTeacher kind=kind />
        </section>
    }
}

/// Students have somebody in the room who can help; members have whoever runs the server.
#[component]
fn AskTeacher(kind: AccountKind) -> impl IntoView {
    let texts = use_texts();
    let (title, text) = match kind {
        AccountKind::Student => (texts.code_ask_teacher_title(), texts.code_ask_teacher()),
        AccountKind::Member => (texts.members_ask_admin_title(), texts.members_ask_admin()),
    };
    view! {
        <p>
            <b>{title}</b>
            " "
            {text}
        </p>
    }
}
