//! The page of invitations: each link lets one person register.

use super::{
    Pages, asked, framed,
    reauthenticate::{Prove, refused},
};
use crate::{
    components::{Alert, Icon, On, Picture, Submit},
    i18n::use_texts,
    islands::CopyButton,
    server_fns::{MakeInvite, RevokeInvite, load_admin_invites},
};
use domain::{
    time::Timestamp,
    view::{InviteRow, InvitesView},
};
use leptos::{form::ActionForm, prelude::*};

const PATH: &str = "/admin/invites";

#[component]
pub fn AdminInvitesPage() -> impl IntoView {
    let texts = use_texts();
    let before = asked("before");
    let is_first = before.is_empty();
    let invites = load_admin_invites(before);
    framed((texts.admin_invites(), PATH), invites, move |invites| {
        view! { <Invites invites=invites is_first=is_first /> }
    })
}

#[component]
fn Invites(invites: InvitesView, is_first: bool) -> impl IntoView {
    let texts = use_texts();
    let make = ServerAction::<MakeInvite>::new();
    let revoke = ServerAction::<RevokeInvite>::new();
    let (make_refused, revoke_refused) = (refused(make), refused(revoke));
    let trouble = Signal::derive(move || make_refused.get().or_else(|| revoke_refused.get()));
    let InvitesView {
        page,
        are_needed,
        fresh,
        proof,
        now,
    } = invites;
    let may_act = proof.until.is_some();
    let rows = page.rows.into_iter();
    let rows = rows.map(|row| view! { <Row row=row now=now may_act=may_act revoke=revoke /> });
    view! {
        {(!are_needed)
            .then(|| view! {
                <div class="note">
                    <Picture icon=Icon::Info />
                    <p>{texts.admin_invite_open()}</p>
                </div>
            })}
        {fresh.map(|link| view! { <Fresh link=link /> })}
        <Alert text=trouble />
        <section class="card">
            <p class="soft">{texts.admin_invite_text()}</p>
            {may_act
                .then(|| view! {
                    <ActionForm action=make attr:class="form">
                        <Submit fits=true>
                            {texts.admin_invite_do()}
                        </Submit>
                    </ActionForm>
                })}
            <Prove proof=proof to=PATH.to_owned() />
        </section>
        {if rows.len() == 0 {
            view! { <p class="soft">{texts.admin_invites_none()}</p> }.into_any()
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
        <Pages path=PATH kept=Vec::new() mark="before" next=page.next is_first=is_first />
    }
}

#[component]
fn Fresh(link: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note good" role="status">
            <Picture icon=Icon::Check />
            <strong>{texts.admin_invite_fresh()}</strong>
            <p class="breaks">
                <code class="invite-link" id="invite-link">
                    {link.clone()}
                </code>
            </p>
            <p class="row">
                <CopyButton text=link shown="invite-link".to_owned() label=texts.admin_invite_copy().to_owned() />
            </p>
        </div>
    }
}

#[component]
fn Row(row: InviteRow, now: Timestamp, may_act: bool, revoke: ServerAction<RevokeInvite>) -> impl IntoView {
    let texts = use_texts();
    let works = row.used.is_none() && now < row.until;
    let (tone, state) = match (row.used, works) {
        (Some(_), _) => ("tag good", texts.admin_invite_used()),
        (None, true) => ("tag", texts.admin_invite_waits()),
        (None, false) => ("tag warn", texts.admin_invite_old()),
    };
    let by = row.by.unwrap_or_else(|| texts.admin_by_command().to_owned());
    view! {
        <li>
            <Picture icon=Icon::Key />
            <div>
                <b>{texts.admin_made()} " " <On time=row.made /></b>
                " "
                <span class=tone>{state}</span>
                <small>{texts.admin_by()} ": " {by}</small>
                {works
                    .then(|| view! {
                        <small>
                            {texts.admin_until()} " " <On time=row.until />
                        </small>
                    })}
            </div>
            {(works && may_act)
                .then(|| view! {
                    <ActionForm action=revoke>
                        <input type="hidden" name="hash" value=row.hash />
                        <button class="button danger">{texts.admin_revoke()}</button>
                    </ActionForm>
                })}
        </li>
    }
}
