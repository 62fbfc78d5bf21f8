//! The exercise with codes by mail and SMS: a practice number, its connection, and a sign-in with its code.

use super::{AtHome, exercise_page};
use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    server_fns::load_messages_exercise,
};
use domain::{class::ClassState, exercises::Exercise, view::MessagesView};
use leptos::prelude::*;

pub fn page() -> impl IntoView {
    exercise_page(Exercise::Messages, load_messages_exercise, |_, exercise| {
        view! { <Messages exercise=exercise /> }
    })
}

#[component]
fn Messages(exercise: MessagesView) -> impl IntoView {
    let texts = use_texts();
    let connected = exercise.sms || exercise.email;
    let paused = exercise.state == ClassState::Paused;
    view! {
        <section class="card stack" aria-labelledby="practice">
            <h2 id="practice">{texts.phone_title()}</h2>
            <p>{if connected { texts.practice_now_sign_in() } else { texts.practice_first() }}</p>
            <div class="row">
                {(!exercise.phone_here)
                    .then(|| view! {
                        <form method="post" action="/phone/take">
                            <button class="button" class:primary=!connected disabled=paused>
                                {if connected { texts.practice_take_here() } else { texts.practice_take() }}
                            </button>
                        </form>
                    })}
                {(exercise.phone_here && !exercise.sms)
                    .then(|| view! {
                        <a class="button" href="/set-up/sms">{texts.messages_connect_sms()}</a>
                    })}
                {(exercise.phone_here && !exercise.email)
                    .then(|| view! {
                        <a class="button" href="/set-up/email">{texts.messages_connect_email()}</a>
                    })}
                {(exercise.phone_here && connected && exercise.passed.is_none())
                    .then(|| view! {
                        <form method="post" action="/sign-out">
                            <input type="hidden" name="again" value="yes" />
                            <button class="button primary" disabled=paused>
                                {texts.practice_sign_out()} " " <Picture icon=Icon::Arrow />
                            </button>
                        </form>
                    })}
            </div>
        </section>
        {exercise.passed.map(|_| view! { <AtHome text=texts.practice_home() /> })}
    }
}
