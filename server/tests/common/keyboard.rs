//! What keyboards type in tests if the layout is not the one that the student looks at.

const KEYS: &str = "qwertyuiopasdfghjklzxcvbnm";
const RUSSIAN: &str = "йцукенгшщзфывапролдячсмить";
const FRENCH_DIGITS: &str = "à&é\"'(-è_ç";

fn typed(text: &str, from: &str, to: &str) -> String {
    let key = |c: char| from.chars().zip(to.chars()).find(|(key, _)| *key == c);
    text.chars().map(|c| key(c).map_or(c, |(_, typed)| typed)).collect()
}

/// The Russian layout.
pub fn russian(text: &str) -> String {
    typed(text, KEYS, RUSSIAN)
}

/// A French keyboard without the shift key.
pub fn french_without_shift(text: &str) -> String {
    typed(text, "0123456789", FRENCH_DIGITS)
}

/// The French layout on an English keyboard.
pub fn french(text: &str) -> String {
    typed(text, "aqwzm-0123456789", "qazw,)à&é\"'(-è_ç")
}

pub fn full_width(text: &str) -> String {
    let wide = |c: char| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c);
    text.chars()
        .map(|c| if c.is_ascii_graphic() { wide(c) } else { c })
        .collect()
}
