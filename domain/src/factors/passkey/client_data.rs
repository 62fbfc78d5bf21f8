//! The part of an answer that the browser writes: for which challenge and on which site it was given.

use super::PasskeyFault;
use serde::Deserialize;

/// What the browser did with the authenticator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceremony {
    Create,
    Get,
}

impl Ceremony {
    const fn kind(self) -> &'static str {
        match self {
            Self::Create => "webauthn.create",
            Self::Get => "webauthn.get",
        }
    }
}

/// `clientDataJSON`. Browsers may add further members, which are ignored.
#[derive(Clone, Debug, Deserialize)]
pub struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
    #[serde(rename = "topOrigin", default)]
    top_origin: Option<String>,
}

/// The answer that the server expects.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    pub ceremony: Ceremony,
    /// The challenge in base64url, as the server has sent it.
    pub challenge: &'a str,
    pub origin: &'a str,
}

impl ClientData {
    /// The challenge that the browser has answered. The caller checks that the server has issued it.
    pub fn challenge(&self) -> &str {
        &self.challenge
    }

    pub fn check(&self, expected: Expected<'_>) -> Result<(), PasskeyFault> {
        if self.kind != expected.ceremony.kind() {
            return Err(PasskeyFault::OtherCeremony);
        }
        if self.challenge != expected.challenge {
            return Err(PasskeyFault::OtherChallenge);
        }
        if self.origin != expected.origin {
            return Err(PasskeyFault::OtherOrigin);
        }
        if self.cross_origin || self.top_origin.is_some() {
            return Err(PasskeyFault::InForeignFrame);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const EXPECTED: Expected<'_> = Expected {
        ceremony: Ceremony::Get,
        challenge: "Y2hhbGxlbmdl",
        origin: "https://learn.example.org",
    };

    fn right() -> Value {
        json!({
            "type": "webauthn.get",
            "challenge": "Y2hhbGxlbmdl",
            "origin": "https://learn.example.org",
            "crossOrigin": false,
            "other_keys_can_be_added_here": "do not compare clientDataJSON against a template",
        })
    }

    fn checked(name: &str, value: Value) -> Result<(), PasskeyFault> {
        let mut data = right();
        data[name] = value;
        serde_json::from_value::<ClientData>(data).unwrap().check(EXPECTED)
    }

    #[test]
    fn every_member_is_compared() {
        assert_eq!(checked("crossOrigin", json!(false)), Ok(()));
        for (name, value, fault) in [
            ("type", json!("webauthn.create"), PasskeyFault::OtherCeremony),
            ("challenge", json!("Y2hhbGxlbmdm"), PasskeyFault::OtherChallenge),
            (
                "origin",
                json!("https://learn.example.org.evil.example"),
                PasskeyFault::OtherOrigin,
            ),
            ("origin", json!("http://learn.example.org"), PasskeyFault::OtherOrigin),
            (
                "origin",
                json!("https://learn.example.org:8443"),
                PasskeyFault::OtherOrigin,
            ),
            ("crossOrigin", json!(true), PasskeyFault::InForeignFrame),
            ("topOrigin", json!("https://evil.example"), PasskeyFault::InForeignFrame),
        ] {
            assert_eq!(checked(name, value), Err(fault), "{name}");
        }
    }

    #[test]
    fn old_browsers_say_nothing_about_frames() {
        let data = r#"{"type":"webauthn.get","challenge":"Y2hhbGxlbmdl","origin":"https://learn.example.org"}"#;
        assert_eq!(
            serde_json::from_str::<ClientData>(data).unwrap().check(EXPECTED),
            Ok(())
        );
    }
}
