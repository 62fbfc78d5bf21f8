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
    /// The practice phone has a passkey for the site.
    pub made: bool,
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
    /// A phone has one passkey for a site and a login.
    pub const fn after_making(self) -> Result<Self, Refusal> {
        if self.made {
            return Err(Refusal::RoundOver);
        }
        Ok(Self { made: true, ..self })
    }

    /// A sign-in begins. It can be repeated.
    pub const fn begun(self) -> Result<Self, Refusal> {
        if !self.made {
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Copy, Debug)]
    enum Act {
        Make,
        Begin,
        Check(Option<Mistake>),
        TryElsewhere,
        Answer(Reason),
    }

    fn after(progress: PasskeyProgress, act: Act) -> Result<PasskeyProgress, Refusal> {
        match act {
            Act::Make => progress.after_making(),
            Act::Begin => progress.begun(),
            Act::Check(mistake) => Ok(progress.after_check(mistake)),
            Act::TryElsewhere => progress.after_refusal(),
            Act::Answer(reason) => progress.answered(reason),
        }
    }

    #[test]
    fn passkey_sign_in_refusal_and_answer_pass_the_exercise() {
        let acts = [
            Act::Make,
            Act::Begin,
            Act::Check(None),
            Act::TryElsewhere,
            Act::Answer(Reason::Care),
            Act::Answer(Reason::Address),
        ];
        let start = PasskeyProgress::default();
        let passed = acts.into_iter().try_fold(start, after).unwrap();
        assert!(passed.passed() && !passed.asks());
        assert_eq!(passed.answered(Reason::Care), Err(Refusal::RoundOver));
        for skipped in [0, 3, 5] {
            let mut others = acts.to_vec();
            others.remove(skipped);
            let outcome = others.into_iter().try_fold(start, after);
            assert!(outcome.is_err() || !outcome.unwrap().passed(), "without {skipped}");
        }
    }

    #[test]
    fn what_is_stored_is_read_back_and_old_states_are_understood() {
        let progress = PasskeyProgress {
            made: true,
            mistake: Some(Mistake::Reason(Reason::Finger)),
            ..PasskeyProgress::default()
        };
        let stored = serde_json::to_string(&progress).unwrap();
        assert_eq!(serde_json::from_str::<PasskeyProgress>(&stored).unwrap(), progress);
        assert_eq!(
            serde_json::from_str::<PasskeyProgress>("{}").unwrap(),
            PasskeyProgress::default()
        );
    }

    #[test]
    fn neighbours_see_the_answers_in_different_orders() {
        for seat in 0..60_u16 {
            let order = Reason::in_order_of_seat(seat);
            assert!(Reason::ALL.iter().all(|reason| order.contains(reason)));
            assert_ne!(order, Reason::in_order_of_seat(seat + 1));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
        for act in PasskeyAct::ALL {
            assert_eq!(PasskeyAct::from_code(act.code()), Some(act));
        }
    }

    fn any_act() -> impl Strategy<Value = Act> {
        let mistakes = [None, Some(Mistake::Late), Some(Mistake::Changed)];
        prop_oneof![
            Just(Act::Make),
            Just(Act::Begin),
            (0..3_usize).prop_map(move |index| Act::Check(mistakes[index])),
            Just(Act::TryElsewhere),
            (0..3_usize).prop_map(|index| Act::Answer(Reason::ALL[index])),
        ]
    }

    proptest! {
        #[test]
        fn in_any_order_nothing_that_was_done_is_lost(acts in prop::collection::vec(any_act(), 0..20)) {
            let mut progress = PasskeyProgress::default();
            for act in acts {
                let before = progress;
                if let Ok(next) = after(progress, act) {
                    progress = next;
                }
                prop_assert!(progress.made >= before.made && progress.signed_in >= before.signed_in);
                prop_assert!(progress.refused >= before.refused && progress.passed() >= before.passed());
                prop_assert!(!progress.passed() || progress.signed_in && progress.refused);
            }
        }
    }
}
