//! The screen of the thief: what has arrived there, and what it was good for. What was typed is not kept, so the screen
//! shows dots for it.

use super::Story;
use crate::{
    components::{At, Icon, Picture},
    i18n::use_texts,
};
use domain::{exercises::phishing::Scene, time::Timestamp};
use leptos::prelude::*;

#[component]
pub fn ThiefScreen(story: Story) -> impl IntoView {
    let texts = use_texts();
    let scene = story.view.scene;
    let robbed = story.progress().robbed;
    view! {
        <section class="thief" aria-labelledby="thief">
            <h2 id="thief">
                <Picture icon=Icon::Eye />
                " "
                {texts.exercise_phishing_thief()}
            </h2>
            {match scene {
                Scene::Mail | Scene::Password => view! { <p>{texts.exercise_phishing_thief_waits()}</p> }.into_any(),
                _ => view! { <Loot login=story.login.clone() robbed=robbed /> }.into_any(),
            }}
            {(scene == Scene::Code)
                .then(|| view! {
                    <p role="status">
                        <strong>{texts.exercise_phishing_thief_stuck()}</strong>
                        " "
                        {texts.exercise_phishing_thief_stuck_text()}
                    </p>
                })}
            {robbed.map(|at| view! { <IsIn story=story.clone() at=at /> })}
            {story
                .progress()
                .passkey_refused
                .then(|| view! {
                    <p role="status">
                        <strong>{texts.exercise_phishing_thief_nothing()}</strong>
                        " "
                        {texts.exercise_passkey_none(story.lookalike.host())}
                        ". "
                        {texts.exercise_passkey_none_text()}
                    </p>
                })}
        </section>
    }
}

#[component]
fn Loot(login: String, robbed: Option<Timestamp>) -> impl IntoView {
    let texts = use_texts();
    let covered = "••••••••••";
    view! {
        <dl class="facts">
            <dt>{texts.sign_in_username()}</dt>
            <dd>{login}</dd>
            <dt>{texts.sign_in_password()}</dt>
            <dd>
                <span aria-hidden="true">{covered}</span>
                " "
                <small>{texts.exercise_phishing_thief_reads()}</small>
            </dd>
            {robbed
                .map(|_| view! {
                    <dt>{texts.exercise_phishing_code()}</dt>
                    <dd>
                        <span aria-hidden="true">"••• •••"</span>
                        " "
                        <small>{texts.exercise_phishing_thief_used()}</small>
                    </dd>
                })}
        </dl>
    }
}

/// What the thief saw, as the list of sign-ins of an account shows it.
#[component]
fn IsIn(story: Story, at: Timestamp) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note bad" role="status">
            <Picture icon=Icon::Warn />
            <strong>{texts.exercise_phishing_thief_in(&story.login)}</strong>
            <p>
                {story.view.class_title.clone()} " · " {texts.exercise_phishing_thief_device()} " · " <At time=at />
            </p>
            <p>{texts.exercise_phishing_thief_ended()}</p>
        </div>
    }
}
