//! Negation in Russian: *не* before a verb in a form that needs no other changes, and words with an opposite.

use super::{
    Edit,
    words::{Gap, Sentence, Word, is_one_of},
};

/// Forms that are verbs wherever they stand. Third persons are missing, because after a negation their subject can need
/// another case (*будет урок*, *не будет урока*).
const VERBS: &str = "буду будем будешь будете приду придём придем придёшь придешь придёте придете пойду пойдём пойдем \
    пойдёшь пойдешь иду идём идем идёшь идешь могу можем можешь можете хочу хотим хочешь хотите знаю знаем знаешь знаете \
    люблю любим любишь думаю думаем жду ждём ждем поеду поедем еду едем приеду приедем вижу видим видишь возьму возьмём \
    возьмем принесу принесём принесем скажу скажем позвоню напишу успею успеем играю играем живу живём живем верю помню \
    помним понимаю понимаем надо нужно забуду опоздаю опоздаем получилось понравилось";
/// Forms that are verbs after these pronouns.
const AFTER_PRONOUN: [(&str, &str); 5] = [
    (
        "он она оно",
        "будет придёт придет может хочет знает любит идёт идет пойдёт пойдет",
    ),
    ("они", "будут придут могут хотят знают любят идут пойдут"),
    ("я ты он", "был пришёл пришел забыл видел знал хотел смог должен готов"),
    (
        "я ты она",
        "была пришла забыла видела знала хотела смогла должна готова",
    ),
    (
        "мы вы они",
        "были пришли забыли видели знали хотели смогли должны готовы",
    ),
];
/// With these words the sentence is negated already, and needs more than one change.
const NEGATIVE: &str = "ни нет никогда никто ничего нигде никуда никак";

pub(super) fn negations(text: &str, words: &[Word]) -> Vec<Edit> {
    let sentence = Sentence { text, words };
    let has_other_negation = words.iter().any(|word| is_one_of(NEGATIVE, &word.lower));
    (0..words.len())
        .filter_map(|at| match opposite(sentence, at) {
            None if !has_other_negation => verb(sentence, at),
            found => found,
        })
        .collect()
}

fn verb(sentence: Sentence, at: usize) -> Option<Edit> {
    let (word, before) = (sentence.word(at), sentence.previous(at));
    let pronoun = if before == "не" {
        sentence.previous(at - 1)
    } else {
        before
    };
    let is_verb = is_one_of(VERBS, word)
        || AFTER_PRONOUN
            .iter()
            .any(|(pronouns, verbs)| is_one_of(pronouns, pronoun) && is_one_of(verbs, word));
    // A hyphen joins the verb with a particle (*хочу-ка*), and *ли* makes a polite question.
    if !is_verb || sentence.next(at) == "ли" || sentence.text_after(at).starts_with('-') {
        return None;
    }
    if before == "не" {
        sentence.remove(at - 1)
    } else {
        sentence.insert_before(at, "не ")
    }
}

fn opposite(sentence: Sentence, at: usize) -> Option<Edit> {
    let alone = sentence.begins_at(at) && sentence.ends_after(at);
    let from = sentence.words[..at]
        .iter()
        .any(|word| is_one_of("от с со", &word.lower));
    match sentence.word(at) {
        "да" if alone => sentence.replace(at, at, "нет"),
        "нет" if alone => sentence.replace(at, at, "да"),
        "можно" if sentence.previous(at) != "не" && sentence.next(at) != "ли" => {
            sentence.replace(at, at, "нельзя")
        }
        "нельзя" if sentence.next(at) != "ли" => sentence.replace(at, at, "можно"),
        "до" if sentence.gap(at) == Gap::Spaces && sentence.next(at) != "свидания" && !from => {
            sentence.replace(at, at, "после")
        }
        "после" if sentence.gap(at) == Gap::Spaces => sentence.replace(at, at, "до"),
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
    fn a_sentence_is_negated_as_russian_allows() {
        for (text, expected) in [
            ("Я приду завтра", "Я не приду завтра"),
            ("Приду в пять", "Не приду в пять"),
            ("Он может помочь", "Он не может помочь"),
            ("Они были дома", "Они не были дома"),
            ("Мы не пойдём в кино", "Мы пойдём в кино"),
            ("Не хочу чай", "Хочу чай"),
            ("она не была в школе", "она была в школе"),
            ("Здесь можно купаться", "Здесь нельзя купаться"),
            ("Нельзя открывать окно", "Можно открывать окно"),
            ("Да, конечно", "Нет, конечно"),
            ("Встретимся после урока", "Встретимся до урока"),
            ("надо взять ключ", "не надо взять ключ"),
        ] {
            assert_eq!(changed(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_stays() {
        for text in [
            "Завтра будет урок",
            "Может, завтра",
            "Можно ли войти?",
            "До свидания",
            "У меня нет ключа",
            "Никто не пришёл",
            "Хочу-ка чаю",
            "работаем с утра до вечера",
            "",
        ] {
            assert_eq!(changed(text), Vec::<String>::new(), "{text}");
        }
    }
}
