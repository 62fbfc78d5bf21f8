//! The sections of the account page.

use crate::{
    components::{Icon, On, Picture, ResendConfirmation},
    i18n::{self, use_texts},
};
use domain::{
    locale::Locale,
    view::{AccountView, EventView, SessionView},
};
use leptos::prelude::*;

#[component]
pub fn Sessions(sessions: Vec<SessionView>, new_device_mail: bool) -> impl IntoView {
    let texts = use_texts();
    let others = sessions.iter().any(|session| !session.is_this);
    view! {
        <section class="card" aria-labelledby="sessions">
            <h2 id="sessions">{texts.account_sessions()}</h2>
            <ul class="items" role="list">
                {sessions.into_iter().map(|session| view! { <Session session=session /> }).collect_view()}
            </ul>
            {if others {
                view! {
                    <form method="post" action="/account/end-others">
                        <button class="button danger">{texts.account_end_others()}</button>
                    </form>
                }
                .into_any()
            } else {
                view! { <p class="fine">{texts.account_only_here()}</p> }.into_any()
            }}
            <NewDeviceMail wanted=new_device_mail />
        </section>
    }
}

#[component]
fn Session(session: SessionView) -> impl IntoView {
    let texts = use_texts();
    let pocket = ["iPhone", "iPad", "Android"]
        .iter()
        .any(|name| session.agent.ends_with(name));
    let agent = match session.agent.as_str() {
        "" => texts.account_unknown_browser().to_owned(),
        agent => agent.to_owned(),
    };
    view! {
        <li>
            <Picture icon=if pocket { Icon::Phone } else { Icon::Laptop } />
            <div>
                <b>{agent}</b>
                " "
                {session.is_this.then(|| view! { <span class="tag good">{texts.account_this_one()}</span> })}
                <small>
                    {texts.account_signed_in_since()} " " <On time=session.since />
                </small>
            </div>
            <form method="post" action="/account/end-session">
                <input type="hidden" name="reference" value=session.reference />
                <button class="button small">
                    {if session.is_this { texts.account_end_here() } else { texts.account_end_one() }}
                </button>
            </form>
        </li>
    }
}

/// A change of the mail address that is not confirmed yet, and the button that cancels the change.
#[component]
fn PendingChange(email: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note warn">
            <Picture icon=Icon::Info />
            <strong>{texts.account_pending_title()}</strong>
            <p>{texts.account_pending_text(email)}</p>
            <form class="row" method="post" action="/account/cancel-email">
                <button class="button small">{texts.account_pending_cancel()}</button>
            </form>
        </div>
    }
}

#[component]
fn NewDeviceMail(wanted: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="form" method="post" action="/account/new-device-mail">
            <label class="check">
                <input type="checkbox" name="wanted" value="yes" checked=wanted />
                <span>
                    {texts.account_new_device()} <small>{texts.account_new_device_hint()}</small>
                </span>
            </label>
            <div class="row">
                <button class="button">{texts.account_new_device_apply()}</button>
            </div>
        </form>
    }
}

#[component]
pub fn Details(account: AccountView) -> impl IntoView {
    let texts = use_texts();
    let role = if account.is_admin {
        texts.account_role_admin()
    } else {
        texts.account_role_teacher()
    };
    let waits = account.unconfirmed_email.is_some();
    // The first address of an account replaces no other address, so no pending change is shown.
    let change = account
        .email
        .is_some()
        .then(|| account.unconfirmed_email.clone())
        .flatten();
    let address = |email: String, tone: &'static str, state: &'static str| {
        view! {
            <dd>
                {email} " " <span class=tone>{state}</span>
            </dd>
        }
    };
    view! {
        <section class="card" aria-labelledby="details">
            <h2 id="details">{texts.account_details()}</h2>
            <dl class="facts">
                <dt>{texts.account_username()}</dt>
                <dd>{account.username}</dd>
                <dt>{texts.account_email()}</dt>
                {account.email.map(|email| address(email, "tag good", texts.account_confirmed()))}
                {account.unconfirmed_email.map(|email| address(email, "tag warn", texts.account_unconfirmed()))}
                <dt>{texts.account_role()}</dt>
                <dd>{role}</dd>
            </dl>
            {change.map(|email| view! { <PendingChange email=email /> })}
            {waits.then(|| view! { <ResendConfirmation to="/account" /> })}
            {account
                .is_admin
                .then(|| view! {
                    <p>
                        <a class="button" href="/admin">
                            {texts.admin_title()}
                        </a>
                    </p>
                })}
            <div class="row">
                <a class="button" href="/account/password">
                    {texts.account_change_password()}
                </a>
                <a class="button" href="/account/email">
                    {texts.account_change_email()}
                </a>
                <a class="button" href="/account/tokens">
                    {texts.token_title()}
                </a>
            </div>
            <MailLanguage chosen=account.locale />
        </section>
    }
}

#[component]
fn MailLanguage(chosen: Option<Locale>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="form" method="post" action="/account/language">
            <div class="fields">
                <div class="field">
                    <label for="mail-language">{texts.account_language()}</label>
                    <select class="input" id="mail-language" name="lang">
                        {Locale::ALL
                            .map(|locale| {
                                view! {
                                    <option
                                        value=locale.tag()
                                        lang=locale.tag()
                                        selected=Some(locale) == chosen
                                    >
                                        {locale.own_name()}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </select>
                </div>
                <button class="button">{texts.account_language_save()}</button>
            </div>
        </form>
    }
}

#[component]
pub fn History(events: Vec<EventView>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card" aria-labelledby="history">
            <h2 id="history">{texts.account_history()}</h2>
            <p class="soft">{texts.account_history_text()}</p>
            <ol class="items" role="list">
                {events
                    .into_iter()
                    .map(|event| {
                        view! {
                            <li>
                                <div>
                                    <b>{i18n::event_text(texts, event.kind)}</b>
                                    <small>
                                        <On time=event.at />
                                    </small>
                                </div>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}

#[component]
pub fn Leave() -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card" aria-labelledby="leave">
            <h2 id="leave">{texts.account_leave()}</h2>
            <div class="row">
                <form method="post" action="/account/data.json">
                    <button class="button">
                        <Picture icon=Icon::Download />
                        " "
                        {texts.account_download()}
                    </button>
                </form>
                <a class="button danger" href="/account/delete">
                    {texts.account_delete()}
                </a>
            </div>
        </section>
    }
}
