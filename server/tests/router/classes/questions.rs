//! Tests of the questions before and after the lesson.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{locale::Locale, questions::QuestionSet, refusal::Refusal};
use texts::Texts;

on_every_database!(
    a_class_sees_what_it_has_gained,
    the_answers_have_no_names_and_the_page_no_solutions,
    own_questions_come_from_a_file,
    a_file_that_is_not_understood_is_explained,
    other_questions_delete_the_answers,
    answers_to_replaced_questions_are_not_counted,
    only_the_teacher_chooses_questions,
);

always_on_every_database!(fifty_answers_at_once_count_as_one,);

const TEXTS: Texts = Texts::of(Locale::En);
const GIFT: &[u8] = include_bytes!("../../../../domain/src/questions/gift/testdata/questions.gift");

async fn switches(class: &Class, on: &str) {
    let fields = [("id", class.id.as_str()), ("on", on)];
    assert!(class.teacher.calls("/classes/questions", &fields).await.is_done());
}

/// For each question on the page, the place of the choice with this text; 0 if none has it.
fn places(page: &Answer, wanted: &[&str]) -> Vec<usize> {
    let questions = page.body.split("<fieldset").skip(1);
    let place = |question: &str| {
        let choices: Vec<String> = question.split("<label").skip(1).map(html::text).collect();
        choices
            .iter()
            .position(|choice| wanted.iter().any(|wanted| choice.contains(wanted)))
            .unwrap_or_default()
    };
    questions.map(place).collect()
}

/// Answers all questions with the choices that have one of these texts.
async fn answers(student: &Browser, phase: &str, wanted: &[&str]) -> Answer {
    let page = student.opens("/lesson/questions").await;
    let places = places(&page, wanted);
    sends(student, phase, &page.field("set"), &places).await
}

/// The field `set` of a form with the questions of Stepwise.
fn built_in() -> String {
    QuestionSet::BuiltIn.fingerprint()
}

async fn sends(student: &Browser, phase: &str, set: &str, places: &[usize]) -> Answer {
    let names: Vec<String> = (0..places.len()).map(|n| format!("answers[q{n}]")).collect();
    let values: Vec<String> = places.iter().map(usize::to_string).collect();
    let mut fields = vec![("phase", phase), ("set", set)];
    fields.extend(names.iter().map(String::as_str).zip(values.iter().map(String::as_str)));
    student.calls("/lesson/questions-answer", &fields).await
}

const RIGHT: [fn(Texts) -> &'static str; 5] = [
    |texts| texts.questions_factor_thief(),
    |texts| texts.questions_code_checked(),
    |texts| texts.questions_password_words(),
    |texts| texts.questions_mail_own(),
    |texts| texts.questions_lost_recovery(),
];

async fn a_class_sees_what_it_has_gained(app: TestApp) {
    let class = app.class_of(3).await;
    switches(&class, "true").await;
    let right = RIGHT.map(|text| text(TEXTS));
    let wrong = [
        TEXTS.questions_factor_virus(),
        TEXTS.questions_code_any(),
        TEXTS.questions_password_pet(),
    ];
    for (n, seat) in class.seats.iter().enumerate() {
        let student = app.browser();
        student.signs_in(seat).await;
        assert!(student.opens("/lesson").await.says(TEXTS.questions_before()));
        // One of three knows the answers before the lesson.
        let known = if n == 0 { right.as_slice() } else { wrong.as_slice() };
        assert!(answers(&student, "before", known).await.is_done());
        assert!(!student.opens("/lesson").await.says(TEXTS.questions_before()), "once");
        let again = sends(&student, "before", &built_in(), &[0; 5]).await;
        assert_eq!(again.refusal(), Refusal::RoundOver);
        let secret = student.opens_set_up().await;
        student.gives_set_up_code(&secret.code_at(app.now())).await;
        student.signs_out().await;
        app.waits(30);
        student.signs_in_with_code(seat, &secret).await;
        assert!(student.opens("/lesson").await.says(TEXTS.questions_after()));
        assert!(answers(&student, "after", &right).await.is_done());
    }
    let page = class.teacher.opens(&format!("{}/finish", class.page())).await;
    let row = format!(
        "{}{}{}+67",
        TEXTS.questions_right(right[0]),
        TEXTS.questions_percent(33),
        TEXTS.questions_percent(100)
    );
    assert!(page.says(&row), "{row}: {}", html::text(&page.body));
    assert!(class.action("debrief", &[]).await.is_done());
    let wall = class.teacher.opens(&format!("{}/projector", class.page())).await;
    assert!(wall.says(TEXTS.questions_gained()) && wall.says(&row));
}

