//! Who may do what with a class: its owner, who holds its link, who looks on, and everybody else.

use crate::{common::*, on_every_database};
use app::call::Board;
use domain::refusal::Refusal;

on_every_database!(
    everybody_may_do_with_a_class_what_is_hers_and_nothing_else,
    a_new_teacher_link_kills_the_old_one_and_what_it_opened,
    a_link_for_looking_on_can_be_replaced_and_switched_off,
    a_member_takes_a_class_over_and_its_link_is_dead,
    a_class_is_taken_over_once,
    taking_over_asks_for_a_member_with_both_factors,
);

/// A class with everybody around it.
struct World {
    class: Class,
    owner: Browser,
    holder: Browser,
    reader: Browser,
    others: Vec<(&'static str, Browser)>,
}

impl World {
    async fn of(app: &TestApp, name: &str) -> Self {
        let class = app.class_of(3).await;
        let owner = class.teacher.clone();
        app.member(&owner, name).await;
        assert!(class.does("take_over", &[]).await.is_done());
        let holder = app.browser();
        let teacher_link = link(&class, &owner, "teacher_link").await;
        trade(&holder, &teacher_link).await;
        let reader = app.browser();
        let read_link = link(&class, &owner, "read_link").await;
        trade(&reader, &read_link).await;
        let student = app.browser();
        student.signs_in(&class.seats[2]).await;
        let other_member = app.browser();
        app.member(&other_member, &format!("{name}-other")).await;
        let other_teacher = app.class_of(1).await.teacher;
        let asleep = app.browser();
        trade(&asleep, &teacher_link).await;
        asleep.signs_in(&class.seats[2]).await;
        let reader_asleep = app.browser();
        trade(&reader_asleep, &read_link).await;
        reader_asleep.signs_in(&class.seats[2]).await;
        // Her session was proved with the password only.
        let owner_without_code = app.browser();
        owner_without_code.gives_password(name, "correct horse battery").await;
        let others = vec![
            ("a stranger", app.browser()),
            ("a student", student),
            ("another member", other_member),
            ("another teacher", other_teacher),
            ("the owner without her code", owner_without_code),
            ("a teacher under a student's login", asleep),
            ("a colleague under a student's login", reader_asleep),
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

/// Asks for a link and reads it where it is shown.
async fn link(class: &Class, who: &Browser, what: &str) -> String {
    let made = class.asked_by(who, what, &[]).await;
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

async fn trade(who: &Browser, token: &str) -> u16 {
    who.opens(&format!("/teach/{token}")).await;
    who.calls("/teach", &[("token", token)]).await.status.as_u16()
}

/// Everything that can be asked about a class, and whether somebody who looks on may.
async fn asks(class: &Class, who: &Browser) -> Vec<(String, bool, u16)> {
    let id = class.id.as_str();
    let mut answers = Vec::new();
    for (page, looking) in [
        ("", true),
        ("/projector", true),
        ("/handouts", false),
        ("/menu", false),
        ("/seats/1", false),
        ("?show=all", false),
    ] {
        let answer = who.gets(&format!("{}{page}", class.page())).await;
        answers.push((page.to_owned(), looking, answer.status.as_u16()));
    }
    for (path, looking) in [("board", true), ("board-changes", true), ("handouts", false)] {
        let answer = who.loads(&format!("/sfn/{path}"), &[("id", id), ("since", "-1")]).await;
        answers.push((path.to_owned(), looking, answer.status.as_u16()));
    }
    let shown = who.calls("/sfn/seat-passwords", &[("id", id)]).await;
    answers.push(("seat-passwords".to_owned(), false, shown.status.as_u16()));
    for act in ["label", "unlock", "reset_factor", "new_password", "free", "remove"] {
        let fields = [("id", id), ("number", "1"), ("act", act), ("label", "Ada")];
        let answer = who.calls("/classes/seat", &fields).await;
        answers.push((act.to_owned(), false, answer.status.as_u16()));
    }
    let all = [("seats", "2"), ("names", "Ada"), ("until", "day")];
    for what in [
        "add_seats",
        "names",
        "pause",
        "go_on",
        "read_link_off",
        "read_link",
        "teacher_link",
        "end",
        "ends",
        "take_over",
    ] {
        let answer = class.asked_by(who, what, &all).await;
        answers.push((what.to_owned(), false, answer.status.as_u16()));
    }
    answers
}

async fn everybody_may_do_with_a_class_what_is_hers_and_nothing_else(app: TestApp) {
    let world = World::of(&app, "ada").await;
    let before = app.dump().await;
    for (who, browser) in &world.others {
        for (what, _, status) in asks(&world.class, browser).await {
            assert_eq!(status, 404, "{who}: {what}");
        }
    }
    for (what, looking, status) in asks(&world.class, &world.reader).await {
        assert_eq!(status, if looking { 200 } else { 404 }, "who looks on: {what}");
    }
    assert_eq!(app.dump().await, before, "nothing of that has changed anything");
    let board = world.reader.opens(&world.class.page()).await;
    let texts = texts::Texts::of(domain::locale::Locale::En);
    assert!(board.says(&world.class.seats[0].login) && board.says(texts.menu_looking_on()));
    for hidden in [
        texts.board_hand_out(),
        texts.board_show_all(),
        texts.menu_button(),
        texts.site_show(),
    ] {
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
        Board::Awake {
            menu: None,
            teacher_link: None,
            read_link: None,
            ..
        }
    ));

    // Who holds the link does everything but take over, which is for members.
    for (what, _, status) in asks(&world.class, &world.holder).await {
        assert_eq!(
            status,
            if what == "take_over" { 401 } else { 200 },
            "who holds the link: {what}"
        );
    }
    let world = World::of(&app, "bea").await;
    for (what, _, status) in asks(&world.class, &world.owner).await {
        assert_eq!(status, 200, "the owner: {what}");
    }
}

async fn a_new_teacher_link_kills_the_old_one_and_what_it_opened(app: TestApp) {
    let class = app.class_of(1).await;
    let colleague = app.browser();
    assert_eq!(trade(&colleague, &class.teacher_token).await, 200);
    let fresh = link(&class, &class.teacher, "teacher_link").await;
    assert_ne!(fresh, class.teacher_token);
    // Whoever came with the old one is out, who made the new one is not.
    assert_eq!(colleague.gets(&class.page()).await.status, 404);
    assert_eq!(class.teacher.gets(&class.page()).await.status, 200);
    assert_eq!(trade(&app.browser(), &class.teacher_token).await, 404);
    assert_eq!(trade(&colleague, &fresh).await, 200);
    assert_eq!(colleague.gets(&class.page()).await.status, 200);
    assert!(!app.dump().await.contains(&fresh));
}

async fn a_link_for_looking_on_can_be_replaced_and_switched_off(app: TestApp) {
    let class = app.class_of(1).await;
    let first = link(&class, &class.teacher, "read_link").await;
    let reader = app.browser();
    assert_eq!(trade(&reader, &first).await, 200);
    assert_eq!(reader.gets(&class.page()).await.status, 200);
    let second = link(&class, &class.teacher, "read_link").await;
    assert_eq!(reader.gets(&class.page()).await.status, 404);
    assert_eq!(trade(&reader, &first).await, 404);
    assert_eq!(trade(&reader, &second).await, 200);
    assert_eq!(reader.gets(&class.page()).await.status, 200);
    assert!(class.does("read_link_off", &[]).await.is_done());
    assert_eq!(reader.gets(&class.page()).await.status, 404);
    assert_eq!(trade(&reader, &second).await, 404);
    // A teacher who looks at the page for colleagues stays the teacher.
    let third = link(&class, &class.teacher, "read_link").await;
    assert_eq!(trade(&class.teacher, &third).await, 200);
    assert!(class.does("pause", &[]).await.is_done());
}

async fn a_member_takes_a_class_over_and_its_link_is_dead(app: TestApp) {
    let class = app.class_of(1).await;
    let colleague = app.browser();
    trade(&colleague, &class.teacher_token).await;
    let texts = texts::Texts::of(domain::locale::Locale::En);
    let menu = format!("{}/menu", class.page());
    assert!(!class.teacher.opens(&menu).await.says(texts.menu_take_over_do()));
    let secret = app.member(&class.teacher, "ada").await;
    assert!(class.teacher.opens(&menu).await.says(texts.menu_take_over_do()));
    let taken = class.does("take_over", &[]).await;
    assert!(taken.is_done());
    assert_eq!(taken.leads_to(), class.page());
    assert!(class.does("take_over", &[]).await.is_done(), "twice is once");
    let board = class.teacher.opens(&class.page()).await;
    assert_eq!(board.status, 200);
    assert!(!board.body.contains("/teach/"), "a dead link is not shown");
    assert!(!class.teacher.opens(&menu).await.says(texts.menu_take_over_do()));
    assert_eq!(colleague.gets(&class.page()).await.status, 404);
    assert_eq!(trade(&app.browser(), &class.teacher_token).await, 404);
    // It goes with her sign-in, and comes with it, in any browser.
    class.teacher.signs_out().await;
    assert_eq!(class.teacher.gets(&class.page()).await.status, 404);
    let home = app.browser();
    home.gives_password("ada", "correct horse battery").await;
    assert_eq!(home.gets(&class.page()).await.status, 404);
    app.waits(30);
    assert!(home.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!(home.gets(&class.page()).await.status, 200);
    // A new link does not make her browser remember the class.
    link(&class, &home, "teacher_link").await;
    home.signs_out().await;
    assert_eq!(home.gets(&class.page()).await.status, 404);
}

async fn a_class_is_taken_over_once(app: TestApp) {
    let class = app.class_of(1).await;
    let colleague = app.browser();
    trade(&colleague, &class.teacher_token).await;
    app.member(&class.teacher, "ada").await;
    app.member(&colleague, "bea").await;
    let (first, second) = tokio::join!(
        class.asked_by(&class.teacher, "take_over", &[]),
        class.asked_by(&colleague, "take_over", &[])
    );
    let statuses = [first.status.as_u16(), second.status.as_u16()];
    assert!(statuses.contains(&200), "{statuses:?}");
    assert!(statuses.contains(&404) || statuses.contains(&409), "{statuses:?}");
    for (who, status) in [&class.teacher, &colleague].into_iter().zip(statuses) {
        let sees = who.gets(&class.page()).await.status == 200;
        assert_eq!(sees, status == 200);
    }
    // Not even the link that the owner gives away makes it somebody else's.
    let world = World::of(&app, "cleo").await;
    app.member(&world.holder, "dora").await;
    let refused = world.class.asked_by(&world.holder, "take_over", &[]).await;
    assert_eq!(refused.refusal(), Refusal::ClassHasOwner);
}

async fn taking_over_asks_for_a_member_with_both_factors(app: TestApp) {
    let class = app.class_of(1).await;
    assert_eq!(class.does("take_over", &[]).await.refusal(), Refusal::SignInFirst);
    app.has_a_member("ada", "correct horse battery").await;
    assert!(
        class
            .teacher
            .gives_password("ada", "correct horse battery")
            .await
            .is_done()
    );
    assert_eq!(class.does("take_over", &[]).await.refusal(), Refusal::SignInFirst);
    let texts = texts::Texts::of(domain::locale::Locale::En);
    let menu = class.teacher.opens(&format!("{}/menu", class.page())).await;
    assert!(!menu.says(texts.menu_take_over_do()));
}
