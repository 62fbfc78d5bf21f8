//! The administrator's list of members, searchable by name and address.

use super::{Pages, asked, framed};
use crate::{components::On, i18n::use_texts, server_fns::load_admin_accounts};
use domain::{
    account::Role,
    view::{AdminAccount, Page},
};
use leptos::prelude::*;
use texts::Texts;

const PATH: &str = "/admin/accounts";

#[component]
pub fn AdminAccountsPage() -> impl IntoView {
    let texts = use_texts();
    let (find, only, after) = (asked("find"), asked("only"), asked("after"));
    let accounts = load_admin_accounts(find.clone(), only.clone(), after.clone());
    framed((texts.admin_accounts(), PATH), accounts, move |page| {
        view! {
            <Find find=find.clone() only=only.clone() />
            <Rows page=page find=find only=only is_first=after.is_empty() />
        }
    })
}

#[component]
fn Find(find: String, only: String) -> impl IntoView {
    let texts = use_texts();
    let choices = [
        ("", texts.admin_only_all()),
        ("administrators", texts.admin_only_administrators()),
        ("deactivated", texts.admin_only_deactivated()),
        ("without-phone", texts.admin_only_without_phone()),
    ];
    let choices = choices.map(|(value, label)| {
        view! {
            <option value=value selected=value == only>
                {label}
            </option>
        }
    });
    view! {
        <form class="fields" role="search" method="get" action=PATH>
            <div class="field">
                <label for="find">{texts.admin_find_label()}</label>
                <input
                    class="input"
                    id="find"
                    name="find"
                    type="search"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="254"
                    value=find
                />
            </div>
            <div class="field slim">
                <label for="only">{texts.admin_only()}</label>
                <select class="input" id="only" name="only">
                    {choices.collect_view()}
                </select>
            </div>
            <button class="button">{texts.admin_find()}</button>
        </form>
    }
}

#[component]
fn Rows(page: Page<AdminAccount>, find: String, only: String, is_first: bool) -> impl IntoView {
    let texts = use_texts();
    if page.rows.is_empty() {
        return view! { <p class="lead">{texts.admin_none_found()}</p> }.into_any();
    }
    view! {
        <section class="card">
            <table class="table">
                <caption class="visually-hidden">{texts.admin_accounts()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.admin_name()}</th>
                        <th scope="col">{texts.admin_email()}</th>
                        <th scope="col">{texts.admin_role()}</th>
                        <th scope="col">{texts.admin_state()}</th>
                        <th scope="col">{texts.admin_registered()}</th>
                    </tr>
                </thead>
                <tbody>{page.rows.into_iter().map(|row| view! { <Row row=row /> }).collect_view()}</tbody>
            </table>
        </section>
        <Pages
            path=PATH
            kept=vec![("find", find), ("only", only)]
            mark="after"
            next=page.next
            is_first=is_first
        />
    }
    .into_any()
}

#[component]
fn Row(row: AdminAccount) -> impl IntoView {
    let texts = use_texts();
    view! {
        <tr>
            <th scope="row">
                <a href=format!("{PATH}/{}", row.id)>
                    {row.username.clone()}
                </a>
            </th>
            <td data-label=texts.admin_email()>
                <span class="breaks">{row.email.clone().unwrap_or_else(|| "–".to_owned())}</span>
            </td>
            <td data-label=texts.admin_role()>
                <span>{of_role(texts, row.role)}</span>
            </td>
            <td data-label=texts.admin_state()>
                <State account=row.clone() />
            </td>
            <td data-label=texts.admin_registered()>
                <On time=row.registered />
            </td>
        </tr>
    }
}

pub fn of_role(texts: Texts, role: Role) -> &'static str {
    match role {
        Role::Admin => texts.account_role_admin(),
        Role::Teacher => texts.account_role_teacher(),
    }
}

/// The badge that shows the state of an account.
#[component]
pub fn State(account: AdminAccount) -> impl IntoView {
    let texts = use_texts();
    let (tone, text) = match account {
        AdminAccount { active: false, .. } => ("tag bad", texts.admin_deactivated()),
        AdminAccount { must_enrol: true, .. } => ("tag warn", texts.admin_needs_code()),
        AdminAccount { factors, .. } if factors.is_empty() => ("tag", texts.proof_none()),
        _ => ("tag good", texts.admin_active()),
    };
    view! { <span class=tone>{text}</span> }
}
