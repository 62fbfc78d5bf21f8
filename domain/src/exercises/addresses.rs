//! The addresses that the pictures of a browser show: the site of the exercises, and sites of a thief that look like it.
//! They end with names that are reserved for examples and cannot be registered (RFC 2606).

use serde::{Deserialize, Serialize};

/// The site of the exercises. It is not the address of this server: many classes use an IP address, and the exercise is
/// about names.
pub const SITE: &str = "stepwise.example";

/// A part of an address, as the student points at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// `https://`
    Scheme,
    /// The beginning of the host name.
    Name,
    /// The end of the host name.
    End,
    /// What follows the host name.
    Path,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Scheme, Self::Name, Self::End, Self::Path];

    /// The value of the form field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Name => "name",
            Self::End => "end",
            Self::Path => "path",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// A site whose address looks like `SITE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lookalike {
    /// One letter is replaced by a similar one.
    SwappedLetter,
    /// The real name is only the beginning of the host name.
    OtherEnd,
    /// One letter is replaced by two that look like it.
    TwoLetters,
    /// A word is added to the name.
    AddedWord,
}

impl Lookalike {
    pub const ALL: [Self; 4] = [Self::SwappedLetter, Self::OtherEnd, Self::TwoLetters, Self::AddedWord];

    /// Neighbours see different addresses.
    pub fn of_seat(number: u16) -> Self {
        Self::ALL[usize::from(number) % Self::ALL.len()]
    }

    /// Another one than `of_seat`, so that one exercise does not give away the address of the other.
    pub fn of_seat_for_passkeys(number: u16) -> Self {
        Self::of_seat(number.wrapping_add(1))
    }

    pub const fn host(self) -> &'static str {
        match self {
            Self::SwappedLetter => "stepwlse.example",
            Self::OtherEnd => "stepwise.example.login.test",
            Self::TwoLetters => "stepvvise.example",
            Self::AddedWord => "stepwise-login.example",
        }
    }

    /// The text of a part of the address of the sign-in page.
    pub const fn text(self, part: Part) -> &'static str {
        match (part, self) {
            (Part::Scheme, _) => "https://",
            (Part::Path, _) => "/sign-in",
            (Part::Name, Self::SwappedLetter) => "stepwlse",
            (Part::Name, Self::OtherEnd) => SITE,
            (Part::Name, Self::TwoLetters) => "stepvvise",
            (Part::Name, Self::AddedWord) => "stepwise-login",
            (Part::End, Self::OtherEnd) => ".login.test",
            (Part::End, _) => ".example",
        }
    }

    /// The part that shows that the address is another one.
    pub const fn false_part(self) -> Part {
        match self {
            Self::OtherEnd => Part::End,
            Self::SwappedLetter | Self::TwoLetters | Self::AddedWord => Part::Name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_an_address_are_its_host_between_scheme_and_path() {
        for lookalike in Lookalike::ALL {
            let host = format!("{}{}", lookalike.text(Part::Name), lookalike.text(Part::End));
            assert_eq!(host, lookalike.host());
            assert_ne!(host, SITE);
            assert!(matches!(lookalike.false_part(), Part::Name | Part::End));
        }
        for part in Part::ALL {
            assert_eq!(Part::from_code(part.code()), Some(part));
            assert_eq!(serde_json::to_value(part).unwrap(), part.code());
        }
    }

    #[test]
    fn no_address_can_be_registered() {
        for host in Lookalike::ALL.map(Lookalike::host).into_iter().chain([SITE]) {
            assert!(host.ends_with(".example") || host.ends_with(".test"), "{host}");
        }
    }

    #[test]
    fn neighbours_and_the_two_exercises_have_different_addresses() {
        for seat in [0, 1, 2, 3, 500, u16::MAX] {
            assert_ne!(Lookalike::of_seat(seat), Lookalike::of_seat(seat.wrapping_add(1)));
            assert_ne!(Lookalike::of_seat(seat), Lookalike::of_seat_for_passkeys(seat));
        }
    }
}
