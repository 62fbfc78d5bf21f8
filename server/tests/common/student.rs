//! Steps of a student in tests: signing in and out, setting up an authenticator, entering codes.

use super::{Answer, Browser, Seat, Secret, html};

impl Browser {
    pub async fn signs_in(&self, seat: &Seat) -> Answer {
        self.gives_password(&seat.login, &seat.password).await
    }

    /// Sends user name and password as the hydrated page does.
    pub async fn gives_password(&self, username: &str, password: &str) -> Answer {
        let fields = [("username", username), ("password", password)];
        self.calls("/sign-in", &fields).await
    }

    pub async fn gives_code(&self, code: &str) -> Answer {
        self.calls("/sign-in/code", &[("code", code)]).await
    }

    pub async fn gives_recovery_code(&self, code: &str) -> Answer {
        self.calls("/sign-in/recovery-code", &[("recovery_code", code)]).await
    }

    pub async fn signs_out(&self) {
        let out = self.submits_and_follows("/sign-out", &[]).await;
        assert_eq!(out.status, 200);
    }

    /// Opens the set-up page and reads the secret from its link.
    pub async fn opens_set_up(&self) -> Secret {
        let page = self.opens("/set-up").await;
        assert_eq!(self.here(), "/set-up");
        let uri = html::tags(&page.body).into_iter().find_map(|tag| {
            tag.attribute("href")
                .filter(|href| href.starts_with("otpauth:"))
                .map(str::to_owned)
        });
        Secret::of_uri(&uri.expect("an otpauth address"))
    }

    pub async fn gives_set_up_code(&self, code: &str) -> Answer {
        self.calls("/set-up", &[("code", code)]).await
    }

    /// Signs in, connects an authenticator and confirms the ten recovery codes as saved.
    pub async fn connects(&self, seat: &Seat) -> (Secret, Vec<String>) {
        let connected = self.sees_recovery_codes(seat).await;
        assert!(self.calls("/set-up/saved", &[]).await.is_done());
        connected
    }

    /// Signs in and connects an authenticator. The recovery codes are not confirmed as saved yet.
    pub async fn sees_recovery_codes(&self, seat: &Seat) -> (Secret, Vec<String>) {
        assert!(self.signs_in(seat).await.is_done());
        let secret = self.opens_set_up().await;
        let connected = self.gives_set_up_code(&secret.code_at(self.app.now())).await;
        assert!(connected.is_done(), "{}", connected.body);
        let codes = self.shown_codes().await.codes;
        assert_eq!(codes.len(), 10);
        (secret, codes)
    }

    /// Signs in with the password and the code of the next time step.
    pub async fn signs_in_with_code(&self, seat: &Seat, secret: &Secret) -> Answer {
        assert!(self.signs_in(seat).await.is_done());
        self.app.waits(30);
        self.gives_code(&secret.code_at(self.app.now())).await
    }

    /// Whether a user is signed in in this browser, according to the page header. Asserts that the lesson page agrees.
    pub async fn is_signed_in(&self) -> bool {
        let who = self.loads("/sfn/who", &[]).await;
        assert_eq!(who.status, 200);
        let who: serde_json::Value = who.json();
        let lesson = self.gets("/lesson").await;
        assert_eq!(lesson.status.is_redirection(), who.is_null());
        !who.is_null()
    }
}