async fn the_answers_have_no_names_and_the_page_no_solutions(app: TestApp) {
    let class = app.class_of(2).await;
    class
        .teacher
        .uploads_and_follows(&format!("{}/questions-file", class.page()), GIFT, &[])
        .await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let page = student.opens("/lesson/questions").await;
    assert!(page.says("A code by SMS is as safe as a passkey."));
    assert!(
        !page.body.contains("right\""),
        "the page does not tell which choice is right"
    );
    assert!(answers(&student, "before", &[]).await.is_done());
    let dump = app.dump().await;
    let rows: Vec<&str> = dump
        .lines()
        .filter(|line| line.starts_with("question_answer"))
        .collect();
    assert_eq!(rows.len(), 4, "{rows:?}");
    // The row of a seat says that it has answered, and no row says what.
    let other = app.browser();
    other.signs_in(&class.seats[1]).await;
    assert!(answers(&other, "before", &[]).await.is_done());
    let page = class.teacher.opens(&format!("{}/questions", class.page())).await;
    assert!(
        page.says("–––"),
        "two answers are too few to show: {}",
        html::text(&page.body)
    );
}

async fn own_questions_come_from_a_file(app: TestApp) {
    let class = app.class_of(3).await;
    let upload = format!("{}/questions-file", class.page());
    let page = class.teacher.uploads_and_follows(&upload, GIFT, &[]).await;
    assert!(page.says(&TEXTS.questions_read(4)), "{}", html::text(&page.body));
    assert!(
        page.says(&TEXTS.questions_right("Nobody: not even the teacher")) && page.says(&TEXTS.questions_right("False"))
    );
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let page = student.opens("/lesson/questions").await;
    assert_eq!(places(&page, &[]).len(), 4);
    assert!(page.says("My friends") && page.says(TEXTS.questions_false()));
    let set = page.field("set");
    for bad in [&[][..], &[0, 0, 0], &[0, 0, 0, 9], &[0; 5]] {
        assert_eq!(
            sends(&student, "before", &set, bad).await.refusal(),
            Refusal::BadRequest,
            "{bad:?}"
        );
    }
    let early = sends(&student, "after", &set, &[0; 4]).await;
    assert_eq!(early.refusal(), Refusal::RoundOver);
    assert!(sends(&student, "before", &set, &[0; 4]).await.is_done());
    // A question of the teacher is text, and stays with the owner after the deletion of the class.
    let markup = b"<b>Bold</b>? {=<script>alert(1)</script> ~b}";
    let page = class.teacher.uploads_and_follows(&upload, markup, &[]).await;
    assert!(page.says("<b>Bold</b>?") && !page.body.contains("<script>alert(1)"));
}

async fn a_file_that_is_not_understood_is_explained(app: TestApp) {
    let class = app.class_of(1).await;
    let upload = format!("{}/questions-file", class.page());
    let before = app.dump().await;
    for (file, text) in [
        (
            b"// One\nEssay {}" as &[u8],
            TEXTS.questions_fault(2, TEXTS.questions_fault_other_kind()),
        ),
        (
            b"[html]<p>x</p>{=a ~b}",
            TEXTS.questions_fault(1, TEXTS.questions_fault_html()),
        ),
        (b"", TEXTS.questions_fault(1, TEXTS.questions_fault_empty())),
        (b"%PDF-1.7", TEXTS.refusal_file_unreadable().to_owned()),
    ] {
        let page = class.teacher.uploads_and_follows(&upload, file, &[]).await;
        assert!(page.says(&text), "{text}: {}", html::text(&page.body));
    }
    assert_eq!(
        class.teacher.uploads(&upload, &vec![b'x'; 70 * 1024], &[]).await.status,
        413
    );
    assert_eq!(app.dump().await, before);
}

