//! The page about the state of the server and the keys that seal values in the database.

use super::framed;
use crate::{
    components::{Icon, On, Picture},
    i18n::use_texts,
    server_fns::load_admin_server,
};
use core::time::Duration;
use domain::view::{KeyRow, ServerView};
use leptos::prelude::*;

/// The page warns if the oldest waiting mail is older than this.
const PATIENCE: Duration = Duration::from_secs(600);

#[component]
pub fn AdminServerPage() -> impl IntoView {
    let texts = use_texts();
    let server = load_admin_server();
    framed((texts.admin_server(), "/admin/server"), server, |server: ServerView| {
        view! {
            <Health server=server.clone() />
            <Keys keys=server.keys />
        }
    })
}

#[component]
fn Health(server: ServerView) -> impl IntoView {
    let texts = use_texts();
    let mails_late = server
        .oldest_mail
        .is_some_and(|oldest| server.now.since(oldest) > PATIENCE);
    let (tone, icon, text) = match mails_late {
        true => ("note warn", Icon::Warn, texts.admin_health_mails()),
        false => ("note good", Icon::Check, texts.admin_health_good()),
    };
    view! {
        <div class=tone role="status">
            <Picture icon=icon />
            <p>{text}</p>
        </div>
        <section class="card">
            <dl class="facts">
                <dt>{texts.admin_version()}</dt>
                <dd>{server.version}</dd>
                <dt>{texts.admin_database()}</dt>
                <dd>{server.database}</dd>
                <dt>{texts.admin_address()}</dt>
                <dd class="breaks">{server.address}</dd>
                <dt>{texts.admin_rescue_email()}</dt>
                <dd class="breaks">
                    {server.rescue_email.unwrap_or_else(|| texts.admin_rescue_email_off().to_owned())}
                </dd>
                <dt>{texts.admin_sessions()}</dt>
                <dd>{server.sessions}</dd>
                <dt>{texts.admin_mails()}</dt>
                <dd>{server.mails_waiting}</dd>
                {server
                    .oldest_mail
                    .map(|oldest| view! {
                        <dt>{texts.admin_oldest_mail()}</dt>
                        <dd>
                            <On time=oldest />
                        </dd>
                    })}
            </dl>
        </section>
    }
}

#[component]
fn Keys(keys: Vec<KeyRow>) -> impl IntoView {
    let texts = use_texts();
    let missing = keys.iter().any(|key| key.id.is_none());
    let row = move |key: KeyRow| {
        view! {
            <tr>
                <th scope="row">
                    {key.id.unwrap_or_else(|| texts.admin_key_unknown().to_owned())} " "
                    {key.seals.then(|| view! { <span class="tag good">{texts.admin_key_seals()}</span> })}
                </th>
                <td class="num" data-label=texts.admin_sealed()>
                    <span>{key.sealed}</span>
                </td>
            </tr>
        }
    };
    view! {
        <section class="card">
            <h2>{texts.admin_keys()}</h2>
            <p class="soft">{texts.admin_keys_text()}</p>
            {missing
                .then(|| view! {
                    <div class="note bad" role="status">
                        <Picture icon=Icon::Warn />
                        <p>{texts.admin_keys_missing()}</p>
                    </div>
                })}
            <table class="table">
                <caption class="visually-hidden">{texts.admin_keys()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.admin_key()}</th>
                        <th class="num" scope="col">
                            {texts.admin_sealed()}
                        </th>
                    </tr>
                </thead>
                <tbody>{keys.into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}
