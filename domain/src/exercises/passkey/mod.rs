//! The exercise *passkey*: a practice phone has a key pair for one site, signs what the site asks, and has nothing for
//! another site.

use crate::refusal::Refusal;
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// How long the server accepts the answer to a challenge.
pub const CHALLENGE_LIFETIME: Duration = Duration::from_secs(5 * 60);

/// What a student does with a button alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyAct {
    /// Make a passkey for the site on the practice phone.
    Make,
    /// Begin a sign-in: the server sends a challenge.
    Begin,
    /// Confirm the sign-in on the phone.
    Confirm,
    /// Use the passkey on a site that looks like the real one.
    TryElsewhere,
}

impl PasskeyAct {
    pub const ALL: [Self; 4] = [Self::Make, Self::Begin, Self::Confirm, Self::TryElsewhere];

    /// The value of the form field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Begin => "begin",
            Self::Confirm => "confirm",
            Self::TryElsewhere => "elsewhere",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// The answers to the question why the phone did not sign for the other site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The other page asked for the wrong finger or PIN.
    Finger,
    /// The phone has a key for the real address only.
    Address,
    /// The student was careful.
    Care,
}

impl Reason {
    pub const ALL: [Self; 3] = [Self::Finger, Self::Address, Self::Care];

    /// The value of the form field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Finger => "finger",
            Self::Address => "address",
            Self::Care => "care",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The order in which a seat sees the answers, so that the place of an answer says nothing to the neighbour.
    pub fn in_order_of_seat(number: u16) -> [Self; 3] {
        let mut order = Self::ALL;
        order.rotate_left(usize::from(number) % Self::ALL.len());
        order
    }

    const fn is_right(self) -> bool {
        matches!(self, Self::Address)
    }
}

/// Why the server did not accept the answer of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// The answer came after `CHALLENGE_LIFETIME`.
    Late,
    /// Something in the answer is not what the phone has signed, or was not signed for this site and challenge.
    Changed,
    Reason(Reason),
}

/// What a student has done of the exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyProgress {
    /// The practice phone or the student's own device has a passkey for the site.
    pub made: bool,
    /// The passkey is on the student's own device.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub on_device: bool,
    /// The server has accepted a signature of the passkey.
    pub signed_in: bool,
    /// The phone had no passkey for the other site.
    pub refused: bool,
    /// The question was answered right.
    pub explained: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<Mistake>,
}

impl PasskeyProgress {
    /// The practice phone has made a passkey. A phone has one passkey for a site and a login. Until the sign-in, the
    /// student can take the practice phone instead of a device that does not sign.
    pub const fn after_making(self) -> Result<Self, Refusal> {
        if self.made && !self.needs_device() {
            return Err(Refusal::RoundOver);
        }
        Ok(Self {
            made: true,
            on_device: false,
            mistake: None,
            ..self
        })
    }

    /// The student's own device has made a passkey.
    pub const fn after_registering(self) -> Result<Self, Refusal> {
        if self.made {
            return Err(Refusal::RoundOver);
        }
        Ok(Self {
            made: true,
            on_device: true,
            ..self
        })
    }

    /// Whether the next step needs the passkey of the device.
    pub const fn needs_device(self) -> bool {
        self.on_device && !self.signed_in
    }

    /// The server has removed the passkey of the device. A student who still needs it makes another one.
    #[must_use]
    pub const fn after_removal(self) -> Self {
        if !self.needs_device() {
            return self;
        }
        Self {
            made: false,
            on_device: false,
            mistake: None,
            ..self
        }
    }

    /// A sign-in with the practice phone begins. It can be repeated.
    pub const fn begun(self) -> Result<Self, Refusal> {
        if !self.made || self.on_device {
            return Err(Refusal::RoundOver);
        }
        Ok(Self { mistake: None, ..self })
    }

    /// The server has checked the answer of the phone.
    pub const fn after_check(self, mistake: Option<Mistake>) -> Self {
        Self {
            signed_in: self.signed_in || mistake.is_none(),
            mistake,
            ..self
        }
    }

    /// The look-alike comes after a real sign-in, so that the student knows what a passkey does.
    pub const fn after_refusal(self) -> Result<Self, Refusal> {
        if !self.signed_in {
            return Err(Refusal::RoundOver);
        }
        Ok(Self { refused: true, ..self })
    }

    pub const fn answered(self, reason: Reason) -> Result<Self, Refusal> {
        if !self.asks() {
            return Err(Refusal::RoundOver);
        }
        let right = reason.is_right();
        let mistake = if right { None } else { Some(Mistake::Reason(reason)) };
        Ok(Self {
            explained: right,
            mistake,
            ..self
        })
    }

    /// Whether the page shows the question.
    pub const fn asks(self) -> bool {
        self.refused && !self.explained
    }

    pub const fn passed(self) -> bool {
        self.signed_in && self.refused && self.explained
    }
}

#[cfg(test)]
mod tests;
