//! Tests of free seats that have a name from the teacher's list.

use super::{free_seats::open, nickname::takes};
use crate::{common::*, on_every_database};

on_every_database!(
    seats_without_a_name_are_taken_first,
    a_student_who_takes_a_named_seat_gets_no_identifier_of_the_list,
    taking_a_seat_back_keeps_the_names_of_the_list,
    taking_a_seat_back_keeps_a_list_that_was_uploaded_meanwhile,
);

const LIST: &[u8] = b"First name,Last name,Email address\n\
    Anna,Smith,anna.smith@school.example\n\
    Ben,Stone,ben@school.example\n";
const HEAD: &str = "Email address,Label,Signed in,Set-up opened,Authenticator connected,Signed in with a code,Points";
const ANNA: &str = "anna.smith@school.example,Anna Smith,0,0,0,0,0";
const BEN: &str = "ben@school.example,Ben Stone,0,0,0,0,0";

/// Puts the two names of the list on the seats 1 and 2, with the addresses as identifiers.
async fn uploads_the_list(class: &Class) {
    let keep = [("identifiers", "true")];
    let path = format!("{}/names-file", class.page());
    class.teacher.uploads_and_follows(&path, LIST, &keep).await;
    assert_eq!(labels(class).await[..2], ["Anna Smith", "Ben Stone"]);
}

async fn labels(class: &Class) -> Vec<String> {
    let seats = class.board().await.seats;
    seats.into_iter().map(|seat| seat.label.unwrap_or_default()).collect()
}

async fn grades(class: &Class) -> Vec<String> {
    let table = class.teacher.gets(&format!("{}/grades.csv", class.page())).await;
    let table = table.body.strip_prefix('\u{FEFF}').unwrap();
    table.lines().map(str::to_owned).collect()
}

async fn seats_without_a_name_are_taken_first(app: TestApp) {
    let open = open(&app, 3).await;
    uploads_the_list(&open.class).await;
    let student = app.browser();
    let seat = takes(&student, &open.code, "Boris").await.seat().unwrap();
    assert_eq!(seat.login, open.class.seats[2].login);
    assert!(student.gives_password(&seat.login, &seat.password).await.is_done());
    assert_eq!(labels(&open.class).await, ["Anna Smith", "Ben Stone", "Boris"]);
    assert_eq!(grades(&open.class).await, [HEAD, ANNA, BEN]);
}

async fn a_student_who_takes_a_named_seat_gets_no_identifier_of_the_list(app: TestApp) {
    let open = open(&app, 3).await;
    uploads_the_list(&open.class).await;
    takes(&app.browser(), &open.code, "Boris").await;
    let student = app.browser();
    let seat = takes(&student, &open.code, "Carla").await.seat().unwrap();
    assert_eq!(seat.login, open.class.seats[0].login);
    assert!(student.gives_password(&seat.login, &seat.password).await.is_done());
    assert_eq!(labels(&open.class).await, ["Carla", "Ben Stone", "Boris"]);
    assert_eq!(grades(&open.class).await, [HEAD, BEN]);
    // A student without a nickname does not get the name of the list either.
    app.browser().takes_a_seat(&open.code).await;
    assert_eq!(labels(&open.class).await, ["Carla", "", "Boris"]);
}

async fn taking_a_seat_back_keeps_the_names_of_the_list(app: TestApp) {
    let open = open(&app, 3).await;
    uploads_the_list(&open.class).await;
    let seat = app.browser().takes_a_seat(&open.code).await.seat().unwrap();
    assert_eq!(seat.login, open.class.seats[2].login);
    assert!(open.class.action("take_back", &[]).await.is_done());
    assert!(open.class.seat(&open.class.seats[2]).await.is_free());
    assert_eq!(labels(&open.class).await, ["Anna Smith", "Ben Stone", ""]);
    assert_eq!(grades(&open.class).await, [HEAD, ANNA, BEN]);
}

async fn taking_a_seat_back_keeps_a_list_that_was_uploaded_meanwhile(app: TestApp) {
    let open = open(&app, 2).await;
    takes(&app.browser(), &open.code, "Boris").await;
    uploads_the_list(&open.class).await;
    assert!(open.class.action("take_back", &[]).await.is_done());
    assert!(open.class.seat(&open.class.seats[0]).await.is_free());
    assert_eq!(labels(&open.class).await, ["Anna Smith", "Ben Stone"]);
    assert_eq!(grades(&open.class).await, [HEAD, ANNA, BEN]);
}
