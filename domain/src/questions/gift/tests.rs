use super::*;

fn choices(question: &Question) -> (Vec<&str>, usize) {
    match &question.answers {
        Answers::Choices { choices, right } => (choices.iter().map(String::as_str).collect(), *right),
        Answers::TrueFalse { .. } => panic!("{question:?}"),
    }
}

fn reasons(text: &str) -> Vec<(usize, GiftReason)> {
    parse(text)
        .unwrap_err()
        .into_iter()
        .map(|fault| (fault.line, fault.reason))
        .collect()
}

#[test]
fn questions_with_one_right_answer_are_read() {
    let questions = parse(include_str!("testdata/questions.gift")).unwrap();
    let texts: Vec<&str> = questions.iter().map(|question| question.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Who may know the code of your app?",
            "A code by SMS is as safe as a passkey.",
            "Two-factor means: something you know and something you ___ .",
            "What is 2 + 2 = {4}?",
        ]
    );
    assert_eq!(
        choices(&questions[0]),
        (vec!["Nobody: not even the teacher", "My friends", "The support"], 0)
    );
    assert_eq!(questions[1].answers, Answers::TrueFalse { right: false });
    assert_eq!(choices(&questions[2]), (vec!["are told", "have"], 1));
    assert_eq!(choices(&questions[3]), (vec!["a ~ sign", "50% of #8"], 1));
}

#[test]
fn what_is_not_understood_is_named_with_its_line() {
    let text = "// Mixed\nNo answers\n\nEssay {}\n\nNumber {#4:1}\n\nPairs {=a -> b =c -> d}\n\nShort {=yes =yeah}\n\n\
                None {~a ~b}\n\nTwo {=a =b ~c}\n\nHalf {~%50%a ~%50%b ~c}\n\n[html]<p>X</p> {=a ~b}\n\nOpen {=a ~b\n";
    assert_eq!(
        reasons(text),
        [
            (2, GiftReason::NoAnswers),
            (4, GiftReason::OtherKind),
            (6, GiftReason::OtherKind),
            (8, GiftReason::OtherKind),
            (10, GiftReason::OtherKind),
            (12, GiftReason::NoRightAnswer),
            (14, GiftReason::SeveralRightAnswers),
            (16, GiftReason::SeveralRightAnswers),
            (18, GiftReason::Html),
            (20, GiftReason::NotUnderstood),
        ]
    );
}

#[test]
fn a_file_has_bounds() {
    assert_eq!(reasons(""), [(1, GiftReason::Empty)]);
    assert_eq!(reasons("// only a comment\n"), [(1, GiftReason::Empty)]);
    assert_eq!(
        reasons(&format!("{} {{=a ~b}}", "x".repeat(301))),
        [(1, GiftReason::Length)]
    );
    assert_eq!(
        reasons(&format!("x {{={} ~b}}", "a".repeat(151))),
        [(1, GiftReason::Length)]
    );
    assert_eq!(reasons("x {= ~b}"), [(1, GiftReason::Length)]);
    assert_eq!(reasons("{=a ~b}"), [(1, GiftReason::Length)]);
    assert_eq!(reasons("x {=a ~b ~c ~d ~e ~f ~g}"), [(1, GiftReason::TooManyChoices)]);
    assert_eq!(reasons("x {=a ~b ~b}"), [(1, GiftReason::RepeatedChoice)]);
    assert_eq!(reasons("x {=a ~b} y {=c ~d}"), [(1, GiftReason::NotUnderstood)]);
    let eleven = "x {=a ~b}\n\n".repeat(11);
    assert_eq!(reasons(&eleven), [(21, GiftReason::TooManyQuestions)]);
    let many_faults = "x\n\n".repeat(50);
    assert_eq!(reasons(&many_faults).len(), 10);
}

#[test]
fn a_question_is_text_and_no_markup() {
    let questions = parse("<b>Bold</b>? {=<script>alert(1)</script> ~b\\:c}").unwrap();
    assert_eq!(questions[0].text, "<b>Bold</b>?");
    assert_eq!(choices(&questions[0]), (vec!["<script>alert(1)</script>", "b:c"], 0));
}

#[test]
fn a_question_with_thousands_of_choices_has_too_many() {
    let choices: String = (0..15_000).map(|choice| format!("~{choice:x}")).collect();
    assert_eq!(
        reasons(&format!("? {{=right{choices}}}")),
        [(1, GiftReason::TooManyChoices)]
    );
    let six: String = (0..5).map(|choice| format!("~{choice}")).collect();
    assert_eq!(
        reasons(&format!("? {{=right{six}~0}}")),
        [(1, GiftReason::RepeatedChoice)]
    );
    assert_eq!(
        reasons(&format!("? {{=right{six}~6}}")),
        [(1, GiftReason::TooManyChoices)]
    );
}
