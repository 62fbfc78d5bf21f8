//! The names of the exercises. A new exercise adds its texts here.

use domain::exercises::Exercise;
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
