//! Tests that secrets are shown once, to their owner only, and are never stored in readable form.

use crate::{common::*, on_every_database};
use axum::http::Method;

on_every_database!(
    a_confirmed_secret_is_on_no_page_and_in_no_response,
    a_dump_of_the_database_contains_no_secret,
    a_pending_secret_is_shown_to_its_own_session_only,
);

/// All forms in which a page shows a secret.
fn shapes(secret: &Secret, page: &Answer) -> Vec<String> {
    let key = secret.base32.as_str();
    let groups: Vec<&str> = key
        .as_bytes()
        .chunks(4)
        .map(|group| str::from_utf8(group).unwrap())
        .collect();
    let spelled: Vec<String> = key[..8].chars().map(String::from).collect();
    let qr = html::tags(&page.body)
        .into_iter()
        .filter_map(|tag| tag.attribute("d").filter(|path| path.len() > 2000).map(str::to_owned))
        .next()
        .expect("a QR code");
    vec![
        key.to_owned(),
        key.to_ascii_lowercase(),
        groups.join(" "),
        groups.join("</span> <span>"),
        format!("<span>{}</span>", groups[3]),
        spelled[..4].join(", "),
        database_dump::hex(&secret.bytes()),
        qr,
    ]
}

async fn a_confirmed_secret_is_on_no_page_and_in_no_response(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    let secret = student.opens_set_up().await;
    let page = student.opens("/set-up").await;
    let shapes = shapes(&secret, &page);
    // First the test checks that the search finds the secret on the page that shows it.
    for shape in [&shapes[0], &shapes[7]] {
        assert!(page.body.contains(shape.as_str()));
    }
    let connected = student.gives_set_up_code(&secret.code_at(app.now())).await;
    let mut answers = vec![("connected".to_owned(), connected)];
    let pending = app.browser();
    pending.signs_in(seat).await;
    for path in routes::pages() {
        let path = routes::filled(&path, &class.id, &class.teacher_token);
        for person in [&student, &pending, &class.teacher] {
            answers.push((path.clone(), person.gets(&format!("{path}?show=all")).await));
        }
    }
    for (path, method) in routes::server_functions() {
        // Some functions end a session, so every call uses new sessions.
        let (signed_in, half) = (app.browser(), app.browser());
        let back = signed_in.signs_in_with_code(seat, &secret).await;
        half.signs_in(seat).await;
        for person in [&signed_in, &half, &class.teacher.copied()] {
            let fields = routes::fields(&class.id, "no-link", "no-form", "nobody");
            let answer = match method {
                Method::GET => person.loads(&path, &fields).await,
                _ => person.calls(&path, &fields).await,
            };
            answers.push((path.clone(), answer));
        }
        answers.push(("back".to_owned(), back));
    }
    for (path, answer) in answers {
        let whole = format!("{:?} {}", answer.headers, answer.body);
        for (n, shape) in shapes.iter().enumerate() {
            assert!(!whole.contains(shape), "{path}, shape {n}");
        }
    }
}

async fn a_dump_of_the_database_contains_no_secret(app: TestApp) {
    app.has_a_member("ada", "correct horse battery").await;
    let class = app.class_of(2).await;
    let [first, second] = &class.seats[..] else { panic!() };
    let mut secret_things = vec![class.teacher_token.clone(), "correct horse battery".to_owned()];
    let student = app.browser();
    let (secret, recovery) = student.connects(first).await;
    secret_things.push(secret.code_at(app.now()));
    secret_things.extend(student.session());
    student.signs_in_with_code(first, &secret).await;
    secret_things.push(secret.code_at(app.now()));
    let waiting = app.browser();
    waiting.signs_in(second).await;
    let pending = waiting.opens_set_up().await;
    waiting.gives_password("someone", "typed-into-a-field").await;
    waiting.gives_password("typed-into-a-name", "x").await;
    for secret in [&secret, &pending] {
        secret_things.extend([secret.base32.clone(), database_dump::hex(&secret.bytes())]);
    }
    for browser in [&student, &waiting, &class.teacher] {
        let session = browser.session().unwrap();
        let id: tower_sessions::session::Id = session.parse().unwrap();
        secret_things.extend([
            database_dump::hex(&id.0.to_be_bytes()),
            database_dump::hex(&id.0.to_le_bytes()),
            id.0.to_string(),
            session,
        ]);
    }
    secret_things.extend(recovery.iter().flat_map(|code| [code.clone(), code.replace('-', "")]));
    secret_things.extend(class.seats.iter().map(|seat| seat.password.clone()));
    secret_things.extend(["typed-into-a-field".to_owned(), "typed-into-a-name".to_owned()]);
    let dump = app.dump().await;
    assert!(
        database_dump::contains_secret(&dump, &first.login),
        "the check does not find a secret that is there"
    );
    for thing in &secret_things {
        assert!(
            !database_dump::contains_secret(&dump, thing),
            "{thing} in {}",
            line_with(&dump, thing)
        );
    }
    assert!(secret_things.len() > 40);
}

fn line_with<'a>(dump: &'a str, thing: &str) -> &'a str {
    dump.lines()
        .find(|line| database_dump::contains_secret(line, thing))
        .unwrap_or_default()
}

async fn a_pending_secret_is_shown_to_its_own_session_only(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    let secret = student.opens_set_up().await;
    let other = app.browser();
    other.signs_in(seat).await;
    for person in [&other, &class.teacher, &app.browser()] {
        for path in routes::pages() {
            let path = routes::filled(&path, &class.id, &class.teacher_token);
            assert!(!person.gets(&path).await.body.contains(&secret.base32), "{path}");
        }
    }
}
