//! The names of the exercises, and the mails of the exercise *message*. A new exercise adds its texts here.

use domain::exercises::Exercise;
#[cfg(feature = "ssr")]
use domain::exercises::message::UNRELATED_MAILS;
use texts::Texts;

pub const fn exercise_name(texts: Texts, exercise: Exercise) -> &'static str {
    match exercise {
        Exercise::Message => texts.exercises_message(),
        Exercise::Files => texts.exercises_files(),
        Exercise::Recovery => texts.exercises_recovery(),
        Exercise::Messages => texts.exercises_messages(),
        Exercise::Passkey => texts.exercises_passkey(),
        Exercise::Phishing => texts.exercises_phishing(),
    }
}

/// What the student does in the exercise, in one or two sentences.
#[cfg(feature = "ssr")]
pub const fn exercise_about(texts: Texts, exercise: Exercise) -> &'static str {
    match exercise {
        Exercise::Message => texts.exercises_message_about(),
        Exercise::Files => texts.exercises_files_about(),
        Exercise::Recovery => texts.exercises_recovery_about(),
        Exercise::Messages => texts.exercises_messages_about(),
        Exercise::Passkey => texts.exercises_passkey_about(),
        Exercise::Phishing => texts.exercises_phishing_about(),
    }
}

/// What a student has learned who has passed the exercise.
#[cfg(feature = "ssr")]
pub const fn exercise_learned(texts: Texts, exercise: Exercise) -> &'static str {
    match exercise {
        Exercise::Message => texts.exercises_message_learned(),
        Exercise::Files => texts.exercises_files_learned(),
        Exercise::Recovery => texts.exercises_recovery_learned(),
        Exercise::Messages => texts.exercises_messages_learned(),
        Exercise::Passkey => texts.exercises_passkey_learned(),
        Exercise::Phishing => texts.exercises_phishing_learned(),
    }
}

/// The mails of which one is in the stranger's inbox of the exercise *message*: sender and text of each.
#[cfg(feature = "ssr")]
pub const fn unrelated_mails(texts: Texts) -> [(&'static str, &'static str); UNRELATED_MAILS] {
    [
        (texts.exercise_message_mail_1_from(), texts.exercise_message_mail_1()),
        (texts.exercise_message_mail_2_from(), texts.exercise_message_mail_2()),
        (texts.exercise_message_mail_3_from(), texts.exercise_message_mail_3()),
        (texts.exercise_message_mail_4_from(), texts.exercise_message_mail_4()),
    ]
}
