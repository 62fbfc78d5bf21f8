//! The exercise *the thief*: a mail with a link, a page with an address that looks right, and a thief who uses what is
//! typed there. A code does not stop the thief; a passkey does.

use super::addresses::{Lookalike, Part};
use crate::{refusal::Refusal, time::Timestamp};
use serde::{Deserialize, Serialize};

/// What a student does with a button alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhishingAct {
    /// Open the link of the mail.
    OpenLink,
    /// Make a practice passkey, if the student has none from the exercise *passkey*.
    MakePasskey,
    /// Sign in on the page of the thief with the practice passkey.
    UsePasskey,
}

impl PhishingAct {
    pub const ALL: [Self; 3] = [Self::OpenLink, Self::MakePasskey, Self::UsePasskey];

    /// The value of the form field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OpenLink => "open",
            Self::MakePasskey => "make",
            Self::UsePasskey => "passkey",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// A wrong answer, which the page explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// The login of another account was typed. Nothing was looked up.
    OtherLogin,
    /// This part of the address is as it should be, or proves nothing.
    Part(Part),
}

/// What a student has done of the exercise. It contains nothing that was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhishingProgress {
    pub opened: bool,
    /// The thief has got the right password. It is the epoch of the account at that time: the password of an older epoch
    /// is worth nothing.
    pub password: Option<u32>,
    /// When the thief was signed in with password and code.
    pub robbed: Option<Timestamp>,
    /// The phone had no passkey for the page of the thief.
    pub passkey_refused: bool,
    /// The student has pointed at the false part of the address.
    pub spotted: bool,
    /// The student has done so before anything was typed.
    pub spotted_at_once: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<Mistake>,
}

/// What the page shows now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    /// The inbox with the mail.
    Mail,
    /// The page of the thief asks for login and password.
    Password,
    /// The page of the thief asks for the code.
    Code,
    /// The thief was in. Now the same page and a passkey.
    Passkey,
    /// The question about the address.
    Address,
    /// Everything is done.
    End,
}

impl PhishingProgress {
    /// `epoch` is the current one of the account.
    pub fn scene(self, epoch: u32) -> Scene {
        match self {
            _ if !self.opened => Scene::Mail,
            _ if self.robbed.is_none() && self.password != Some(epoch) => Scene::Password,
            _ if self.robbed.is_none() => Scene::Code,
            _ if !self.passkey_refused => Scene::Passkey,
            _ if !self.spotted => Scene::Address,
            _ => Scene::End,
        }
    }

    /// Refuses an act that belongs to another scene.
    pub fn in_scene(self, scene: Scene, epoch: u32) -> Result<Self, Refusal> {
        match self.scene(epoch) == scene {
            true => Ok(self),
            false => Err(Refusal::RoundOver),
        }
    }

    #[must_use]
    pub const fn after_opening(self) -> Self {
        Self { opened: true, ..self }
    }

    #[must_use]
    pub const fn after_other_login(self) -> Self {
        Self {
            mistake: Some(Mistake::OtherLogin),
            ..self
        }
    }

    #[must_use]
    pub const fn after_password(self, epoch: u32) -> Self {
        Self {
            password: Some(epoch),
            mistake: None,
            ..self
        }
    }

    #[must_use]
    pub const fn after_theft(self, now: Timestamp) -> Self {
        Self {
            robbed: Some(now),
            mistake: None,
            ..self
        }
    }

    #[must_use]
    pub const fn after_passkey(self) -> Self {
        Self {
            passkey_refused: true,
            mistake: None,
            ..self
        }
    }

    /// The student says which part of the address is false: on the page of the thief, or at the end.
    pub fn pointed_at(self, part: Part, lookalike: Lookalike, epoch: u32) -> Result<Self, Refusal> {
        let scene = self.scene(epoch);
        if self.spotted || !matches!(scene, Scene::Password | Scene::Address) {
            return Err(Refusal::RoundOver);
        }
        let is_right = part == lookalike.false_part();
        Ok(Self {
            spotted: is_right,
            spotted_at_once: is_right && self.password.is_none() && self.robbed.is_none(),
            mistake: (!is_right).then_some(Mistake::Part(part)),
            ..self
        })
    }

    pub const fn passed(self) -> bool {
        self.robbed.is_some() && self.passkey_refused && self.spotted
    }
}

#[cfg(test)]
mod tests;
