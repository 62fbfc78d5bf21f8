//! Tests what each user is allowed to do with a class: the owner, a user of the teacher link, a read-only visitor, and
//! all other users.

use crate::{common::*, on_every_database};
use app::server_fns::Board;

on_every_database!(every_user_can_do_with_a_class_what_the_role_allows_and_nothing_else,);

/// A class, with a browser for each kind of user.
pub struct ClassAndUsers {
    pub class: Class,
    owner: Browser,
    pub holder: Browser,
    reader: Browser,
    others: Vec<(&'static str, Browser)>,
}

impl ClassAndUsers {
    pub async fn of(app: &TestApp, name: &str) -> Self {
        let class = app.class_of(3).await;
        let owner = class.teacher.clone();
        app.member(&owner, name).await;
        assert!(class.action("take_over", &[]).await.is_done());
        let holder = app.browser();
        let teacher_link = new_link(&class, &owner, "teacher_link").await;
        uses_teacher_link(&holder, &teacher_link).await;
        let reader = app.browser();
        let read_link = new_link(&class, &owner, "read_link").await;
        uses_teacher_link(&reader, &read_link).await;
        let student = app.browser();
        student.signs_in(&class.seats[2]).await;
        let other_member = app.browser();
        app.member(&other_member, &format!("{name}-other")).await;
        let other_teacher = app.class_of(1).await.teacher;
        let suspended = app.browser();
        uses_teacher_link(&suspended, &teacher_link).await;
        suspended.signs_in(&class.seats[2]).await;
        let suspended_reader = app.browser();
        uses_teacher_link(&suspended_reader, &read_link).await;
        suspended_reader.signs_in(&class.seats[2]).await;
        // A session of the owner in which only the password was accepted.
        let owner_without_code = app.browser();
        owner_without_code.gives_password(name, "correct horse battery").await;
        let others = vec![
            ("a stranger", app.browser()),
            ("a student", student),
            ("another member", other_member),
            ("another teacher", other_teacher),
            ("the owner without the code", owner_without_code),
            ("a teacher under a student's login", suspended),
            ("a colleague under a student's login", suspended_reader),
        ];
        Self {
            class,
            owner,
            holder,
            reader,
            others,
        }
    }
}

/// Makes a new link and reads it from the board, which shows the link once.
pub async fn new_link(class: &Class, who: &Browser, what: &str) -> String {
    let made = class.action_by(who, what, &[]).await;
    assert!(made.is_done(), "{}", made.body);
    let id = if what == "read_link" { "read-link" } else { "link" };
    let page = who.opens(&class.page()).await;
    let shown = page.body.split(&format!("id=\"{id}\"")).nth(1).expect("a link");
    let token = shown.split("/teach/").nth(1).unwrap();
    let is_token = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
    let token: String = token.chars().take_while(is_token).collect();
    let which = if what == "read_link" { "reader" } else { "teacher" };
    who.submits("/classes/link-saved", &[("id", &class.id), ("which", which)])
        .await;
    let page = who.opens(&class.page()).await;
    assert!(!page.body.contains(&token), "shown once");
    token
}

pub async fn uses_teacher_link(who: &Browser, token: &str) -> u16 {
    who.opens(&format!("/teach/{token}")).await;
    who.calls("/teach", &[("token", token)]).await.status.as_u16()
}

/// Tries all pages and actions of a class. Returns for each page or action: its name, whether a read-only visitor is
/// allowed to use it, and the status of the response.
async fn tries_everything(class: &Class, who: &Browser) -> Vec<(String, bool, u16)> {
    let id = class.id.as_str();
    let mut answers = Vec::new();
    for (page, looking) in [
        ("", true),
        ("/projector", true),
        ("/handouts", false),
        ("/handouts.csv", false),
        ("/results", false),
        ("/results.csv", false),
        ("/grades.csv", false),
        ("/finish", false),
        ("/names", false),
        ("/questions", false),
        ("/menu", false),
        ("/seats/1", false),
        ("?show=all", false),
    ] {
        let answer = who.gets(&format!("{}{page}", class.page())).await;
        answers.push((page.to_owned(), looking, answer.status.as_u16()));
    }
    for query in ["", "?page=rows", "?page=projector"] {
        let stream = who.streams(&format!("{}{query}", class.events()), None).await;
        answers.push((format!("events{query}"), true, stream.status.as_u16()));
    }
    for path in ["names-file", "questions-file"] {
        let sent = who.uploads(&format!("{}/{path}", class.page()), b"Ada\n", &[]).await;
        // A teacher is led to the page with the outcome.
        let status = if sent.status == 303 { 200 } else { sent.status.as_u16() };
        answers.push((path.to_owned(), false, status));
    }
    for (path, looking) in [
        ("board", true),
        ("board-changes", true),
        ("board-update", true),
        ("wall", true),
        ("wall-changes", true),
        ("handouts", false),
        ("results", false),
    ] {
        let answer = who.loads(&format!("/sfn/{path}"), &[("id", id), ("since", "-1")]).await;
        answers.push((path.to_owned(), looking, answer.status.as_u16()));
    }
    let shown = who.calls("/sfn/seat-passwords", &[("id", id)]).await;
    answers.push(("seat-passwords".to_owned(), false, shown.status.as_u16()));
    for path in ["/classes/self-join", "/classes/handed-out", "/classes/questions"] {
        let answer = who.calls(path, &[("id", id), ("on", "true")]).await;
        answers.push((path.to_owned(), false, answer.status.as_u16()));
    }
    for act in [
        "label",
        "unlock",
        "helped",
        "reset_factor",
        "new_password",
        "free",
        "remove",
    ] {
        let fields = [("id", id), ("number", "1"), ("act", act), ("label", "Ada")];
        let answer = who.calls("/classes/seat", &fields).await;
        answers.push((act.to_owned(), false, answer.status.as_u16()));
    }
    let all = [
        ("seats", "2"),
        ("names", "Ada"),
        ("until", "day"),
        ("gates[message]", "later"),
        ("exercise", "message"),
        ("locale", "fr"),
    ];
    for what in [
        "add_seats",
        "names",
        "pause",
        "go_on",
        "lesson",
        "open_exercise",
        "language",
        "phones_off",
        "phones",
        "debrief",
        "debrief_off",
        "take_back",
        "read_link_off",
        "read_link",
        "teacher_link",
        "end",
        "ends",
        "take_over",
    ] {
        let answer = class.action_by(who, what, &all).await;
        answers.push((what.to_owned(), false, answer.status.as_u16()));
    }
    answers
}

/// Every page of a class that the router knows.
fn pages_of_a_class() -> Vec<String> {
    let pages = routes::pages().into_iter();
    let parts = pages.filter_map(|page| Some(page.strip_prefix("/classes/{id}")?.replace("{number}", "1")));
    parts.collect()
}

async fn every_user_can_do_with_a_class_what_the_role_allows_and_nothing_else(app: TestApp) {
    let world = ClassAndUsers::of(&app, "ada").await;
    let tried = tries_everything(&world.class, &app.browser()).await;
    for page in pages_of_a_class() {
        assert!(tried.iter().any(|(known, ..)| *known == page), "try {page} here too");
    }
    let before = app.dump().await;
    for (who, browser) in &world.others {
        for (what, _, status) in tries_everything(&world.class, browser).await {
            assert_eq!(status, 404, "{who}: {what}");
        }
    }
    for (what, looking, status) in tries_everything(&world.class, &world.reader).await {
        assert_eq!(status, if looking { 200 } else { 404 }, "the read-only visitor: {what}");
    }
    assert_eq!(app.dump().await, before, "nothing of that has changed anything");
    let board = world.reader.opens(&world.class.page()).await;
    let texts = texts::Texts::of(domain::locale::Locale::En);
    assert!(board.says(&world.class.seats[0].login) && board.says(texts.menu_looking_on()));
    for hidden in [texts.board_hand_out(), texts.board_show_all(), texts.site_show()] {
        assert!(!board.says(hidden), "{hidden}");
    }
    assert!(!board.body.contains("/seats/1") && !board.body.contains("/menu"));
    let told: Board = world
        .reader
        .loads("/sfn/board", &[("id", &world.class.id)])
        .await
        .json();
    assert!(matches!(
        told,
        Board::Visible {
            menu: None,
            teacher_link: None,
            read_link: None,
            ..
        }
    ));

    // A user of the teacher link is allowed to do everything, except to take the class over: only members can do that.
    for (what, _, status) in tries_everything(&world.class, &world.holder).await {
        assert_eq!(
            status,
            if what == "take_over" { 401 } else { 200 },
            "the holder of the link: {what}"
        );
    }
    let world = ClassAndUsers::of(&app, "bea").await;
    for (what, _, status) in tries_everything(&world.class, &world.owner).await {
        assert_eq!(status, 200, "the owner: {what}");
    }
}
