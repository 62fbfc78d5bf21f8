//! The page of requests for help: open requests, and the results of earlier requests.

use super::{
    Done, Pages, asked, framed,
    reauthenticate::{Prove, refused},
};
use crate::{
    components::{Alert, Icon, On, Picture},
    i18n::use_texts,
    server_fns::{DeclineRescue, Rescues, load_admin_rescues},
};
use domain::{page_address::path_with_query, rescue::RescueState, view::RescueRow};
use leptos::{form::ActionForm, prelude::*};

const PATH: &str = "/admin/rescues";

#[component]
pub fn AdminRescuesPage() -> impl IntoView {
    let texts = use_texts();
    let (all, before) = (asked("all"), asked("before"));
    let rescues = load_admin_rescues(all.clone(), before.clone());
    let is_done = asked("done") == "declined";
    framed((texts.admin_rescues(), PATH), rescues, move |rescues| {
        view! {
            {is_done.then(|| view! { <Done text=texts.admin_done_declined() /> })}
            <List rescues=rescues all=all is_first=before.is_empty() />
        }
    })
}

#[component]
fn List(rescues: Rescues, all: String, is_first: bool) -> impl IntoView {
    let texts = use_texts();
    let decline = ServerAction::<DeclineRescue>::new();
    let trouble = refused(decline);
    let Rescues { page, is_on, proof } = rescues;
    let waits = page.rows.iter().any(|row| row.state == RescueState::Open);
    let choice = |value: &'static str, label: &'static str| {
        let href = path_with_query(PATH, [("all", value.to_owned())].into_iter());
        view! {
            <a class="button small" href=href aria-current=(value == all).then_some("true")>
                {label}
            </a>
        }
    };
    let rows = page.rows.into_iter();
    let rows = rows.map(|row| view! { <Row row=row may_act=proof.until.is_some() decline=decline /> });
    view! {
        {(!is_on)
            .then(|| view! {
                <div class="note">
                    <Picture icon=Icon::Info />
                    <p>{texts.admin_rescue_off()}</p>
                </div>
            })}
        <div class="row">
            {choice("", texts.admin_open_only())} {choice("yes", texts.admin_open_and_closed())}
        </div>
        <Alert text=trouble />
        {if rows.len() == 0 {
            view! { <p class="lead">{texts.admin_nothing_waits()}</p> }.into_any()
        } else {
            view! {
                <section class="card">
                    <ul class="items" role="list">
                        {rows.collect_view()}
                    </ul>
                </section>
            }
            .into_any()
        }}
        {waits.then(|| view! { <Prove proof=proof to=PATH.to_owned() /> })}
        <Pages path=PATH kept=vec![("all", all)] mark="before" next=page.next is_first=is_first />
    }
}

#[component]
fn Row(row: RescueRow, may_act: bool, decline: ServerAction<DeclineRescue>) -> impl IntoView {
    let texts = use_texts();
    let is_open = row.state == RescueState::Open;
    let (tone, state) = match row.state {
        RescueState::Open => ("tag warn", texts.admin_rescue_open()),
        RescueState::Issued => ("tag good", texts.admin_rescue_issued()),
        RescueState::Declined => ("tag", texts.admin_rescue_declined()),
        RescueState::Objected => ("tag bad", texts.admin_rescue_objected()),
    };
    let account = row.account.map(|(id, name)| (format!("/admin/accounts/{id}"), name));
    let name = account
        .as_ref()
        .map_or(texts.admin_gone().to_owned(), |(_, name)| name.clone());
    view! {
        <li>
            <Picture icon=Icon::User />
            <div>
                <b>{name}</b>
                " "
                <span class=tone>{state}</span>
                <small>
                    {texts.admin_asked()} " " <On time=row.asked />
                </small>
                {row.decided
                    .map(|decided| view! {
                        <small>
                            {texts.admin_answer()} " " <On time=decided /> {row.by.map(|by| format!(" · {by}"))}
                        </small>
                    })}
                {(is_open && !row.is_notified).then(|| view! { <small>{texts.admin_not_told()}</small> })}
            </div>
            {account
                .map(|(href, _)| view! {
                    <a class="button" class:primary=is_open href=href>
                        {texts.admin_look()}
                    </a>
                })}
            {(is_open && may_act)
                .then(|| view! {
                    <ActionForm action=decline>
                        <input type="hidden" name="id" value=row.id.to_string() />
                        <button class="button">{texts.admin_decline()}</button>
                    </ActionForm>
                })}
        </li>
    }
}
