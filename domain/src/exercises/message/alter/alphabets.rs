//! Letters, pictures and marks, and what replaces them.

use crate::exercises::draws::Draws;
use unicode_segmentation::UnicodeSegmentation;

/// Letters of one case of an alphabet.
pub(super) struct Alphabet {
    contains: fn(char) -> bool,
    vowels: &'static str,
    /// They replace letters, and no two of them look alike. A vowel becomes a consonant and a consonant becomes a vowel,
    /// so that no other word arises by chance.
    new_vowels: &'static str,
    new_consonants: &'static str,
}

const fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{17F}')
}

const fn is_cyrillic(c: char) -> bool {
    matches!(
        c,
        'А'..='я' | 'Ё' | 'ё' | 'І' | 'і' | 'Ї' | 'ї' | 'Є' | 'є' | 'Ґ' | 'ґ' | 'Ў' | 'ў'
    )
}

const fn is_greek(c: char) -> bool {
    matches!(c, '\u{386}' | '\u{388}'..='\u{3CE}')
}

const ALPHABETS: [Alphabet; 13] = [
    Alphabet {
        contains: |c| is_latin(c) && c.is_lowercase(),
        vowels: "aeiouyàâäáãåæèéêëìíîïòóôöõøùúûüýÿœ",
        new_vowels: "aou",
        new_consonants: "kmtzg",
    },
    Alphabet {
        contains: |c| is_latin(c) && c.is_uppercase(),
        vowels: "AEIOUYÀÂÄÁÃÅÆÈÉÊËÌÍÎÏÒÓÔÖÕØÙÚÛÜÝŸŒ",
        new_vowels: "AOU",
        new_consonants: "KMTZG",
    },
    Alphabet {
        contains: |c| is_cyrillic(c) && c.is_lowercase(),
        vowels: "аеёиоуыэюяіїє",
        new_vowels: "аоы",
        new_consonants: "ктмжв",
    },
    Alphabet {
        contains: |c| is_cyrillic(c) && c.is_uppercase(),
        vowels: "АЕЁИОУЫЭЮЯІЇЄ",
        new_vowels: "АОЫ",
        new_consonants: "КТМЖВ",
    },
    Alphabet {
        contains: |c| is_greek(c) && c.is_lowercase(),
        vowels: "αεηιουωάέήίόύώ",
        new_vowels: "αω",
        new_consonants: "κλπψ",
    },
    Alphabet {
        contains: |c| is_greek(c) && c.is_uppercase(),
        vowels: "ΑΕΗΙΟΥΩ",
        new_vowels: "ΑΩ",
        new_consonants: "ΚΛΠΨ",
    },
    Alphabet {
        contains: |c| matches!(c, '\u{5D0}'..='\u{5EA}'),
        vowels: "",
        new_vowels: "בלמשקג",
        new_consonants: "",
    },
    Alphabet {
        contains: |c| matches!(c, '\u{621}'..='\u{64A}' | '\u{671}'..='\u{6D3}'),
        vowels: "",
        new_vowels: "جدسعكلمه",
        new_consonants: "",
    },
    Alphabet {
        contains: |c| matches!(c, '\u{10D0}'..='\u{10F0}'),
        vowels: "",
        new_vowels: "აბკმრტ",
        new_consonants: "",
    },
    Alphabet {
        contains: |c| matches!(c, '\u{904}'..='\u{939}'),
        vowels: "",
        new_vowels: "कगतनमल",
        new_consonants: "",
    },
    Alphabet {
        contains: |c| matches!(c, '\u{3041}'..='\u{3096}'),
        vowels: "",
        new_vowels: "かすとみれ",
        new_consonants: "",
    },
    Alphabet {
        contains: |c| matches!(c, '\u{AC00}'..='\u{D7A3}'),
        vowels: "",
        new_vowels: "감노도류빛",
        new_consonants: "",
    },
    Alphabet {
        contains: |c| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'),
        vowels: "",
        new_vowels: "山水木火月人",
        new_consonants: "",
    },
];

pub(super) const NEW_MARKS: &str = "?!#*+=";
pub(super) const NEW_PICTURES: [&str; 6] = ["🐟", "🌵", "🎲", "🚲", "🍋", "🧦"];

pub(super) fn alphabet_of(c: char) -> Option<&'static Alphabet> {
    ALPHABETS.iter().find(|alphabet| (alphabet.contains)(c))
}

/// A different grapheme of the same kind.
pub(super) fn replacement(grapheme: &str, draws: &mut Draws) -> Option<&'static str> {
    let first = grapheme.chars().next()?;
    let candidates: Vec<&'static str> = match alphabet_of(first) {
        Some(alphabet) if alphabet.new_consonants.is_empty() => alphabet.new_vowels.graphemes(true).collect(),
        Some(alphabet) if alphabet.vowels.contains(first) => alphabet.new_consonants.graphemes(true).collect(),
        Some(alphabet) => alphabet.new_vowels.graphemes(true).collect(),
        None if is_picture(first) => NEW_PICTURES.to_vec(),
        None => NEW_MARKS.graphemes(true).collect(),
    };
    let different: Vec<&'static str> = candidates.into_iter().filter(|new| !new.starts_with(first)).collect();
    draws.pick(&different).copied()
}

pub(super) const fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_letters(letter: char) -> impl Iterator<Item = char> {
        (0..=255).map(move |seed| {
            let mut draws = Draws::new(&[seed; 16], "letter");
            let new = replacement(letter.encode_utf8(&mut [0; 4]), &mut draws).unwrap();
            new.parse().unwrap()
        })
    }

    #[test]
    fn a_letter_becomes_another_one_of_its_alphabet_and_case() {
        for letters in [
            "abcdefghijklmnopqrstuvwxyz",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "àâçéèêëîïôöùûüÿœæ",
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
            "αβγδεζηθικλμνξοπρστυφχψω",
            "אבגדהוזחטיכלמנסעפצקרשת",
            "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
        ] {
            for letter in letters.chars() {
                let alphabet = alphabet_of(letter).unwrap();
                for altered in new_letters(letter) {
                    assert!(altered != letter && (alphabet.contains)(altered), "{letter} {altered}");
                }
            }
        }
    }
}
