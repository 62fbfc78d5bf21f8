//! Tests of the texts in the exercise *message*: which texts are accepted, that neither a text nor an answer is anywhere
//! else, and that an unrelated mail does not repeat the text.

use super::{
    finished,
    message_round::{PAGE, Round, WRITES, class_with_message},
};
use crate::{common::*, on_every_database};
use app::i18n::unrelated_mails;
use domain::{
    exercises::message::{Harm, UNRELATED_MAILS, unrelated_mail},
    locale::Locale,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(Locale::En);

on_every_database!(
    messages_of_one_to_five_hundred_characters_are_sent,
    the_answer_is_nowhere_before_it_was_given,
    the_text_is_sealed_and_goes_with_the_class,
);

async fn messages_of_one_to_five_hundred_characters_are_sent(app: TestApp) {
    let class = class_with_message(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    for typed in [
        "".to_owned(),
        " \n\t ".to_owned(),
        "\u{202E}\u{200B}".to_owned(),
        "я".repeat(501),
        "👨‍👩‍👧‍👦".repeat(501),
    ] {
        let refused = student.writes(&typed).await;
        assert_eq!(refused.status, 422, "{typed:.20}");
        assert!(refused.says(&ENGLISH.refusal_message_length(500)));
        assert!(
            refused.says(ENGLISH.exercise_message_write_title()),
            "no round has begun"
        );
    }
    let html = "<script>alert(1)</script></textarea><b>&amp; \"it's\"";
    for (typed, sent) in [
        ("я".to_owned(), "я".to_owned()),
        ("x".repeat(500), "x".repeat(500)),
        ("👨‍👩‍👧‍👦".repeat(500), "👨‍👩‍👧‍👦".repeat(500)),
        ("שלום עולם\u{202E}, 12".to_owned(), "שלום עולם, 12".to_owned()),
        ("a\0b\u{1B}[31m\r\nc".to_owned(), "ab[31m\nc".to_owned()),
        (html.to_owned(), html.to_owned()),
    ] {
        let page = student.writes(&typed).await;
        assert_eq!(page.status, 200, "{typed:.20}");
        let round = Round::on(&page);
        assert_eq!(round.sent, sent);
        assert!(student.names(&round.revision, round.harm()).await.is_done());
        // The next form contains the last text.
        let next = student.opens(PAGE).await;
        assert!(html::text(&next.body).matches(&sent).count() >= 2, "{typed:.20}");
        assert!(!next.body.contains("<script>alert") && !next.body.contains("<b>&amp;"));
    }
}

async fn the_answer_is_nowhere_before_it_was_given(app: TestApp) {
    let class = class_with_message(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    for _ in 0..6 {
        let page = student.writes(WRITES).await;
        let round = Round::on(&page);
        let counts = |text: &str| Harm::ALL.map(|harm| text.to_lowercase().matches(harm.code()).count());
        let [first, second, third] = counts(&page.body);
        assert!(first == second && second == third, "each answer is named equally often");
        let mut elsewhere = format!("{:?} {:?}", page.headers, student.cookies());
        for address in [
            "/lesson",
            "/sfn/lesson",
            "/sfn/lesson-state",
            "/sfn/who",
            "/sfn/message-exercise",
        ] {
            elsewhere += &student.loads(address, &[]).await.body;
        }
        elsewhere += &class.teacher.opens(&class.page()).await.body;
        elsewhere += &serde_json::to_string(&class.board().await).unwrap();
        elsewhere += &app.dump().await;
        assert_eq!(counts(&elsewhere), [0; 3], "the answer is elsewhere");
        for hidden in ["Copy", "Unrelated", "stranger\":", "seed", "variant"] {
            assert!(!page.body.contains(hidden), "{hidden}");
        }
        assert!(!page.says("Right: ") && !page.says("It was: "));
        assert!(student.names(&round.revision, round.harm()).await.is_done());
    }
}

async fn the_text_is_sealed_and_goes_with_the_class(app: TestApp) {
    let class = class_with_message(&app, 2).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let (neighbour, ..) = finished(&app, &class, 1).await;
    student.writes(WRITES).await;
    assert!(!app.dump().await.contains(WRITES));
    assert!(!neighbour.opens(PAGE).await.body.contains(WRITES));
    assert!(!class.teacher.opens(&class.page()).await.body.contains(WRITES));
    assert_eq!(app.count("exercise_progress").await, 1);
    class.seat_action(&class.seats[0], "free").await;
    assert_eq!(app.count("exercise_progress").await, 0);
}

#[test]
fn an_unrelated_mail_of_any_language_is_never_the_text_of_the_student() {
    for mails in Locale::ALL.map(|locale| unrelated_mails(Texts::of(locale))) {
        for (number, mail) in mails.into_iter().enumerate() {
            let (_, text) = mail;
            assert_eq!(unrelated_mail(mails, number, "a quite different text"), Some(mail));
            let loud = format!(" {} ", text.to_uppercase());
            assert_eq!(unrelated_mail(mails, number, &loud), None, "{text}");
            let longer = format!("{text} And more.");
            assert_eq!(unrelated_mail(mails, number, &longer), None, "{text}");
        }
        assert_eq!(unrelated_mail(mails, UNRELATED_MAILS, "a text"), None);
    }
}
