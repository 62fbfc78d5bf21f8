//! Negation in French: *ne … pas* around a verb that follows its pronoun, and words with an opposite.

use super::{
    Edit,
    words::{Gap, Sentence, Word, is_one_of},
};

/// Pronouns with common verb forms that agree with them.
const VERBS: [(&str, &str); 6] = [
    (
        "je",
        "suis vais viens peux veux dois sais pense serai viendrai mange joue pars reste",
    ),
    ("tu", "es as vas viens peux veux dois seras"),
    ("il elle on", "est a va vient peut veut doit sera part"),
    ("nous", "sommes avons allons venons pouvons voulons devons serons"),
    ("vous", "êtes avez allez venez pouvez voulez devez serez"),
    ("ils elles", "sont ont vont viennent peuvent veulent doivent seront"),
];
/// Verb forms after *j'*.
const ELIDED: &str = "ai arrive aime irai aurai habite";
const PRONOUNS: &str = "je tu il elle on nous vous ils elles ce";

/// Before these words *pas* would be a second negation, or the sentence would need other words.
const NO_NEGATION_BEFORE: &str = "pas plus jamais rien personne que aucun aucune guère point ni toujours aussi";
/// After a negation these become *de*, except after *être*.
const ARTICLES: &str = "un une des du de d";
const TO_BE: &str = "suis es est sommes êtes sont serai seras sera serons serez seront";
/// Words after which *avec* and *sans* are both right.
const AFTER_WITH: &str =
    "moi toi lui elle nous vous eux mon ma mes ton ta tes son sa ses notre nos votre vos le la les";

pub(super) fn negations(text: &str, words: &[Word]) -> Vec<Edit> {
    let sentence = Sentence { text, words };
    (0..words.len())
        .filter_map(|at| {
            negated(sentence, at)
                .or_else(|| affirmed(sentence, at))
                .or_else(|| opposite(sentence, at))
        })
        .collect()
}

/// `at` is the pronoun: *je viens*, *j'ai*, *c'est*.
fn negated(sentence: Sentence, at: usize) -> Option<Edit> {
    let (pronoun, verb) = (sentence.word(at), sentence.word(at + 1));
    let after = sentence.next(at + 1);
    let needs_other_words = is_one_of(ARTICLES, after) && !is_one_of(TO_BE, verb);
    let continues = sentence.gap(at + 1) == Gap::Apostrophe || sentence.text_after(at + 1).starts_with('-');
    if is_one_of(NO_NEGATION_BEFORE, after) || needs_other_words || continues {
        return None;
    }
    match (pronoun, sentence.gap(at)) {
        ("j", Gap::Apostrophe) if is_one_of(ELIDED, verb) => sentence.replace(at, at + 1, &format!("je n'{verb} pas")),
        ("c", Gap::Apostrophe) if verb == "est" => sentence.replace(at, at + 1, "ce n'est pas"),
        (_, Gap::Spaces) => {
            let (_, verbs) = VERBS.iter().find(|(pronouns, _)| is_one_of(pronouns, pronoun))?;
            if !is_one_of(verbs, verb) {
                return None;
            }
            let ne = if verb.starts_with(['a', 'e', 'ê', 'o']) {
                "n'"
            } else {
                "ne "
            };
            sentence.replace(at, at + 1, &format!("{pronoun} {ne}{verb} pas"))
        }
        _ => None,
    }
}

/// `at` is *ne* or *n*: *je ne viens pas* becomes *je viens*.
fn affirmed(sentence: Sentence, at: usize) -> Option<Edit> {
    let elided = match (sentence.word(at), sentence.gap(at)) {
        ("ne", Gap::Spaces) => false,
        ("n", Gap::Apostrophe) => true,
        _ => return None,
    };
    let verb = sentence.word(at + 1);
    let after = sentence.next(at + 2);
    let is_negation = sentence.gap(at + 1) == Gap::Spaces && sentence.word(at + 2) == "pas";
    if !is_negation || is_one_of(ARTICLES, after) || sentence.text_after(at + 1).starts_with('-') {
        return None;
    }
    match (elided, sentence.previous(at)) {
        (true, "je") => sentence.replace(at - 1, at + 2, &format!("j'{verb}")),
        (true, "ce") => sentence.replace(at - 1, at + 2, &format!("c'{verb}")),
        (_, subject) if is_one_of(PRONOUNS, subject) => sentence.replace(at, at + 2, verb),
        _ => None,
    }
}

fn opposite(sentence: Sentence, at: usize) -> Option<Edit> {
    let alone = sentence.begins_at(at) && sentence.ends_after(at);
    match sentence.word(at) {
        "oui" if alone => sentence.replace(at, at, "non"),
        "non" if alone => sentence.replace(at, at, "oui"),
        "avec" if is_one_of(AFTER_WITH, sentence.next(at)) => sentence.replace(at, at, "sans"),
        "sans" if is_one_of(AFTER_WITH, sentence.next(at)) => sentence.replace(at, at, "avec"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{all, words::words};
    use super::*;

    fn changed(text: &str) -> Vec<String> {
        all(negations(text, &words(text)), text)
    }

    #[test]
    fn a_sentence_is_negated_as_french_allows() {
        for (text, expected) in [
            ("Je suis à la maison", "Je ne suis pas à la maison"),
            ("Demain on va au cinéma", "Demain on ne va pas au cinéma"),
            ("J'ai mangé", "Je n'ai pas mangé"),
            ("C\u{2019}est ici", "Ce n'est pas ici"),
            ("Tu es mon ami", "Tu n'es pas mon ami"),
            ("Je suis un chat", "Je ne suis pas un chat"),
            ("je ne viens pas demain", "je viens demain"),
            ("Je n'ai pas dormi", "J'ai dormi"),
            ("Ce n'est pas loin", "C'est loin"),
            ("Elle n'est pas là", "Elle est là"),
            ("Oui, à midi", "Non, à midi"),
            ("Viens avec ton frère", "Viens sans ton frère"),
        ] {
            assert_eq!(changed(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_stays() {
        for text in [
            "J'ai un chien",
            "Je n'ai pas de chien",
            "Je veux du pain",
            "Je ne viens plus",
            "Est-il là ?",
            "Peux-tu venir ?",
            "Je suis plus grand",
            "un pain avec du beurre",
            "",
        ] {
            assert_eq!(changed(text), Vec::<String>::new(), "{text}");
        }
    }
}
