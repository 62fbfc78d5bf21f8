//! The teacher of the tour, who has no account: opens a class, reads all its pages and acts on it.

use crate::common::*;
use domain::exercises::Exercise;

pub async fn a_teacher_prepares_a_class(app: &TestApp) -> Class {
    let class = app.class_of(5).await;
    let (teacher, id) = (&class.teacher, class.id.as_str());
    teacher.visits("/guide").await;
    teacher.visits("/").await;
    teacher.reads("/sfn/open-class-form", &[]).await;
    for (path, fields) in [
        ("/language", ("lang", "fr")),
        ("/theme", ("theme", "dark")),
        ("/language", ("lang", "en")),
    ] {
        teacher.does(path, &[fields]).await;
    }
    a_colleague_uses_the_links(app, &class).await;
    let form = app.stepwise.classes.open_class_form().unwrap();
    app.browser().does("/rehearsals", &[("form", &form)]).await;

    act(&class, "names", &[("names", "Ada\nBen\nCleo")]).await;
    let upload = format!("{}/names-file", class.page());
    teacher
        .uploads_and_follows(&upload, b"Ada\nBen\nCleo", &[("identifiers", "true")])
        .await;
    act(&class, "add_seats", &[("seats", "2")]).await;
    let upload = format!("{}/questions-file", class.page());
    teacher.uploads_and_follows(&upload, b"Is it safe? {TRUE}", &[]).await;
    teacher.does("/classes/questions", &[("id", id), ("on", "true")]).await;
    for what in ["pause", "go_on", "phones_off", "phones", "debrief", "debrief_off"] {
        act(&class, what, &[]).await;
    }
    act(&class, "language", &[("locale", "en")]).await;
    for exercise in Exercise::ALL {
        class.sets_gate(exercise, "later").await;
        act(&class, "open_exercise", &[("exercise", exercise.code())]).await;
    }
    for until in ["hour", "tonight", "day"] {
        act(&class, "ends", &[("until", until)]).await;
    }
    teacher.does("/classes/handed-out", &[("id", id), ("on", "true")]).await;
    let board = class.board().await;
    let labels: Vec<_> = board.seats.iter().map(|seat| seat.label.as_deref()).collect();
    assert_eq!(labels, [Some("Ada"), Some("Ben"), Some("Cleo"), None, None, None, None]);
    assert!(Exercise::ALL.into_iter().all(|exercise| board.lesson.is_open(exercise)));
    assert!(board.seats.iter().all(|seat| seat.handed_out.is_some()));
    teacher
        .does("/classes/handed-out", &[("id", id), ("on", "false")])
        .await;
    assert!(class.lets_students_take_seats(true).await.is_done());
    reads_every_page(&class).await;
    class
}

async fn act(class: &Class, what: &str, more: &[(&str, &str)]) {
    let done = class.action(what, more).await;
    assert!(done.is_done(), "{what} {}", done.body);
}

async fn reads_every_page(class: &Class) {
    let (teacher, page, fields) = (&class.teacher, class.page(), [("id", class.id.as_str())]);
    for part in [
        "",
        "/menu",
        "/names",
        "/questions",
        "/finish",
        "/seats/1",
        "/handouts",
        "/projector",
        "/results",
        "?order=stuck",
        "?show=all",
    ] {
        teacher.visits(&format!("{page}{part}")).await;
    }
    for data in ["board", "handouts", "results", "wall"] {
        teacher.reads(&format!("/sfn/{data}"), &fields).await;
    }
    for changes in ["board-update", "wall-changes"] {
        teacher
            .reads(&format!("/sfn/{changes}"), &[fields[0], ("since", "-1")])
            .await;
    }
    teacher.reads("/sfn/managed-classes", &[]).await;
    let mut wall = teacher
        .streams(&format!("{}?page=projector&since=-1", class.events()), None)
        .await;
    assert!(wall.next().await.is_some());
    for table in ["handouts", "results", "grades"] {
        let table = teacher.gets(&format!("{page}/{table}.csv")).await;
        assert!(table.status == 200 && table.body.lines().count() >= 7, "{}", table.body);
    }
    assert_eq!(class.passwords(Some(1)).await.len(), 1);
}

async fn a_colleague_uses_the_links(app: &TestApp, class: &Class) {
    let fields = [("token", class.teacher_token.as_str())];
    let colleague = app.browser();
    colleague.visits(&format!("/teach/{}", class.teacher_token)).await;
    colleague.reads("/sfn/teach", &fields).await;
    colleague.does("/teach", &fields).await;
    assert!(class.action_by(&colleague, "pause", &[]).await.is_done());

    act(class, "read_link", &[]).await;
    let board = class.teacher.visits(&class.page()).await;
    let is_token = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
    let links = board.body.split("/teach/").skip(1);
    let tokens = links.map(|rest| rest.chars().take_while(is_token).collect::<String>());
    let link = tokens.into_iter().find(|token| *token != class.teacher_token).unwrap();
    let reader = app.browser();
    reader.does("/teach", &[("token", &link)]).await;
    reader.visits(&class.page()).await;
    let id = class.id.as_str();
    for which in ["reader", "teacher"] {
        class
            .teacher
            .does("/classes/link-saved", &[("id", id), ("which", which)])
            .await;
    }
    act(class, "read_link_off", &[]).await;
    act(class, "teacher_link", &[]).await;
    for gone in [reader, colleague] {
        assert_eq!(gone.gets(&class.page()).await.status, 404);
    }
}

pub async fn the_teacher_acts_on_seats_and_ends_the_class(class: &Class) {
    let student = class.teacher.app.browser();
    student.gives_password(&class.seats[4].login, "wrong-otter-0000").await;
    class.failure(&class.seats[4], |seat| seat.failure.is_some()).await;
    for act in ["unlock", "reset_factor", "new_password", "free"] {
        class.seat_action(&class.seats[0], act).await;
    }
    class.seat_action(&class.seats[1], "remove").await;
    let code = class.join_code().await;
    let taker = class.teacher.app.browser();
    assert!(taker.takes_a_seat(&code).await.seat().is_some());
    act(class, "take_back", &[]).await;
    let (id, label) = (("id", class.id.as_str()), ("label", "Zoé"));
    class
        .teacher
        .does("/classes/seat", &[id, ("number", "1"), ("act", "label"), label])
        .await;
    let seats = class.board().await.seats;
    let present: Vec<u16> = seats
        .iter()
        .filter(|seat| !seat.removed)
        .map(|seat| seat.number)
        .collect();
    assert_eq!(present, [1, 3, 4, 5, 6, 7]);
    assert_eq!(seats[0].label.as_deref(), Some("Zoé"));
    assert_ne!(seats[0].login, class.seats[0].login);
    act(class, "end", &[]).await;
    assert_eq!(class.action("pause", &[]).await.status, 409);
    class.teacher.visits(&format!("{}/results", class.page())).await;
}
