//! A page with all components, for work on their styles. It exists in development builds only. Its texts are names from
//! the code or reused texts of other pages, so that nothing has to be translated.

use crate::{
    components::{Alert, Badge, Icon, Illustration, NameField, OfflineNotice, Picture, Ring, Scene, Submit},
    islands::{AccountField, AccountFields, CodeField, CopyButton, PasswordField, Rule},
    preferences,
    request::Site,
};
use domain::{stage::Stage, time::Timestamp};
use leptos::prelude::*;
use std::sync::Arc;
use texts::Texts;

const SCENES: [Scene; 9] = [
    Scene::SignedIn,
    Scene::SetupOpened,
    Scene::Connected,
    Scene::SignedIn2fa,
    Scene::Finish,
    Scene::Nowhere,
    Scene::Over,
    Scene::Broken,
    Scene::Away,
];

/// The whole document. It contains no scripts.
pub fn component_gallery() -> AnyView {
    let visitor = preferences::of_visitor();
    provide_context(visitor);
    let css = use_context::<Arc<Site>>().map(|site| site.assets.css.clone());
    view! {
        <!DOCTYPE html>
        <html lang=visitor.texts.locale().tag() data-theme=visitor.theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>"style/"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=css />
            </head>
            <body>
                <Parts texts=visitor.texts />
            </body>
        </html>
    }
    .into_any()
}

#[component]
fn Parts(texts: Texts) -> impl IntoView {
    view! {
        <main class="page stack loose" id="main">
            <h1>"style/"</h1>
            <Part name="button.css">
                <Buttons texts=texts />
            </Part>
            <Part name="field.css, code-field.css">
                <Fields texts=texts />
            </Part>
            <Part name="card.css">
                <div class="pair">
                    {["card", "card raised", "card tint", "card good"]
                        .map(|class| view! { <section class=class><h3>{class}</h3><p>{texts.home_lead()}</p></section> })
                        .collect_view()}
                </div>
            </Part>
            <Part name="badge.css">
                <Badges texts=texts />
            </Part>
            <Part name="note.css, toast.css">
                <Notes texts=texts />
            </Part>
            <Part name="table.css">
                <Table texts=texts />
            </Part>
            <Part name="menu.css, dialog.css">
                <Menus texts=texts />
            </Part>
            <Part name="progress.css">
                <Progress texts=texts />
            </Part>
            <Part name="empty.css, secret.css">
                <Empty texts=texts />
            </Part>
            <Part name="illustration.css">
                <div class="stages">{SCENES.map(|scene| view! { <Illustration scene=scene /> }).collect_view()}</div>
            </Part>
        </main>
    }
}

/// A section that shows the components of one or several files in `style/components`.
#[component]
fn Part(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="band">
            <h2>
                <code>{name}</code>
            </h2>
            {children()}
        </section>
    }
}

#[component]
fn Buttons(texts: Texts) -> impl IntoView {
    let kinds = ["", "primary", "danger", "danger primary", "quiet", "big", "small"];
    let choices = [("true", "English"), ("false", "Русский"), ("false", "Français")];
    view! {
        <div class="row">
            {kinds
                .map(|kind| view! { <button class=format!("button {kind}")>{texts.site_copy()}</button> })
                .collect_view()}
            <button class="button" disabled>{texts.site_copy()}</button>
            <button class="button primary" aria-busy="true">{texts.site_copy()}</button>
            <button class="button only-icon" aria-label=texts.site_copy()><Picture icon=Icon::Copy /></button>
            <a class="link" href="/">{texts.site_first_page()}</a>
        </div>
        <div class="segmented" role="group" aria-label=texts.site_language()>
            {choices.map(|(on, name)| view! { <button aria-pressed=on>{name}</button> }).collect_view()}
        </div>
        <CopyButton text="stepwise".to_owned() shown="main".to_owned() label=texts.site_copy().to_owned() />
    }
}