async fn other_questions_delete_the_answers(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    student.opens("/lesson/questions").await;
    assert_eq!(student.here(), "/lesson", "the class has no questions");
    switches(&class, "true").await;
    assert!(answers(&student, "before", &[]).await.is_done());
    assert_eq!(app.count("question_answer").await, 5);
    switches(&class, "true").await;
    assert_eq!(app.count("question_answer").await, 5, "the same questions");
    class
        .teacher
        .uploads_and_follows(&format!("{}/questions-file", class.page()), GIFT, &[])
        .await;
    assert_eq!(app.count("question_answer").await, 0);
    assert!(answers(&student, "before", &[]).await.is_done());
    switches(&class, "false").await;
    assert_eq!(
        (app.count("question_answer").await, app.count("class_question").await),
        (0, 0)
    );
    assert!(!student.opens("/lesson").await.says(TEXTS.questions_before()));
    // A paused class takes no answers.
    switches(&class, "true").await;
    for (action, refusal) in [("pause", Refusal::ClassPaused), ("end", Refusal::ClassEnded)] {
        class.action(action, &[]).await;
        let sent = sends(&student, "before", &built_in(), &[0; 5]).await;
        assert_eq!(sent.refusal(), refusal);
    }
}

async fn answers_to_replaced_questions_are_not_counted(app: TestApp) {
    let class = app.class_of(1).await;
    let upload = format!("{}/questions-file", class.page());
    class
        .teacher
        .uploads_and_follows(&upload, b"Where is Ada? {=Amsterdam ~Berlin}", &[])
        .await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let old = student.opens("/lesson/questions").await;
    assert!(old.says("Where is Ada?"));
    let old = old.field("set");
    class
        .teacher
        .uploads_and_follows(&upload, b"Where is Ben? {=Cairo ~Dublin}", &[])
        .await;
    for set in [old.as_str(), "", "none"] {
        let sent = sends(&student, "before", set, &[0]).await;
        assert_eq!(sent.refusal(), Refusal::ChangedMeanwhile, "{set:?}");
    }
    // A form of an earlier release has no field for the questions.
    let fields = [("phase", "before"), ("answers[q0]", "0")];
    let sent = student.calls("/lesson/questions-answer", &fields).await;
    assert_eq!(sent.refusal(), Refusal::ChangedMeanwhile);
    assert_eq!(app.count("question_answer").await, 0);
    // Without scripts the page says why, and asks the new questions.
    let page = student.submits_and_follows("/lesson/questions-answer", &fields).await;
    assert!(page.says(TEXTS.refusal_changed_meanwhile()) && page.says("Where is Ben?"));
    assert_eq!(app.count("question_answer").await, 0);
    assert!(answers(&student, "before", &["Cairo"]).await.is_done());
    assert_eq!(app.count("question_answer").await, 1);
    assert!(!student.opens("/lesson").await.says(TEXTS.questions_before()), "once");
}

async fn only_the_teacher_chooses_questions(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    for person in [&app.browser(), &student] {
        let fields = [("id", class.id.as_str()), ("on", "true")];
        assert_eq!(person.calls("/classes/questions", &fields).await.status, 404);
        assert_eq!(person.gets(&format!("{}/questions", class.page())).await.status, 404);
        assert_eq!(
            person
                .uploads(&format!("{}/questions-file", class.page()), GIFT, &[])
                .await
                .status,
            404
        );
    }
    assert_eq!(sends(&app.browser(), "before", &built_in(), &[0; 5]).await.status, 401);
}

async fn fifty_answers_at_once_count_as_one(app: TestApp) {
    let class = app.class_of(1).await;
    switches(&class, "true").await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let student = student.clone();
        presses.spawn(async move { sends(&student, "before", &built_in(), &[0; 5]).await.is_done() });
    }
    let accepted = presses.join_all().await.into_iter().filter(|done| *done).count();
    assert_eq!(accepted, 1);
    let dump = app.dump().await;
    assert_eq!(
        dump.lines().filter(|line| line.starts_with("question_answer")).count(),
        5
    );
}
