//! Fills the request template of the operator: `{to}` is replaced by the phone number, and `{text}` by the message.

use super::BadGateway;
use std::fmt::Write as _;

/// How values are escaped, so that a value cannot leave its place in the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    Percent,
    Json,
}

enum Piece {
    Text(String),
    To,
    Message,
}

pub struct Template {
    pieces: Vec<Piece>,
    escape: Escape,
}

impl Template {
    /// A field is a name in braces. Other braces, such as those of JSON, are plain text.
    pub fn parse(setting: &'static str, text: &str, escape: Escape) -> Result<Self, BadGateway> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let after = &rest[at + 1..];
            let name_ends = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let name = match name_ends {
                Some(end) if end > 0 && after[end..].starts_with('}') => &after[..end],
                _ => {
                    plain.push_str(&rest[..=at]);
                    rest = after;
                    continue;
                }
            };
            plain.push_str(&rest[..at]);
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
            pieces.push(match name {
                "to" => Piece::To,
                "text" => Piece::Message,
                field => {
                    return Err(BadGateway::UnknownField {
                        setting,
                        field: field.to_owned(),
                    });
                }
            });
            rest = &after[name.len() + 1..];
        }
        plain.push_str(rest);
        pieces.push(Piece::Text(plain));
        Ok(Self { pieces, escape })
    }

    pub fn has(&self, field: &str) -> bool {
        self.pieces
            .iter()
            .any(|piece| matches!((piece, field), (Piece::To, "to") | (Piece::Message, "text")))
    }

    pub fn is_empty(&self) -> bool {
        self.pieces
            .iter()
            .all(|piece| matches!(piece, Piece::Text(text) if text.is_empty()))
    }

    pub fn filled(&self, to: &str, message: &str) -> String {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::To => self.put(&mut filled, to),
                Piece::Message => self.put(&mut filled, message),
            }
        }
        filled
    }

    fn put(&self, filled: &mut String, value: &str) {
        match self.escape {
            Escape::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                filled.push_str(&quoted[1..quoted.len() - 1]);
            }
            Escape::Percent => {
                for byte in value.bytes() {
                    match byte {
                        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                            filled.push(char::from(byte));
                        }
                        // Writing into a string cannot fail.
                        _ => drop(write!(filled, "%{byte:02X}")),
                    }
                }
            }
        }
    }
}
