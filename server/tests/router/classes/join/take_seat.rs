//! Tests of joining a class without a card: with a class code each browser can take one free seat.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::refusal::Refusal;
use std::collections::BTreeSet;
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_code_leads_to_its_class_however_it_is_typed,
    an_address_without_a_valid_proof_needs_one_more_button_press,
    a_browser_gets_one_seat_and_sees_it_until_the_student_signs_in,
    seats_cannot_be_taken_unless_the_teacher_allows_it,
    only_free_seats_are_taken,
    a_freed_seat_can_be_taken_again,
);

always_on_every_database!(
    of_twenty_simultaneous_requests_for_ten_seats_ten_succeed,
    a_button_pressed_twice_at_once_takes_one_seat,
);

async fn a_code_leads_to_its_class_however_it_is_typed(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let (first, second) = code.split_at(3);
    let student = app.browser();
    for typed in [code.clone(), code.to_lowercase(), format!(" {first}-{second} ")] {
        student.opens("/join").await;
        let led = student.submits("/join", &[("join_code", &typed)]).await;
        assert_eq!(led.leads_to(), app.join_path(&code));
    }
    let door = student.opens(&app.join_path(&code)).await;
    assert!(door.status == 200 && door.says("7b"));
    assert!(!door.body.contains(&class.seats[0].login));
    student.opens("/join").await;
    let wrong = student.submits_and_follows("/join", &[("join_code", "AAAAAA")]).await;
    assert_eq!(wrong.status, 404);
    assert!(wrong.says(ENGLISH.refusal_join_code_wrong()));
    assert_eq!(wrong.field("join_code"), "AAAAAA");
}

/// The QR code contains a proof (`k`) that the class code was not guessed. Three addresses have no valid proof: without
/// `k`, as on old cards; with a wrong `k`; and with the class code in lower case.
async fn an_address_without_a_valid_proof_needs_one_more_button_press(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let student = app.browser();
    for path in [
        format!("/join/{code}"),
        format!("/join/{code}?k=AAAAAAAA"),
        format!("/join/{}", code.to_lowercase()),
    ] {
        let page = student.opens(&path).await;
        assert!(
            page.status == 200 && page.says(ENGLISH.join_typed_lead()) && !page.says("7b"),
            "{path}"
        );
        let door = student
            .submits_and_follows("/join", &[("join_code", &page.field("join_code"))])
            .await;
        assert!(door.status == 200 && door.says("7b"), "{path}");
    }
    // The proof in an address is valid for one class code only.
    let other = app.class_of(1).await.join_code().await;
    let proof = app.join_path(&other).split_once('?').unwrap().1.to_owned();
    assert!(!student.opens(&format!("/join/{code}?{proof}")).await.says("7b"));
    assert!(student.opens(&format!("/join/{other}?{proof}")).await.says("7b"));
    let wrong = student.opens("/join/AAAAAA").await;
    assert_eq!(wrong.status, 200);
    let wrong = student.submits_and_follows("/join", &[("join_code", "AAAAAA")]).await;
    assert!(wrong.status == 404 && wrong.says(ENGLISH.refusal_join_code_wrong()));
}

async fn of_twenty_simultaneous_requests_for_ten_seats_ten_succeed(app: TestApp) {
    let class = app.class_of(10).await;
    let code = class.join_code().await;
    assert!(class.lets_students_take_seats(true).await.is_done());
    let version = class.version().await;
    let mut doors = Vec::new();
    for _ in 0..20 {
        let browser = app.browser();
        let form = browser.opens(&app.join_path(&code)).await.field("form");
        doors.push((browser, form));
    }
    let mut taps = tokio::task::JoinSet::new();
    for (browser, form) in doors {
        let code = code.clone();
        taps.spawn(async move {
            let tapped = browser
                .calls("/join/seat", &[("join_code", &code), ("form", &form)])
                .await;
            if !tapped.is_done() {
                assert_eq!(tapped.refusal(), Refusal::ClassFull);
                return None;
            }
            Some(browser.opens(&browser.app.join_path(&code)).await.seat().unwrap())
        });
    }
    let shown: Vec<_> = taps.join_all().await.into_iter().flatten().collect();
    let logins: BTreeSet<_> = shown.iter().map(|seat| seat.login.clone()).collect();
    assert_eq!((shown.len(), logins.len()), (10, 10));
    for seat in &class.seats {
        let theirs = shown.iter().find(|shown| shown.login == seat.login).unwrap();
        assert_eq!(theirs.password, seat.password);
    }
    // Each taken seat is one change of the board. A request that gets no seat changes nothing.
    let changes = class.changes_since(version).await;
    assert_eq!((changes.seats.len(), changes.version), (10, version + 10));
    assert!(changes.seats.iter().all(|seat| seat.handed_out == Some(app.now())));
    let late = app.browser().opens(&app.join_path(&code)).await;
    assert!(late.status == 200 && late.says(ENGLISH.join_full_title()));
}