#[component]
fn Fields(texts: Texts) -> impl IntoView {
    view! {
        <form class="form">
            <NameField label=texts.sign_in_username() hint=texts.home_seats_hint().to_owned() />
            <PasswordField label=texts.sign_in_password().to_owned() wrong=false focused=false />
            <AccountFields field=AccountField::Text {
                rule: Rule::Email,
                name: "email".to_owned(),
                label: texts.register_email().to_owned(),
                hint: Some(texts.register_email_hint().to_owned()),
                value: String::new(),
                refused: Some(texts.refusal_bad_request().to_owned()),
            } />
            <CodeField wrong=false label=texts.code_label().to_owned() hint=None focused=false />
            <label class="check">
                <input type="checkbox" />
                <span>{texts.site_show()}</span>
            </label>
            <Submit fits=true>{texts.home_open()}</Submit>
        </form>
    }
}

#[component]
fn Badges(texts: Texts) -> impl IntoView {
    let at = |stage: Stage| (stage.index() < 2).then(|| Timestamp::from_seconds(36_000));
    view! {
        <div class="row">
            {Stage::ALL.map(|stage| view! { <Badge stage=stage at=at(stage) /> }).collect_view()}
        </div>
        <div class="row">
            {["", "good", "warn", "bad", "accent"]
                .map(|kind| view! { <span class=format!("tag {kind}")>{texts.home_picture_live()}</span> })
                .collect_view()}
        </div>
    }
}

#[component]
fn Notes(texts: Texts) -> impl IntoView {
    view! {
        {["", "good", "warn", "bad", "accent"]
            .map(|kind| {
                view! {
                    <div class=format!("note {kind}")>
                        <Picture icon=Icon::Info />
                        <strong>{texts.away_title()}</strong>
                        <p>{texts.away_text()}</p>
                    </div>
                }
            })
            .collect_view()}
        <Alert text=Signal::stored(Some(texts.message_broken_text().to_owned())) />
        <div class="toast">
            <OfflineNotice />
        </div>
    }
}

#[component]
fn Table(texts: Texts) -> impl IntoView {
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{texts.results_step()}</th>
                    <th class="num" scope="col">{texts.results_reached()}</th>
                </tr>
            </thead>
            <tbody>
                {Stage::ALL
                    .map(|stage| {
                        view! {
                            <tr>
                                <th scope="row">{crate::i18n::stage_name(texts, stage)}</th>
                                <td class="num" data-label=texts.results_reached()>{stage.index()}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Menus(texts: Texts) -> impl IntoView {
    view! {
        <details class="menu start">
            <summary class="button">{texts.menu_button()}</summary>
            <ul>
                <li><a href="/">{texts.site_first_page()}</a></li>
                <li><button class="danger">{texts.site_hide()}</button></li>
            </ul>
        </details>
        <div class="dialog">
            <div class="body">
                <h3>{texts.home_open_title()}</h3>
                <p>{texts.home_lead()}</p>
                <div class="actions">
                    <button class="button">{texts.site_hide()}</button>
                    <button class="button primary">{texts.site_show()}</button>
                </div>
            </div>
        </div>
        <details class="disclosure" open>
            <summary>{texts.course_title()}</summary>
            <div><p>{texts.course_nobody()}</p></div>
        </details>
    }
}

#[component]
fn Progress(texts: Texts) -> impl IntoView {
    view! {
        <progress max="5" value="2" aria-label=texts.home_picture_sum()></progress>
        <progress class="accent" max="5" value="4" aria-label=texts.home_picture_sum()></progress>
        <progress aria-label=texts.home_picture_sum()></progress>
        <div class="row">
            <span class="spinner"></span>
            <Ring left=Signal::stored(20) of=30 />
        </div>
    }
}

#[component]
fn Empty(texts: Texts) -> impl IntoView {
    view! {
        <section class="empty">
            <Illustration scene=Scene::Nowhere />
            <h3>{texts.message_not_found_title()}</h3>
            <p>{texts.message_not_found_text()}</p>
            <div class="row"><a class="button primary" href="/">{texts.site_first_page()}</a></div>
        </section>
        <div class="copy">
            <code>"http://192.168.0.5:3000/join"</code>
        </div>
        <ol class="codes">
            {(0..4).map(|_| view! { <li><code>"k7qm-2xnp-w4rt-h9dc"</code></li> }).collect_view()}
        </ol>
    }
}
