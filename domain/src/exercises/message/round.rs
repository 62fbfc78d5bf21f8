//! The rounds of a student: what is stored between two requests, and how an answer is judged.

use super::Harm;
use crate::{
    exercises::draws::{Draws, Seed},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// The answer of the last round, to explain it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub harm: Harm,
    pub answer: Harm,
}

impl Answered {
    pub fn is_right(self) -> bool {
        self.harm == self.answer
    }
}

/// What is stored of a student's rounds. It does not contain what happens to the message of an open round: that follows
/// from the seed, which is stored sealed with the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageProgress {
    /// Number of the last message, 0 before the first.
    pub round: u32,
    /// The last message waits for its answer.
    pub open: bool,
    /// What the student has named right.
    pub named: Vec<Harm>,
    /// The last round showed something that the student had named right before.
    #[serde(default)]
    repeated: bool,
    #[serde(default)]
    pub last: Option<Answered>,
}

impl MessageProgress {
    /// A new message begins a round. While a round is open there is no other, so that a student cannot skip one.
    pub fn sent(mut self) -> Result<Self, Refusal> {
        if self.open {
            return Err(Refusal::RoundOver);
        }
        self.round = self.round.saturating_add(1);
        self.open = true;
        self.last = None;
        Ok(self)
    }

    /// What happens or happened to the last message. What the student has already named right can come once more, so
    /// that the last one cannot be found by elimination, but not twice in succession.
    pub fn harm(&self, seed: &Seed) -> Harm {
        if let Some(answered) = self.last {
            return answered.harm;
        }
        let missing = || Harm::ALL.into_iter().filter(|harm| !self.named.contains(harm));
        let again = Harm::ALL.into_iter().filter(|_| !self.repeated || self.passed());
        let tickets: Vec<Harm> = missing().chain(again).collect();
        let mut draws = Draws::new(seed, &format!("harm of round {}", self.round));
        draws.pick(&tickets).copied().unwrap_or(Harm::Integrity)
    }

    /// Judges the first answer of the open round, which ends with it. The answer to any other round is refused.
    pub fn answered(mut self, round: u32, answer: Harm, seed: &Seed) -> Result<Self, Refusal> {
        if !self.open || round != self.round {
            return Err(Refusal::RoundOver);
        }
        let answered = Answered {
            harm: self.harm(seed),
            answer,
        };
        self.repeated = self.named.contains(&answered.harm);
        if answered.is_right() && !self.repeated {
            self.named.push(answered.harm);
        }
        self.open = false;
        self.last = Some(answered);
        Ok(self)
    }

    /// All three were named right, each with the first answer of its round.
    pub fn passed(&self) -> bool {
        Harm::ALL.iter().all(|harm| self.named.contains(harm))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed(n: usize) -> Seed {
        core::array::from_fn(|at| (n >> (8 * (at % 4))) as u8)
    }

    /// Answers the rounds of one student. The function gets what happened and the round, and returns the answer.
    fn play(student: usize, answer: impl Fn(Harm, u32) -> Harm) -> MessageProgress {
        let mut progress = MessageProgress::default();
        while !progress.passed() && progress.round < 200 {
            progress = progress.sent().unwrap();
            let seed = seed(1000 * student + progress.round as usize);
            let (round, harm) = (progress.round, progress.harm(&seed));
            progress = progress.answered(round, answer(harm, round), &seed).unwrap();
        }
        progress
    }

    const fn other(harm: Harm) -> Harm {
        match harm {
            Harm::Integrity => Harm::Availability,
            _ => Harm::Integrity,
        }
    }

    #[test]
    fn a_student_who_is_always_right_passes_in_three_to_five_rounds() {
        let rounds: Vec<u32> = (0..500).map(|student| play(student, |harm, _| harm).round).collect();
        assert!(rounds.iter().all(|rounds| (3..=5).contains(rounds)), "{rounds:?}");
        assert!(rounds.contains(&3) && rounds.contains(&5));
    }

    #[test]
    fn a_wrong_answer_costs_a_round_and_names_nothing() {
        let progress = play(1, |harm, round| if round < 3 { other(harm) } else { harm });
        assert!(progress.passed() && progress.round >= 5, "{progress:?}");
        assert!(!play(2, |harm, _| other(harm)).passed());
    }

    #[test]
    fn a_student_who_always_gives_the_same_answer_does_not_pass() {
        for harm in Harm::ALL {
            assert_eq!(play(3, |_, _| harm).named, [harm]);
        }
    }

    #[test]
    fn a_round_is_answered_once() {
        let seed = seed(1);
        let progress = MessageProgress::default();
        for round in [0, 1] {
            assert_eq!(
                progress.clone().answered(round, Harm::Integrity, &seed),
                Err(Refusal::RoundOver)
            );
        }
        let sent = progress.sent().unwrap();
        assert_eq!(sent.clone().sent(), Err(Refusal::RoundOver), "no round is skipped");
        for round in [0, 2] {
            assert_eq!(
                sent.clone().answered(round, Harm::Integrity, &seed),
                Err(Refusal::RoundOver)
            );
        }
        let answered = sent.answered(1, Harm::Integrity, &seed).unwrap();
        assert_eq!(
            answered.clone().answered(1, Harm::Availability, &seed),
            Err(Refusal::RoundOver)
        );
        assert_eq!(answered.sent().unwrap().round, 2);
    }

    #[test]
    fn what_happens_stays_the_same_until_the_answer() {
        let sent = MessageProgress::default().sent().unwrap();
        let stored: MessageProgress = serde_json::from_str(&serde_json::to_string(&sent).unwrap()).unwrap();
        assert_eq!(stored.harm(&seed(7)), sent.harm(&seed(7)));
        let answered = sent.clone().answered(1, Harm::Integrity, &seed(7)).unwrap();
        assert_eq!(
            answered.harm(&seed(7)),
            sent.harm(&seed(7)),
            "the page after the answer shows the same"
        );
        let json = serde_json::to_string(&sent).unwrap();
        assert!(Harm::ALL.iter().all(|harm| !json.contains(harm.code())), "{json}");
    }

    #[test]
    fn the_first_round_of_a_neighbour_says_nothing() {
        let first = MessageProgress::default().sent().unwrap();
        let harms: Vec<Harm> = (0..3000).map(|student| first.harm(&seed(student * 77 + 5))).collect();
        for harm in Harm::ALL {
            let count = harms.iter().filter(|drawn| **drawn == harm).count();
            assert!((900..1100).contains(&count), "{harm:?} {count}");
        }
        let equal = harms.windows(2).filter(|pair| pair[0] == pair[1]).count();
        assert!((900..1100).contains(&equal), "{equal} of 3000 neighbours see the same");
    }

    #[test]
    fn the_exercise_can_be_repeated_after_it_was_passed() {
        let passed = play(4, |harm, _| harm);
        let rounds = passed.round;
        let again = passed.sent().unwrap();
        let harm = again.harm(&seed(9));
        let again = again.answered(rounds + 1, other(harm), &seed(9)).unwrap();
        assert!(again.passed(), "a badge does not turn grey");
    }
}
