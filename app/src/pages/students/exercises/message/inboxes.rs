//! What the student wrote, the inbox of the classmate, and the inbox of a stranger.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use domain::{
    exercises::message::{StrangersInbox, UNRELATED_MAILS},
    view::ShownMessage,
};
use leptos::prelude::*;
use texts::Texts;

/// The sender and the text of a mail.
type Mail = (&'static str, String);

#[component]
pub fn Inboxes(shown: ShownMessage) -> impl IntoView {
    let texts = use_texts();
    let from_student = |text: String| (texts.exercise_message_from_you(), text);
    let stranger = match shown.stranger {
        StrangersInbox::Empty => None,
        StrangersInbox::Copy => Some(from_student(shown.sent.clone())),
        StrangersInbox::Unrelated(mail) => unrelated(texts, mail, &shown.sent),
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

/// An unrelated mail; `None` if the student happens to have sent just this text, because it would look like a copy.
fn unrelated(texts: Texts, mail: usize, sent: &str) -> Option<Mail> {
    let mails: [(&str, &str); UNRELATED_MAILS] = [
        (texts.exercise_message_mail_1_from(), texts.exercise_message_mail_1()),
        (texts.exercise_message_mail_2_from(), texts.exercise_message_mail_2()),
        (texts.exercise_message_mail_3_from(), texts.exercise_message_mail_3()),
        (texts.exercise_message_mail_4_from(), texts.exercise_message_mail_4()),
    ];
    let (from, text) = *mails.get(mail)?;
    let words = |text: &str| text.to_lowercase().split_whitespace().collect::<String>();
    (!words(sent).contains(&words(text))).then(|| (from, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::locale::Locale;

    #[test]
    fn an_unrelated_mail_is_never_the_text_of_the_student() {
        for texts in Locale::ALL.map(Texts::of) {
            for mail in 0..UNRELATED_MAILS {
                let (_, text) = unrelated(texts, mail, "a quite different text").unwrap();
                assert_eq!(unrelated(texts, mail, &format!(" {} ", text.to_uppercase())), None);
                assert_eq!(unrelated(texts, mail, &format!("{text} And more.")), None);
            }
            assert_eq!(unrelated(texts, UNRELATED_MAILS, "a text"), None);
        }
    }
}
