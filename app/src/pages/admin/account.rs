//! The administrator's page of one member: data and actions.

use super::{
    Done,
    accounts::{State, of_role},
    asked,
    audit::Events,
    framed,
    reauthenticate::{Prove, refused},
};
use crate::{
    components::{Alert, Icon, On, Picture},
    i18n::{self, use_texts},
    server_fns::{ActOnAccount, IssueCode, load_admin_account},
};
use domain::{account::Role, view::AdminAccountView};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

#[component]
pub fn AdminAccountPage() -> impl IntoView {
    let texts = use_texts();
    let id = use_params_map()
        .with_untracked(|params| params.get("id"))
        .unwrap_or_default();
    let account = load_admin_account(id);
    let is_done = asked("done") == "act";
    framed((texts.admin_account(), "/admin/accounts"), account, move |account| {
        view! {
            {is_done.then(|| view! { <Done text=texts.admin_done() /> })}
            <Account account=account />
        }
    })
}

#[component]
fn Account(account: AdminAccountView) -> impl IntoView {
    let texts = use_texts();
    view! {
        {account
            .rescue
            .map(|_| view! {
                <div class="note warn" role="status">
                    <Picture icon=Icon::User />
                    <p>{texts.admin_asks_for_help()}</p>
                </div>
            })}
        <Facts account=account.clone() />
        <Acts account=account.clone() />
        <section class="card">
            <h2>{texts.admin_audit()}</h2>
            <Events events=account.events />
        </section>
    }
}

#[component]
fn Facts(account: AdminAccountView) -> impl IntoView {
    let texts = use_texts();
    let AdminAccountView {
        account,
        unconfirmed_email,
        sessions,
        classes,
        code_until,
        ..
    } = account;
    let factors = match (account.factors.as_slice(), account.must_enrol) {
        ([], true) => texts.admin_needs_code().to_owned(),
        ([], false) => texts.proof_none().to_owned(),
        (kinds, _) => {
            let names: Vec<_> = kinds.iter().map(|kind| i18n::factor_name(texts, *kind)).collect();
            names.join(" · ")
        }
    };
    let address = |email: String, tone: &'static str, state: &'static str| {
        view! {
            <dd class="breaks">
                {email} " " <span class=tone>{state}</span>
            </dd>
        }
    };
    view! {
        <section class="card">
            <h2>{account.username.clone()}</h2>
            <dl class="facts">
                <dt>{texts.admin_state()}</dt>
                <dd>
                    <State account=account.clone() />
                </dd>
                <dt>{texts.admin_role()}</dt>
                <dd>{of_role(texts, account.role)}</dd>
                <dt>{texts.admin_email()}</dt>
                {account.email.clone().map(|email| address(email, "tag good", texts.account_confirmed()))}
                {unconfirmed_email.map(|email| address(email, "tag warn", texts.account_unconfirmed()))}
                {account.email.is_none().then(|| view! { <dd>"–"</dd> })}
                <dt>{texts.account_factors()}</dt>
                <dd>{factors}</dd>
                {code_until
                    .map(|until| view! {
                        <dt>{texts.admin_code_until()}</dt>
                        <dd>
                            <On time=until />
                        </dd>
                    })}
                <dt>{texts.admin_registered()}</dt>
                <dd>
                    <On time=account.registered />
                </dd>
                <dt>{texts.admin_sessions()}</dt>
                <dd>{sessions}</dd>
                <dt>{texts.admin_classes()}</dt>
                <dd>{classes}</dd>
            </dl>
        </section>
    }
}

/// The actions on the account. If the administrator has not entered a code recently, the form for a code is shown
/// instead.
#[component]
fn Acts(account: AdminAccountView) -> impl IntoView {
    let texts = use_texts();
    let act = ServerAction::<ActOnAccount>::new();
    let issue = ServerAction::<IssueCode>::new();
    let (act_refused, issue_refused) = (refused(act), refused(issue));
    let trouble = Signal::derive(move || act_refused.get().or_else(|| issue_refused.get()));
    let AdminAccountView {
        account,
        seen,
        is_oneself,
        proof,
        ..
    } = account;
    let id = account.id.to_string();
    let button = |code: &'static str, label: &'static str, text: Option<&'static str>| {
        view! { <Act action=act id=id.clone() seen=seen code=code label=label text=text /> }
    };
    let sessions = button(
        "end_sessions",
        texts.admin_end_sessions(),
        Some(texts.admin_end_sessions_text()),
    );
    let life = match account.active {
        true => button(
            "deactivate",
            texts.admin_deactivate(),
            Some(texts.admin_deactivate_text()),
        ),
        false => button("reactivate", texts.admin_reactivate(), None),
    };
    let role = match account.role {
        Role::Teacher => button(
            "make_admin",
            texts.admin_make_admin(),
            Some(texts.admin_make_admin_text()),
        ),
        Role::Admin => button("make_teacher", texts.admin_make_teacher(), None),
    };
    let issue_form = (!is_oneself && account.active).then(|| {
        view! {
            <li>
                <div>
                    {texts.admin_issue_text()}
                    {account.email.is_none().then(|| view! { <small>{texts.admin_not_told()}</small> })}
                </div>
                <ActionForm action=issue>
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="seen" value=seen.to_string() />
                    <button class="button primary">{texts.admin_issue()}</button>
                </ActionForm>
            </li>
        }
    });
    view! {
        <section class="card" id="acts">
            <h2>{texts.admin_what_to_do()}</h2>
            {is_oneself.then(|| view! { <p class="soft">{texts.admin_is_you()}</p> })}
            <Alert text=trouble />
            {proof
                .until
                .is_some()
                .then(|| view! {
                    <ul class="items acts" role="list">
                        {issue_form}
                        {sessions}
                        {role}
                        {life}
                    </ul>
                })}
            <Prove proof=proof to=format!("/admin/accounts/{}", account.id) />
        </section>
    }
}

#[component]
fn Act(
    action: ServerAction<ActOnAccount>,
    id: String,
    seen: u32,
    code: &'static str,
    label: &'static str,
    #[prop(optional_no_strip)] text: Option<&'static str>,
) -> impl IntoView {
    view! {
        <li>
            {text.map(|text| view! { <div>{text}</div> })}
            <ActionForm action=action>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="seen" value=seen.to_string() />
                <input type="hidden" name="act" value=code />
                <button class="button">{label}</button>
            </ActionForm>
        </li>
    }
}
