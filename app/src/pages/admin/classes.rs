//! The administrator's list of all classes: titles, teachers and counts, without logins and passwords.

use super::{Pages, asked, framed};
use crate::{
    components::On,
    i18n::{self, use_texts},
    server_fns::load_admin_classes,
};
use domain::{
    class::ClassState,
    view::{AdminClass, Page},
};
use leptos::prelude::*;

const PATH: &str = "/admin/classes";

#[component]
pub fn AdminClassesPage() -> impl IntoView {
    let texts = use_texts();
    let (find, before) = (asked("find"), asked("before"));
    let classes = load_admin_classes(find.clone(), before.clone());
    framed((texts.admin_classes(), PATH), classes, move |page| {
        view! {
            <Find find=find.clone() />
            <Rows page=page find=find is_first=before.is_empty() />
        }
    })
}

#[component]
fn Find(find: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="fields" role="search" method="get" action=PATH>
            <div class="field">
                <label for="find">{texts.admin_class_label()}</label>
                <input class="input" id="find" name="find" type="search" maxlength="80" value=find />
            </div>
            <button class="button">{texts.admin_find()}</button>
        </form>
    }
}

#[component]
fn Rows(page: Page<AdminClass>, find: String, is_first: bool) -> impl IntoView {
    let texts = use_texts();
    if page.rows.is_empty() {
        return view! { <p class="lead">{texts.admin_none_found()}</p> }.into_any();
    }
    view! {
        <section class="card">
            <table class="table">
                <caption class="visually-hidden">{texts.admin_classes()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.classes_class()}</th>
                        <th scope="col">{texts.admin_owner()}</th>
                        <th scope="col">{texts.classes_state()}</th>
                        <th scope="col">{texts.classes_opened()}</th>
                        <th scope="col">{texts.admin_ends()}</th>
                        <th class="num" scope="col">
                            {texts.classes_students()}
                        </th>
                        <th class="num" scope="col">
                            {texts.classes_finished()}
                        </th>
                    </tr>
                </thead>
                <tbody>{page.rows.into_iter().map(|row| view! { <Row row=row /> }).collect_view()}</tbody>
            </table>
        </section>
        <Pages path=PATH kept=vec![("find", find)] mark="before" next=page.next is_first=is_first />
    }
    .into_any()
}

#[component]
fn Row(row: AdminClass) -> impl IntoView {
    let texts = use_texts();
    let tone = match row.state {
        ClassState::Open => "tag good",
        ClassState::Paused => "tag warn",
        ClassState::Ended => "tag",
    };
    view! {
        <tr>
            <th scope="row" class="breaks">
                {row.title}
            </th>
            <td data-label=texts.admin_owner()>
                <span>{row.owner.unwrap_or_else(|| texts.admin_no_owner().to_owned())}</span>
            </td>
            <td data-label=texts.classes_state()>
                <span class=tone>{i18n::class_state_name(texts, row.state)}</span>
            </td>
            <td data-label=texts.classes_opened()>
                <On time=row.opened />
            </td>
            <td data-label=texts.admin_ends()>
                <On time=row.expires />
            </td>
            <td class="num" data-label=texts.classes_students()>
                <span>{row.seats}</span>
            </td>
            <td class="num" data-label=texts.classes_finished()>
                <span>{row.finished}</span>
            </td>
        </tr>
    }
}
