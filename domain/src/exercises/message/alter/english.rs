//! Negation in English: after a pronoun and its auxiliary verb, in contractions, and by words with an opposite.

use super::{
    Edit,
    words::{Gap, Sentence, Word, is_one_of},
};

/// Auxiliary verbs that follow these subjects in a statement. In a question they come first, so no question matches.
const AUXILIARIES: [(&str, &str); 3] = [("i", "am was"), ("he she it", "is was"), ("you we they", "are were")];
const SUBJECTS: &str = "i you he she it we they";
const MODALS: &str = "will can must should would could";

/// Before these words a negation would be the second one, or would sound odd.
const NEGATIVE: &str = "not never no nothing nobody none neither hardly only just also to about";

/// What is left of a contraction without its negation.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("don", "do"),
    ("doesn", "does"),
    ("didn", "did"),
    ("isn", "is"),
    ("aren", "are"),
    ("wasn", "was"),
    ("weren", "were"),
    ("can", "can"),
    ("won", "will"),
    ("couldn", "could"),
    ("wouldn", "would"),
    ("shouldn", "should"),
    ("hasn", "has"),
    ("haven", "have"),
    ("hadn", "had"),
];

const OPPOSITES: &[(&str, &str)] = &[
    ("always", "never"),
    ("never", "always"),
    ("with", "without"),
    ("without", "with"),
    ("yes", "no"),
    ("cannot", "can"),
];

pub(super) fn negations(text: &str, words: &[Word]) -> Vec<Edit> {
    let sentence = Sentence { text, words };
    (0..words.len()).filter_map(|at| negation(sentence, at)).collect()
}

fn negation(sentence: Sentence, at: usize) -> Option<Edit> {
    let word = sentence.word(at);
    let gap = sentence.gap(at);
    if let Some((_, opposite)) = OPPOSITES.iter().find(|(known, _)| *known == word)
        && gap != Gap::Apostrophe
    {
        return sentence.replace(at, at, opposite);
    }
    if gap == Gap::Apostrophe {
        return contraction(sentence, at);
    }
    let subject = sentence.previous(at);
    let is_modal = is_one_of(MODALS, word) && is_one_of(SUBJECTS, subject);
    let is_auxiliary = AUXILIARIES
        .iter()
        .any(|(subjects, verbs)| is_one_of(subjects, subject) && is_one_of(verbs, word));
    if !(is_modal || is_auxiliary)
        || at
            .checked_sub(1)
            .is_none_or(|before| sentence.gap(before) != Gap::Spaces)
    {
        return None;
    }
    match sentence.next(at) {
        "" => None,
        "not" if !sentence.next(at + 1).is_empty() => sentence.remove(at + 1),
        next if is_one_of(NEGATIVE, next) => None,
        _ if word == "can" => sentence.replace(at, at, "cannot"),
        _ => sentence.insert_after(at, " not"),
    }
}

fn contraction(sentence: Sentence, at: usize) -> Option<Edit> {
    let next = sentence.next(at + 1);
    let positive = CONTRACTIONS.iter().find(|(known, _)| *known == sentence.word(at));
    match (sentence.word(at), sentence.word(at + 1), positive) {
        (_, "t", Some((_, positive))) => sentence.replace(at, at + 1, positive),
        _ if next.is_empty() || is_one_of(NEGATIVE, next) => None,
        ("i", "m", _) | ("you" | "we" | "they", "re", _) | ("let", "s", _) => sentence.insert_after(at + 1, " not"),
        ("i", "ll", _) => sentence.replace(at, at + 1, "I won't"),
        (subject @ ("you" | "he" | "she" | "it" | "we" | "they"), "ll", _) => {
            sentence.replace(at, at + 1, &format!("{subject} won't"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{all, words::words};
    use super::*;

    fn negated(text: &str) -> Vec<String> {
        all(negations(text, &words(text)), text)
    }

    #[test]
    fn a_sentence_is_negated_as_english_allows() {
        for (text, expected) in [
            ("I am at home", "I am not at home"),
            ("Maybe we can meet at 5", "Maybe we cannot meet at 5"),
            ("She will bring the key", "She will not bring the key"),
            ("I'm coming", "I'm not coming"),
            ("I\u{2019}ll call you", "I won't call you"),
            ("They'll win", "They won't win"),
            ("Let's go swimming", "Let's not go swimming"),
            ("You must not tell him", "You must tell him"),
            ("Don't open it", "Do open it"),
            ("I won't be there", "I will be there"),
            ("We cannot win", "We can win"),
            ("Pizza with mushrooms", "Pizza without mushrooms"),
            ("Never lock the door", "Always lock the door"),
        ] {
            assert_eq!(negated(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_stays() {
        for text in [
            "Can you come?",
            "Are you there?",
            "That is who I am",
            "He is not",
            "The will of the people",
            "it's got a key",
            "I am only tired",
            "Will and Emma",
            "",
        ] {
            assert_eq!(negated(text), Vec::<String>::new(), "{text}");
        }
    }
}
