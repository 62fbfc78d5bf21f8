//! Reads questions in Moodle's GIFT format: multiple choice with one right answer, and true or false. Everything else is
//! named with its line and the reason.

mod lexer;
#[cfg(test)]
mod tests;

use super::{Answers, MAX_CHOICE, MAX_CHOICES, MAX_QUESTION, MAX_QUESTIONS, Question};
use crate::validate::one_line;
use lexer::{Block, blocks, find, split_at_mark, unescaped};
use serde::{Deserialize, Serialize};

/// More faults than a teacher reads at once are not listed.
const MAX_FAULTS: usize = 10;

/// Why a question was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiftReason {
    /// The question has no answers in braces.
    NoAnswers,
    /// The brace is not closed, or there is text that is no answer.
    NotUnderstood,
    /// Free text, a number, pairs, or a short answer.
    OtherKind,
    NoRightAnswer,
    SeveralRightAnswers,
    /// The question is marked as HTML.
    Html,
    /// The question or a choice is empty or too long.
    Length,
    TooManyChoices,
    RepeatedChoice,
    TooManyQuestions,
    /// The file has no question.
    Empty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftFault {
    /// The line of the file, from 1.
    pub line: usize,
    pub reason: GiftReason,
}

/// All questions of the file, or everything that was not understood.
pub fn parse(text: &str) -> Result<Vec<Question>, Vec<GiftFault>> {
    let (mut questions, mut faults) = (Vec::new(), Vec::new());
    for block in blocks(text) {
        let read = match questions.len() {
            MAX_QUESTIONS => Err(GiftReason::TooManyQuestions),
            _ => question(&block),
        };
        match read {
            Ok(question) => questions.push(question),
            Err(reason) => faults.push(GiftFault {
                line: block.line,
                reason,
            }),
        }
        if faults.len() == MAX_FAULTS {
            break;
        }
    }
    if questions.is_empty() && faults.is_empty() {
        faults.push(GiftFault {
            line: 1,
            reason: GiftReason::Empty,
        });
    }
    match faults.is_empty() {
        true => Ok(questions),
        false => Err(faults),
    }
}

fn question(block: &Block) -> Result<Question, GiftReason> {
    let text = without_format(without_title(block.text.trim()))?;
    let open = find(text, "{").ok_or(GiftReason::NoAnswers)?;
    let (before, rest) = (&text[..open], &text[open + 1..]);
    let close = find(rest, "}").ok_or(GiftReason::NotUnderstood)?;
    let (body, after) = (&rest[..close], &rest[close + 1..]);
    if find(after, "{").is_some() {
        return Err(GiftReason::NotUnderstood);
    }
    let text = match after.trim() {
        "" => clean(before),
        after => format!("{} ___ {}", clean(before), clean(after)),
    };
    Ok(Question {
        text: bounded(text, MAX_QUESTION)?,
        answers: answers(body)?,
    })
}

fn without_title(text: &str) -> &str {
    let rest = text.strip_prefix("::");
    rest.and_then(|rest| Some(&rest[find(rest, "::")? + 2..]))
        .unwrap_or(text)
        .trim_start()
}

fn without_format(text: &str) -> Result<&str, GiftReason> {
    for (format, is_plain) in [
        ("[plain]", true),
        ("[moodle]", true),
        ("[html]", false),
        ("[markdown]", false),
    ] {
        if let Some(rest) = text.strip_prefix(format) {
            return if is_plain { Ok(rest) } else { Err(GiftReason::Html) };
        }
    }
    Ok(text)
}

fn answers(body: &str) -> Result<Answers, GiftReason> {
    let body = find(body, "####").map_or(body, |end| &body[..end]).trim();
    if body.is_empty() || body.starts_with('#') {
        return Err(GiftReason::OtherKind);
    }
    match without_feedback(body).to_ascii_uppercase().as_str() {
        "T" | "TRUE" => return Ok(Answers::TrueFalse { right: true }),
        "F" | "FALSE" => return Ok(Answers::TrueFalse { right: false }),
        _ => {}
    }
    let (mut choices, mut right, mut wrong) = (Vec::new(), Vec::new(), 0);
    for (mark, answer) in split_at_mark(body).ok_or(GiftReason::NotUnderstood)? {
        if find(answer, "->").is_some() {
            return Err(GiftReason::OtherKind);
        }
        let (weight, answer) = weighted(without_feedback(answer));
        match (mark, weight) {
            ('=', None | Some(100)) => right.push(choices.len()),
            ('~', None | Some(..=0)) => wrong += 1,
            _ => return Err(GiftReason::SeveralRightAnswers),
        }
        let choice = bounded(clean(answer), MAX_CHOICE)?;
        // Of thousands of choices, not each is compared with each.
        if choices.len() <= MAX_CHOICES && choices.contains(&choice) {
            return Err(GiftReason::RepeatedChoice);
        }
        choices.push(choice);
    }
    match (right.as_slice(), wrong, choices.len()) {
        (_, 0, _) => Err(GiftReason::OtherKind),
        (_, _, MAX_MORE..) => Err(GiftReason::TooManyChoices),
        ([], ..) => Err(GiftReason::NoRightAnswer),
        ([right], ..) => Ok(Answers::Choices { right: *right, choices }),
        _ => Err(GiftReason::SeveralRightAnswers),
    }
}

const MAX_MORE: usize = MAX_CHOICES + 1;

fn without_feedback(answer: &str) -> &str {
    find(answer, "#").map_or(answer, |end| &answer[..end]).trim()
}

/// The weight in percent, such as `%50%`, and the rest. A weight that is no number is a part of the answer.
fn weighted(answer: &str) -> (Option<i64>, &str) {
    let parts = answer.strip_prefix('%').and_then(|rest| rest.split_once('%'));
    let weight = parts.and_then(|(weight, rest)| Some((weight.trim().parse::<f64>().ok()?.ceil() as i64, rest)));
    weight.map_or((None, answer), |(weight, rest)| (Some(weight), rest))
}

fn clean(text: &str) -> String {
    one_line(&unescaped(text))
}

fn bounded(text: String, most: usize) -> Result<String, GiftReason> {
    match (1..=most).contains(&text.chars().count()) {
        true => Ok(text),
        false => Err(GiftReason::Length),
    }
}
