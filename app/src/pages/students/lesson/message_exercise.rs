//! The exercise with codes by message, which follows the four stages if the teacher has turned it on.

use crate::{
    components::{Icon, MessageBadge, Picture},
    i18n::use_texts,
};
use domain::view::MessagesExercise;
use leptos::prelude::*;

#[component]
pub fn Exercise(exercise: MessagesExercise) -> impl IntoView {
    let texts = use_texts();
    let connected = exercise.sms || exercise.email;
    view! {
        <section class="card" aria-labelledby="exercise">
            <h2 id="exercise">{texts.practice_card_title()}</h2>
            <p>
                <MessageBadge at=exercise.done />
            </p>
            <p>
                {match (exercise.done, connected) {
                    (Some(_), _) => texts.practice_done(),
                    (None, true) => texts.practice_now_sign_in(),
                    (None, false) => texts.practice_card_text(),
                }}
            </p>
            <div class="row">
                {(!exercise.phone_here)
                    .then(|| view! {
                        <form method="post" action="/phone/take">
                            <button class="button" class:primary=!connected>
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
                {(exercise.phone_here && connected && exercise.done.is_none())
                    .then(|| view! {
                        <form method="post" action="/sign-out">
                            <input type="hidden" name="again" value="yes" />
                            <button class="button primary">
                                {texts.practice_sign_out()} " " <Picture icon=Icon::Arrow />
                            </button>
                        </form>
                    })}
            </div>
        </section>
    }
}
