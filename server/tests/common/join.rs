//! Joining a class without a card in tests: entering the class code, taking a seat, and reading the login on the page.

use super::{Answer, Browser, TestApp, class::Class, html};
use domain::{join_code::JoinCode, locale::Locale};

/// The login and password that the join page shows after a seat was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownSeat {
    pub login: String,
    pub password: String,
}

impl Class {
    pub async fn join_code(&self) -> String {
        let page = self.teacher.gets(&self.page()).await;
        let shown = page.body.split("class=\"join-code\">").nth(1).expect("a join code");
        shown.chars().take(7).filter(|c| !c.is_whitespace()).collect()
    }

    pub async fn lets_students_take_seats(&self, on: bool) -> Answer {
        let fields = [("id", self.id.as_str()), ("on", if on { "true" } else { "false" })];
        self.teacher.calls("/classes/self-join", &fields).await
    }

    pub async fn hands_out(&self, on: bool) -> Answer {
        let fields = [("id", self.id.as_str()), ("on", if on { "true" } else { "false" })];
        self.teacher.calls("/classes/handed-out", &fields).await
    }
}

impl TestApp {
    /// The path of the join page of an English class, as in its QR code.
    pub fn join_path(&self, code: &str) -> String {
        self.stepwise
            .classes
            .join_path(&JoinCode::parse(code).unwrap(), Locale::En)
    }
}

impl Browser {
    /// Enters a class code into the form of the join page.
    pub async fn types_class_code(&self, code: &str) -> Answer {
        self.calls("/join", &[("join_code", code)]).await
    }

    /// Takes a seat with the button of the join page, without scripts.
    pub async fn takes_a_seat(&self, code: &str) -> Answer {
        let door = self.opens(&self.app.join_path(code)).await;
        let form = door.field("form");
        self.submits_and_follows("/join/seat", &[("join_code", code), ("form", &form)])
            .await
    }
}

impl Answer {
    /// The login and password that the join page shows, if any.
    pub fn seat(&self) -> Option<ShownSeat> {
        let (_, after) = self.body.split_once("id=\"my-seat\"")?;
        let text = html::text(after.split_once("</dl>")?.0.split_once('>')?.1);
        let english = texts::Texts::of(Locale::En);
        let (login, password) = text
            .strip_prefix(english.board_login())?
            .split_once(english.board_password())?;
        Some(ShownSeat {
            login: login.trim().to_owned(),
            password: password.trim().to_owned(),
        })
    }
}
