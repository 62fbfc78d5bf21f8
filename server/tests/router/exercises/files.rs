//! Tests of the exercise *files by role*: every request for a file is decided by the role of the seat.

use super::finished;
use crate::{common::*, on_every_database};
use domain::{
    exercises::{
        Exercise,
        files::{File, Reason, Role, may_open},
    },
    refusal::Refusal,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);
pub const PAGE: &str = "/lesson/files";

on_every_database!(
    every_role_opens_its_own_files_and_no_others,
    word_refusal_and_answer_earn_the_badge,
    what_is_out_of_order_is_refused,
);

pub async fn class_with_files(app: &TestApp, seats: u16) -> Class {
    let class = app.class_of(seats).await;
    class.sets_gate(Exercise::Files, "open").await;
    class
}

pub fn address(file: File) -> String {
    format!("{PAGE}/{}", file.code())
}

/// The code word in a file, if the page shows one.
pub fn word_in(page: &Answer) -> Option<String> {
    let (_, word) = page.body.split_once("<strong class=\"word\">")?;
    word.split_once("</strong>").map(|(word, _)| html::text(word))
}

impl Browser {
    pub async fn enters_word(&self, word: &str) -> Answer {
        let revision = self.opens(PAGE).await.field("revision");
        let fields = [("revision", revision.as_str()), ("word", word)];
        self.submits_and_follows("/lesson/files-word", &fields).await
    }

    async fn says_why(&self, revision: &str, reason: Reason) -> Answer {
        let fields = [("revision", revision), ("reason", reason.code())];
        self.calls("/lesson/files-answer", &fields).await
    }
}

async fn every_role_opens_its_own_files_and_no_others(app: TestApp) {
    let class = class_with_files(&app, 3).await;
    let mut words = Vec::new();
    for seat in 0..3 {
        let role = Role::of_seat(class.seats[seat].number);
        let (student, ..) = finished(&app, &class, seat).await;
        let list = student.opens(PAGE).await;
        for file in File::ALL {
            assert!(list.body.contains(&address(file)), "{file:?}");
            let page = student.opens(&address(file)).await;
            let word = word_in(&page);
            if may_open(role, file) {
                assert_eq!(page.status, 200, "{role:?} {file:?}");
                assert_eq!(word.is_some(), file == File::with_code_word(role), "{role:?} {file:?}");
                words.extend(word);
            } else {
                assert_eq!(page.status, 403, "{role:?} {file:?}");
                assert!(
                    page.says(ENGLISH.exercise_files_closed_who()) && page.says(ENGLISH.exercise_files_closed_why())
                );
                assert_eq!(word, None, "{role:?} {file:?}");
            }
        }
        // The word is in its file only.
        let word = format!(">{}<", words.last().unwrap());
        assert!(!list.body.contains(&word) && !student.opens("/lesson").await.body.contains(&word));
    }
    assert_eq!(words.len(), 3);
}

async fn word_refusal_and_answer_earn_the_badge(app: TestApp) {
    let class = class_with_files(&app, 2).await;
    let seat = &class.seats[0];
    let role = Role::of_seat(seat.number);
    let (student, ..) = finished(&app, &class, 0).await;
    let (neighbour, ..) = finished(&app, &class, 1).await;
    let neighbours_file = File::with_code_word(Role::of_seat(class.seats[1].number));
    let theirs = word_in(&neighbour.opens(&address(neighbours_file)).await).unwrap();
    let own = word_in(&student.opens(&address(File::with_code_word(role))).await).unwrap();
    if theirs != own {
        let wrong = student.enters_word(&theirs).await;
        assert!(wrong.says(ENGLISH.exercise_files_word_wrong()));
    }
    assert!(student.enters_word("").await.says(ENGLISH.exercise_files_word_wrong()));
    let right = student.enters_word(&format!(" {} ", own.to_uppercase())).await;
    assert!(!right.says(ENGLISH.exercise_files_word_wrong()) && !right.says(ENGLISH.exercise_files_word_text()));
    assert!(
        !right.says(ENGLISH.exercise_files_question()),
        "no file was refused yet"
    );
    assert_eq!(student.opens(&address(neighbours_file)).await.status, 403);
    let question = student.opens(PAGE).await;
    assert!(question.says(ENGLISH.exercise_files_question()));
    for wrong in [Reason::Password, Reason::Session] {
        let revision = student.opens(PAGE).await.field("revision");
        assert!(student.says_why(&revision, wrong).await.is_done());
        assert_eq!(class.exercise(seat, Exercise::Files).await.0, None);
    }
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercise_files_session_wrong()));
    let certificate = student.opens("/lesson/certificate").await;
    assert!(!certificate.says(ENGLISH.exercises_files()));
    assert!(
        student
            .says_why(&page.field("revision"), Reason::Permission)
            .await
            .is_done()
    );
    assert!(class.exercise(seat, Exercise::Files).await.0.is_some());
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercises_files_learned()) && page.says(ENGLISH.exercise_files_home()));
    let certificate = student.opens("/lesson/certificate").await;
    assert!(certificate.says(ENGLISH.exercises_files()));
    assert_eq!(class.exercise(&class.seats[1], Exercise::Files).await, (None, 0));
}

async fn what_is_out_of_order_is_refused(app: TestApp) {
    let class = class_with_files(&app, 1).await;
    let seat = &class.seats[0];
    let role = Role::of_seat(seat.number);
    let foreign = File::ALL.into_iter().find(|file| !may_open(role, *file)).unwrap();
    let (student, ..) = finished(&app, &class, 0).await;
    for _ in 0..2 {
        let revision = student.opens(PAGE).await.field("revision");
        assert_eq!(
            student.says_why(&revision, Reason::Permission).await.refusal(),
            Refusal::RoundOver
        );
        assert_eq!(student.opens(&address(foreign)).await.status, 403);
    }
    let own = word_in(&student.opens(&address(File::with_code_word(role))).await).unwrap();
    student.enters_word(&own).await;
    let revision = student.opens(PAGE).await.field("revision");
    assert_eq!(
        student.says_why("0", Reason::Permission).await.refusal(),
        Refusal::RoundOver,
        "an old page"
    );
    let fields = [("revision", revision.as_str()), ("reason", "because")];
    assert_eq!(
        student.calls("/lesson/files-answer", &fields).await.refusal(),
        Refusal::BadRequest
    );
    let mut presses = tokio::task::JoinSet::new();
    for n in 0..50 {
        let (student, revision) = (student.clone(), revision.clone());
        presses.spawn(async move { student.says_why(&revision, Reason::ALL[n % 3]).await.is_done() });
    }
    let accepted = presses.join_all().await.into_iter().filter(|done| *done).count();
    assert_eq!(accepted, 1, "fifty answers at once count as one");
    assert_eq!(
        class.exercise(seat, Exercise::Files).await.1,
        2,
        "the word and one answer"
    );
}