async fn a_browser_gets_one_seat_and_sees_it_until_the_student_signs_in(app: TestApp) {
    let class = app.class_of(3).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let student = app.browser();
    let shown = student.takes_a_seat(&code).await.seat().unwrap();
    // The same browser sends another form. It gets no second seat: the page shows the first seat again.
    let form = app.browser().opens(&app.join_path(&code)).await.field("form");
    let again = student
        .submits_and_follows("/join/seat", &[("join_code", &code), ("form", &form)])
        .await;
    assert_eq!(again.seat(), Some(shown.clone()));
    let taken = class.board().await.seats;
    assert_eq!(taken.iter().filter(|seat| seat.handed_out.is_some()).count(), 1);
    // Another browser does not see the seat.
    assert_eq!(app.browser().opens(&app.join_path(&code)).await.seat(), None);

    let elsewhere = app.browser();
    assert!(elsewhere.gives_password(&shown.login, &shown.password).await.is_done());
    let later = student.opens(&app.join_path(&code)).await;
    assert_eq!(later.seat(), None);
    assert!(later.says(&shown.login) && later.says(ENGLISH.join_taken_title()));
    assert!(!later.body.contains(&shown.password));
    // The sign-in page contains the login, never the password.
    let sign_in = student.opens(&format!("/sign-in?login={}", shown.login)).await;
    assert_eq!(sign_in.field("username"), shown.login);
    assert!(!sign_in.body.contains(&shown.password));
    let odd = student.opens("/sign-in?login=%22%3E%3Cscript%3E").await;
    assert!(!odd.body.contains("\"><script>"));
}

async fn a_button_pressed_twice_at_once_takes_one_seat(app: TestApp) {
    let class = app.class_of(5).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let student = app.browser();
    let form = student.opens(&app.join_path(&code)).await.field("form");
    let fields = [("join_code", code.as_str()), ("form", &form)];
    let (first, second) = tokio::join!(
        student.calls("/join/seat", &fields),
        student.calls("/join/seat", &fields)
    );
    assert!(first.is_done() && second.is_done());
    let taken = class.board().await.seats;
    assert_eq!(taken.iter().filter(|seat| seat.handed_out.is_some()).count(), 1);
    assert!(student.opens(&app.join_path(&code)).await.seat().is_some());
    let forged = [("join_code", code.as_str()), ("form", "nonsense")];
    assert_eq!(
        app.browser().calls("/join/seat", &forged).await.refusal(),
        Refusal::BadRequest
    );
}

async fn seats_cannot_be_taken_unless_the_teacher_allows_it(app: TestApp) {
    let class = app.class_of(2).await;
    let code = class.join_code().await;
    let student = app.browser();
    let door = student.opens(&app.join_path(&code)).await;
    assert!(door.says(ENGLISH.join_no_card_off()));
    class.lets_students_take_seats(true).await;
    assert!(class.board().await.self_join);
    let form = student.opens(&app.join_path(&code)).await.field("form");
    class.lets_students_take_seats(false).await;
    let fields = [("join_code", code.as_str()), ("form", &form)];
    assert_eq!(
        student.calls("/join/seat", &fields).await.refusal(),
        Refusal::SelfJoinOff
    );
    // Only the teacher can let students take seats or mark cards as handed out, and only until the end of the class.
    let stranger = app.browser();
    let on = [("id", class.id.as_str()), ("on", "true")];
    for path in ["/classes/self-join", "/classes/handed-out"] {
        assert_eq!(stranger.calls(path, &on).await.refusal(), Refusal::NotFound);
        student.signs_in(&class.seats[0]).await;
        assert_eq!(student.calls(path, &on).await.refusal(), Refusal::NotFound);
        student.signs_out().await;
    }
    assert!(!class.board().await.self_join);
    app.waits(24 * 3600);
    assert_eq!(
        class.lets_students_take_seats(true).await.refusal(),
        Refusal::ClassEnded
    );
    assert_eq!(class.hands_out(true).await.refusal(), Refusal::ClassEnded);
}

async fn only_free_seats_are_taken(app: TestApp) {
    let class = app.class_of(4).await;
    let [signed_in, given, removed, free] = &class.seats[..] else {
        panic!()
    };
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    app.browser().signs_in(signed_in).await;
    class.seat_action(given, "new_password").await;
    class.seat_action(removed, "remove").await;
    let student = app.browser();
    assert_eq!(
        student.takes_a_seat(&code).await.seat().map(|seat| seat.login),
        Some(free.login.clone())
    );
    let late = app.browser();
    assert!(late.opens(&app.join_path(&code)).await.says(ENGLISH.join_full_title()));
    // The teacher hands out the new password, so the browser that took the seat does not show it.
    let changed = class.seat_action(free, "new_password").await;
    let password = changed.json::<app::server_fns::SeatActionDone>().password.unwrap();
    let door = student.opens(&app.join_path(&code)).await;
    assert_eq!(door.seat(), None);
    assert!(!door.body.contains(&password));
}

async fn a_freed_seat_can_be_taken_again(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let first = app.browser();
    let shown = first.takes_a_seat(&code).await.seat().unwrap();
    assert!(class.seat(seat).await.taken);
    let board = class.teacher.opens(&class.page()).await;
    assert!(board.says(ENGLISH.seat_taken()) && !board.says(ENGLISH.join_handed_out()));
    class.seat_action(seat, "free").await;
    let free = class.seat(seat).await;
    assert!(free.handed_out.is_none() && !free.taken);
    assert_eq!(first.opens(&app.join_path(&code)).await.seat(), None);
    let second = app.browser().takes_a_seat(&code).await.seat().unwrap();
    assert_ne!(second.login, shown.login);
}
