//! A class in tests, with its teacher: opening the class, reading its board, and acting on seats and on the class.

use super::{Answer, Browser, TestApp};
use domain::{
    exercises::Exercise,
    stage::Stage,
    time::Timestamp,
    view::{BoardChanges, SeatView},
};
use std::time::Duration;

/// The number, login and password on a student's card.
#[derive(Clone, Debug)]
pub struct Seat {
    pub number: u16,
    pub login: String,
    pub password: String,
}

#[derive(Clone)]
pub struct Class {
    pub id: String,
    pub teacher: Browser,
    pub seats: Vec<Seat>,
    /// The token of the teacher link, which the board showed after opening.
    pub teacher_token: String,
}

impl TestApp {
    /// Opens a class in a new browser, without an account.
    pub async fn class_of(&self, seats: u16) -> Class {
        self.browser().opens_a_class(seats).await
    }
}

impl Browser {
    /// Opens a class that belongs to the signed-in member and returns its id.
    pub async fn opens_own_class(&self, seats: u16) -> String {
        let form = self.opens("/classes").await.field("form");
        let fields = [("form", form.as_str()), ("seats", &seats.to_string()), ("title", "7b")];
        let opened = self.submits_and_follows("/classes", &fields).await;
        assert_eq!(opened.status, 200, "{}", self.here());
        self.here().strip_prefix("/classes/").expect("a board").to_owned()
    }

    pub async fn opens_a_class(&self, seats: u16) -> Class {
        let form = self.opens("/").await.field("form");
        let fields = [("form", form.as_str()), ("seats", &seats.to_string()), ("title", "7b")];
        let opened = self.submits_and_follows("/classes", &fields).await;
        assert_eq!(opened.status, 200, "{}", self.here());
        let id = self.here().strip_prefix("/classes/").expect("a board").to_owned();
        let teacher_token = opened.body.split("/teach/").nth(1).expect("the teacher link");
        let is_token = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
        let mut class = Class {
            id,
            teacher: self.clone(),
            seats: Vec::new(),
            teacher_token: teacher_token.chars().take_while(is_token).collect(),
        };
        let passwords = class.passwords(None).await;
        let logins = class.board().await.seats;
        class.seats = logins
            .into_iter()
            .zip(passwords)
            .map(|(seat, (number, password))| {
                assert_eq!(seat.number, number);
                Seat {
                    number,
                    login: seat.login,
                    password,
                }
            })
            .collect();
        class
    }
}

impl Class {
    pub fn page(&self) -> String {
        format!("/classes/{}", self.id)
    }

    pub async fn passwords(&self, number: Option<u16>) -> Vec<(u16, String)> {
        let number = number.map(|number| number.to_string());
        let mut fields = vec![("id", self.id.as_str())];
        fields.extend(number.iter().map(|number| ("number", number.as_str())));
        self.teacher.calls("/sfn/seat-passwords", &fields).await.json()
    }

    /// The complete content of the board.
    pub async fn board(&self) -> BoardChanges {
        self.changes_since(-1).await
    }

    pub async fn changes_since(&self, version: i64) -> BoardChanges {
        let fields = [("id", self.id.as_str()), ("since", &version.to_string())];
        self.teacher.loads("/sfn/board-changes", &fields).await.json()
    }

    pub async fn version(&self) -> i64 {
        self.board().await.version
    }

    pub async fn seat(&self, seat: &Seat) -> SeatView {
        let seats = self.board().await.seats;
        seats.into_iter().find(|view| view.number == seat.number).unwrap()
    }

    /// The number of green badges.
    pub async fn badges(&self, seat: &Seat) -> usize {
        let stages = self.seat(seat).await.stages;
        Stage::ALL.into_iter().filter(|stage| stages.is_reached(*stage)).count()
    }

    /// Sends the action `what` on the whole class from the browser `who`.
    pub async fn action_by(&self, who: &Browser, what: &str, more: &[(&str, &str)]) -> Answer {
        let fields = [&[("id", self.id.as_str()), ("what", what)], more].concat();
        who.calls("/classes/act", &fields).await
    }

    /// Sends an action on the whole class from the teacher's browser.
    #[track_caller]
    pub fn action<'a>(&'a self, what: &'a str, more: &'a [(&'a str, &'a str)]) -> impl Future<Output = Answer> + 'a {
        self.action_by(&self.teacher, what, more)
    }

    pub async fn sets_gate(&self, exercise: Exercise, gate: &str) {
        let field = format!("gates[{}]", exercise.code());
        let done = self.action("lesson", &[(field.as_str(), gate)]).await;
        assert!(done.is_done(), "{}", done.body);
    }

    /// When the seat has passed the exercise, and the number of its answers.
    pub async fn exercise(&self, seat: &Seat, exercise: Exercise) -> (Option<Timestamp>, u32) {
        let badges = self.seat(seat).await.exercises;
        let badge = badges.into_iter().find(|badge| badge.exercise == exercise);
        badge.map_or((None, 0), |badge| (badge.passed, badge.attempts))
    }

    pub async fn unlocks(&self, seat: &Seat) {
        self.seat_action(seat, "unlock").await;
    }

    /// Sends an action on one seat from the teacher's browser.
    pub async fn seat_action(&self, seat: &Seat, act: &str) -> Answer {
        let number = seat.number.to_string();
        let fields = [("id", self.id.as_str()), ("number", &number), ("act", act)];
        let done = self.teacher.calls("/classes/seat", &fields).await;
        assert!(done.is_done(), "{}", done.body);
        done
    }

    /// Waits until `like` is true for the seat on the board, and returns the seat. The wait is necessary because the
    /// server stores some failed attempts after its response.
    pub async fn failure(&self, seat: &Seat, like: impl Fn(&SeatView) -> bool) -> SeatView {
        for _ in 0..500 {
            let view = self.seat(seat).await;
            if like(&view) {
                return view;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the board did not show it: {:?}", self.seat(seat).await);
    }
}
