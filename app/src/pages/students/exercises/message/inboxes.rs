//! What the student wrote, the inbox of the classmate, and the inbox of a stranger.

use crate::{
    components::{Icon, Picture},
    i18n::{unrelated_mails, use_texts},
};
use domain::{
    exercises::message::{StrangersInbox, unrelated_mail},
    view::ShownMessage,
};
use leptos::prelude::*;

/// The sender and the text of a mail.
type Mail = (&'static str, String);

#[component]
pub fn Inboxes(shown: ShownMessage) -> impl IntoView {
    let texts = use_texts();
    let from_student = |text: String| (texts.exercise_message_from_you(), text);
    let stranger = match shown.stranger {
        StrangersInbox::Empty => None,
        StrangersInbox::Copy => Some(from_student(shown.sent.clone())),
        StrangersInbox::Unrelated(mail) => {
            let mail = unrelated_mail(unrelated_mails(texts), mail, &shown.sent);
            mail.map(|(from, text)| (from, text.to_owned()))
        }
    };
    view! {
        <div class="mailboxes">
            <Mailbox id="sent" title=texts.exercise_message_sent() mail=Some(from_student(shown.sent)) />
            <Mailbox id="arrived" title=texts.exercise_message_robin() mail=shown.delivered.map(from_student) />
            <Mailbox id="elsewhere" title=texts.exercise_message_stranger() mail=stranger note=texts.exercise_message_kept() />
        </div>
    }
}

/// A mailbox with one mail or none. A note stands under each mail of the mailbox.
#[component]
fn Mailbox(
    id: &'static str,
    title: &'static str,
    mail: Option<Mail>,
    #[prop(optional)] note: Option<&'static str>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="mailbox" aria-labelledby=id>
            <h3 id=id>
                <Picture icon=Icon::Mail />
                " "
                {title}
            </h3>
            {match mail {
                None => view! { <p class="soft">{texts.exercise_message_nothing()}</p> }.into_any(),
                Some((from, text)) => view! {
                    <article>
                        <p class="from">{from}</p>
                        <p class="text" dir="auto">{text}</p>
                        {note.map(|note| view! { <p class="from">{note}</p> })}
                    </article>
                }
                .into_any(),
            }}
        </section>
    }
}
