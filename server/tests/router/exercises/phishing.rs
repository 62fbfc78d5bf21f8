//! Tests of the exercise *the thief*: the story of a student, and that the thief never leaves the stage.

mod story;
mod thief;

use crate::common::*;
use domain::exercises::Exercise;

const PAGE: &str = "/lesson/phishing";

async fn class_with_thief(app: &TestApp, seats: u16) -> Class {
    let class = app.class_of(seats).await;
    class.sets_gate(Exercise::Phishing, "open").await;
    class
}

impl Browser {
    async fn sends_to_thief(&self, form: &str, fields: &[(&str, &str)]) -> Answer {
        let revision = self.opens(PAGE).await.field("revision");
        let fields = [&[("revision", revision.as_str())], fields].concat();
        self.calls(&format!("/lesson/phishing-{form}"), &fields).await
    }

    async fn presses_at_thief(&self, act: &str) -> Answer {
        self.sends_to_thief("act", &[("act", act)]).await
    }

    async fn types_password(&self, username: &str, password: &str) -> Answer {
        let fields = [("username", username), ("password", password)];
        self.sends_to_thief("password", &fields).await
    }

    /// Opens the link and types login and password of the card.
    async fn walks_into_the_trap(&self, seat: &Seat) {
        assert!(self.presses_at_thief("open").await.is_done());
        assert!(self.types_password(&seat.login, &seat.password).await.is_done());
    }

    async fn types_code(&self, code: &str) -> Answer {
        self.sends_to_thief("code", &[("code", code)]).await
    }

    async fn points_at(&self, part: &str) -> Answer {
        self.sends_to_thief("address", &[("part", part)]).await
    }
}
