//! Tests of the exercise *message*: rounds, and how an answer is judged.

use super::{
    finished,
    message_round::{PAGE, Round, WRITES, class_with_message},
};
use crate::{common::*, on_every_database};
use domain::{
    exercises::{Exercise, message::Harm},
    refusal::Refusal,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_student_who_names_all_three_at_once_earns_the_badge,
    a_wrong_answer_is_explained_and_a_new_round_begins,
    fifty_answers_at_once_count_as_one,
    a_reload_and_a_step_back_show_the_same_round,
    an_answer_needs_an_open_exercise_and_an_own_round,
);

const fn other(harm: Harm) -> Harm {
    match harm {
        Harm::Integrity => Harm::Availability,
        _ => Harm::Integrity,
    }
}

async fn a_student_who_names_all_three_at_once_earns_the_badge(app: TestApp) {
    let class = class_with_message(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let first = student.opens(PAGE).await;
    assert!(first.says(ENGLISH.exercise_message_write_title()), "{}", first.body);
    let mut rounds = 0;
    while class.exercise(&class.seats[0], Exercise::Message).await.0.is_none() {
        let page = student.writes(WRITES).await;
        let round = Round::on(&page);
        assert_eq!(round.sent, WRITES);
        let fields = [("revision", round.revision.as_str()), ("answer", round.harm().code())];
        let explained = student.submits_and_follows("/lesson/message-answer", &fields).await;
        rounds += 1;
        assert!(explained.says("Right: "), "{}", html::text(&explained.body));
        assert_eq!(class.exercise(&class.seats[0], Exercise::Message).await.1, rounds);
        assert!(rounds <= 5, "a student who is always right passes in five rounds");
    }
    assert!(rounds >= 3);
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercises_message_learned()) && page.says(ENGLISH.exercise_message_home()));
    assert!(student.opens("/lesson").await.says(ENGLISH.exercises_message_learned()));
    // The exercise can be repeated, and the badge keeps its time.
    let passed = class.exercise(&class.seats[0], Exercise::Message).await.0;
    app.waits(5);
    let round = Round::on(&student.writes(WRITES).await);
    assert!(student.names(&round.revision, other(round.harm())).await.is_done());
    assert_eq!(
        class.exercise(&class.seats[0], Exercise::Message).await,
        (passed, rounds + 1)
    );
}

async fn a_wrong_answer_is_explained_and_a_new_round_begins(app: TestApp) {
    let class = class_with_message(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let round = Round::on(&student.writes(WRITES).await);
    let harm = round.harm();
    assert!(student.names(&round.revision, other(harm)).await.is_done());
    let page = student.opens(PAGE).await;
    assert!(page.says("Not this one. It was: ") && page.says("Named right so far: 0 of 3"));
    assert_eq!(class.exercise(&class.seats[0], Exercise::Message).await, (None, 1));
    // The round is over: neither the right answer nor the same one counts any more.
    for answer in Harm::ALL {
        assert_eq!(
            student.names(&round.revision, answer).await.refusal(),
            Refusal::RoundOver
        );
        let revision = page.field("revision");
        assert_eq!(student.names(&revision, answer).await.refusal(), Refusal::RoundOver);
    }
    assert_eq!(class.exercise(&class.seats[0], Exercise::Message).await, (None, 1));
    let page = student.writes(WRITES).await;
    assert!(page.says("Round 2") && Round::on(&page).revision != round.revision);
    let nonsense = [
        ("revision", Round::on(&page).revision),
        ("answer", "honesty".to_owned()),
    ];
    let nonsense = nonsense.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = student.calls("/lesson/message-answer", &nonsense).await;
    assert_eq!(refused.refusal(), Refusal::BadRequest);
}

async fn fifty_answers_at_once_count_as_one(app: TestApp) {
    let class = class_with_message(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let round = Round::on(&student.writes(WRITES).await);
    let mut presses = tokio::task::JoinSet::new();
    for n in 0..50 {
        let (student, revision) = (student.clone(), round.revision.clone());
        presses.spawn(async move {
            let answer = student.names(&revision, Harm::ALL[n % 3]).await;
            if answer.is_done() {
                return true;
            }
            assert_eq!(answer.refusal(), Refusal::RoundOver);
            false
        });
    }
    let accepted = presses.join_all().await.into_iter().filter(|done| *done).count();
    assert_eq!(accepted, 1);
    assert_eq!(class.exercise(&class.seats[0], Exercise::Message).await.1, 1);
}

async fn a_reload_and_a_step_back_show_the_same_round(app: TestApp) {
    let class = class_with_message(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let round = Round::on(&student.writes(WRITES).await);
    assert_eq!(Round::on(&student.opens(PAGE).await), round);
    // The text is altered by the rules of the language in which it was written, also after a change of the language.
    let in_french = Round::on(&student.clone().speaking("fr").opens(PAGE).await);
    assert_eq!(
        (in_french.sent, in_french.arrived),
        (round.sent.clone(), round.arrived.clone())
    );
    // Going back to the form and sending it again is no way around the round.
    for revision in ["0", round.revision.as_str()] {
        let fields = [("revision", revision), ("text", "another text")];
        let again = student.calls("/lesson/message-send", &fields).await;
        assert_eq!(again.refusal(), Refusal::RoundOver);
        let without_scripts = student.submits_and_follows("/lesson/message-send", &fields).await;
        assert_eq!(without_scripts.status, 409);
        assert!(without_scripts.says(ENGLISH.refusal_round_over()));
        assert_eq!(Round::on(&without_scripts), round);
    }
}

async fn an_answer_needs_an_open_exercise_and_an_own_round(app: TestApp) {
    let class = class_with_message(&app, 2).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let (neighbour, ..) = finished(&app, &class, 1).await;
    let round = Round::on(&student.writes(WRITES).await);
    // A form of another seat: the neighbour has no round.
    assert_eq!(
        neighbour.names(&round.revision, round.harm()).await.refusal(),
        Refusal::RoundOver
    );
    assert_eq!(
        app.browser().names(&round.revision, round.harm()).await.refusal(),
        Refusal::SignInFirst
    );
    assert_eq!(
        class.teacher.names(&round.revision, round.harm()).await.refusal(),
        Refusal::SignInFirst
    );
    for (gate, refusal) in [("later", Refusal::ExerciseLater), ("off", Refusal::NotFound)] {
        class.sets_gate(Exercise::Message, gate).await;
        assert_eq!(student.names(&round.revision, round.harm()).await.refusal(), refusal);
        let fields = [("revision", "0"), ("text", WRITES)];
        assert_eq!(
            neighbour.calls("/lesson/message-send", &fields).await.refusal(),
            refusal
        );
    }
    class.sets_gate(Exercise::Message, "open").await;
    assert!(class.action("pause", &[]).await.is_done());
    assert_eq!(
        student.names(&round.revision, round.harm()).await.refusal(),
        Refusal::ClassPaused
    );
    assert!(class.action("end", &[]).await.is_done());
    assert_eq!(
        student.names(&round.revision, round.harm()).await.refusal(),
        Refusal::ClassEnded
    );
    for seat in &class.seats {
        assert_eq!(class.exercise(seat, Exercise::Message).await, (None, 0));
    }
}
