//! The audit trail, with filters for name, event and days, and as a file to download.

use super::{Pages, asked, framed};
use crate::{
    components::{Icon, On, Picture},
    i18n::{self, use_texts},
    server_fns::{AuditQuery, load_admin_audit},
};
use domain::{
    audit::AuditKind,
    page_address::path_with_query,
    view::{AdminEvent, Page},
};
use leptos::prelude::*;

const PATH: &str = "/admin/audit";

#[component]
pub fn AdminAuditPage() -> impl IntoView {
    let texts = use_texts();
    let query = AuditQuery {
        name: asked("name"),
        kind: asked("kind"),
        from: asked("from"),
        to: asked("to"),
        before: asked("before"),
    };
    let trail = load_admin_audit(query.clone());
    framed((texts.admin_audit(), PATH), trail, move |page| {
        view! {
            <Filter query=query.clone() />
            <Trail page=page query=query.clone() />
        }
    })
}

#[component]
fn Filter(query: AuditQuery) -> impl IntoView {
    let texts = use_texts();
    let kinds = AuditKind::ALL.map(|kind| {
        view! {
            <option value=kind.code() selected=kind.code() == query.kind>
                {i18n::event_text(texts, kind)}
            </option>
        }
    });
    view! {
        <form class="fields" role="search" method="get" action=PATH>
            <div class="field">
                <label for="name">{texts.admin_whole_name()}</label>
                <input
                    class="input"
                    id="name"
                    name="name"
                    type="search"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="64"
                    value=query.name
                />
            </div>
            <div class="field">
                <label for="kind">{texts.admin_what()}</label>
                <select class="input" id="kind" name="kind">
                    <option value="" selected=query.kind.is_empty()>
                        {texts.admin_any_event()}
                    </option>
                    {kinds.collect_view()}
                </select>
            </div>
            <div class="field slim">
                <label for="from">{texts.admin_from()}</label>
                <input class="input" id="from" name="from" type="date" value=query.from />
            </div>
            <div class="field slim">
                <label for="to">{texts.admin_to()}</label>
                <input class="input" id="to" name="to" type="date" value=query.to />
            </div>
            <button class="button">{texts.admin_filter()}</button>
        </form>
    }
}

#[component]
fn Trail(page: Page<AdminEvent>, query: AuditQuery) -> impl IntoView {
    let texts = use_texts();
    let AuditQuery {
        name,
        kind,
        from,
        to,
        before,
    } = query;
    let kept = vec![("name", name), ("kind", kind), ("from", from), ("to", to)];
    let table = path_with_query("/admin/audit.csv", kept.iter().cloned());
    if page.rows.is_empty() {
        return view! { <p class="lead">{texts.admin_none_found()}</p> }.into_any();
    }
    view! {
        <p>
            <a class="button" href=table download>
                <Picture icon=Icon::Download />
                " "
                {texts.admin_csv()}
            </a>
        </p>
        <section class="card">
            <Events events=page.rows />
        </section>
        <Pages path=PATH kept=kept mark="before" next=page.next is_first=before.is_empty() />
    }
    .into_any()
}

#[component]
pub fn Events(events: Vec<AdminEvent>) -> impl IntoView {
    let texts = use_texts();
    let row = move |event: AdminEvent| {
        let known = |text: &str| {
            if text.is_empty() {
                "–".to_owned()
            } else {
                text.to_owned()
            }
        };
        let by = known(i18n::event_actor(texts, &event));
        let whose = known(i18n::event_account(texts, &event));
        let whose = match event.account {
            Some((id, _)) => view! {
                <a href=format!("/admin/accounts/{id}")>
                    {whose}
                </a>
            }
            .into_any(),
            None => whose.into_any(),
        };
        view! {
            <tr>
                <td data-label=texts.admin_when()>
                    <On time=event.at />
                </td>
                <td data-label=texts.admin_what()>
                    <span>{i18n::event_text(texts, event.kind)}</span>
                </td>
                <td data-label=texts.admin_whose()>
                    <span>{whose}</span>
                </td>
                <td data-label=texts.admin_who()>
                    <span>{by}</span>
                </td>
            </tr>
        }
    };
    view! {
        <table class="table events">
            <caption class="visually-hidden">{texts.admin_audit()}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.admin_when()}</th>
                    <th scope="col">{texts.admin_what()}</th>
                    <th scope="col">{texts.admin_whose()}</th>
                    <th scope="col">{texts.admin_who()}</th>
                </tr>
            </thead>
            <tbody>{events.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
