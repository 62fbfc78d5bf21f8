//! The practice inbox: ordinary mails, and an urgent one with a link.

use super::{Forms, Story};
use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use domain::exercises::phishing::PhishingAct;
use leptos::prelude::*;

#[component]
pub fn Inbox(story: Story, forms: Forms) -> impl IntoView {
    let texts = use_texts();
    let others = [
        (texts.exercise_message_mail_1_from(), texts.exercise_message_mail_1()),
        (texts.exercise_message_mail_2_from(), texts.exercise_message_mail_2()),
    ];
    view! {
        <section class="mailbox" aria-labelledby="inbox">
            <h2 id="inbox">
                <Picture icon=Icon::Mail />
                " "
                {texts.exercise_phishing_inbox()}
            </h2>
            <article class="stack">
                <p class="from">
                    {texts.exercise_phishing_mail_from()} " " <bdi dir="ltr">{format!("<help@{}>", story.lookalike.host())}</bdi>
                </p>
                <h3>{texts.exercise_phishing_mail_subject()}</h3>
                <p>{texts.exercise_phishing_mail_text(&story.login)}</p>
                {story.button(forms, PhishingAct::OpenLink, texts.exercise_phishing_mail_link())}
            </article>
            {others
                .map(|(from, text)| {
                    view! {
                        <article>
                            <p class="from">{from}</p>
                            <p>{text}</p>
                        </article>
                    }
                })
                .collect_view()}
        </section>
    }
}
