//! The start of each test of guesses: for each kind of guess, a user in a browser where the form for this code is open.

use super::kinds::Guess;
use crate::common::{admin::*, member::*, message_codes::*, *};

pub const WRONG_RECOVERY_CODE: &str = "0000-0000-0000-0000";

/// A user in a browser where the form for a code is open.
#[derive(Clone)]
pub struct Scene {
    pub guess: Guess,
    pub user: User,
    pub browser: Browser,
    /// A right code. It stays right for at least a minute.
    right: String,
    wrong: String,
    secret: Secret,
}

/// A member or a student, whose password was accepted in `browser`.
#[derive(Clone)]
pub struct User {
    pub name: String,
    password: String,
    is_student: bool,
    browser: Browser,
}

impl Scene {
    /// A scene with a new member, who is named after the kind of guess.
    pub async fn of_member(root: &Admin, guess: Guess) -> Self {
        let browser = root.browser.app.browser();
        let name = format!("{guess:?}").to_lowercase();
        assert!(browser.registers(&name).await.is_done());
        browser.confirms_email(&name).await;
        let member = User {
            name,
            password: PASSWORD.to_owned(),
            is_student: false,
            browser,
        };
        Self::new(guess, member, Some(root)).await
    }

    pub async fn of_student(app: &TestApp, seat: &Seat, guess: Guess) -> Self {
        let student = User {
            name: seat.login.clone(),
            password: seat.password.clone(),
            is_student: true,
            browser: app.browser(),
        };
        assert!(student.browser.signs_in(seat).await.is_done());
        Self::new(guess, student, None).await
    }

    async fn new(guess: Guess, user: User, root: Option<&Admin>) -> Self {
        let owner = user.browser.clone();
        let app = owner.app.clone();
        let (secret, codes) = match guess {
            Guess::PendingSecret => (owner.opens_set_up().await, Vec::new()),
            _ => owner.connects_first().await,
        };
        app.waits(60);
        let code_of_app = || secret.code_beside(app.now(), 1);
        let (browser, right) = match guess {
            Guess::Authenticator => (user.gives_password().await, code_of_app()),
            Guess::Recovery => (user.gives_password().await, codes[0].clone()),
            Guess::Enrolment => {
                let code = root.unwrap().issues_code_for(&user.name).await;
                (user.gives_password().await, code)
            }
            Guess::Reauthentication | Guess::PendingSecret => (owner, code_of_app()),
            Guess::PendingAddress => {
                user.may_connect_address(&secret).await;
                let code = user.requests_code(&owner, "/set-up/send").await;
                (owner, code)
            }
            Guess::SentCode => {
                user.may_connect_address(&secret).await;
                let code = user.requests_code(&owner, "/set-up/send").await;
                let connected = owner.calls("/set-up/message", &[("code", &code)]).await;
                assert!(connected.is_done(), "{}", connected.body);
                let browser = user.gives_password().await;
                let code = user.requests_code(&browser, "/sign-in/send").await;
                (browser, code)
            }
        };
        let wrong = match guess {
            Guess::Recovery | Guess::Enrolment => WRONG_RECOVERY_CODE.to_owned(),
            Guess::SentCode | Guess::PendingAddress => if right == "000000" { "111111" } else { "000000" }.to_owned(),
            _ => secret.wrong_code(app.now()),
        };
        Self {
            guess,
            user,
            browser,
            right,
            wrong,
            secret,
        }
    }

    async fn sends(&self, code: &str) -> Answer {
        let browser = &self.browser;
        match self.guess {
            Guess::Authenticator => browser.gives_code(code).await,
            Guess::SentCode => browser.gives_message_code("email", code).await,
            Guess::Recovery => browser.gives_recovery_code(code).await,
            Guess::Enrolment => browser.gives_enrolment_code(code).await,
            Guess::Reauthentication => browser.changes("/account/phone", code, &[]).await,
            Guess::PendingSecret => browser.gives_set_up_code(code).await,
            Guess::PendingAddress => browser.calls("/set-up/message", &[("code", code)]).await,
        }
    }

    pub async fn right(&self) -> Answer {
        self.sends(&self.right).await
    }

    pub async fn wrong(&self) -> Answer {
        self.sends(&self.wrong).await
    }

    /// Sends wrong codes. Asserts that the server checks and refuses each of them, and is not locked.
    pub async fn guesses_wrong(&self, times: u32) {
        for n in 1..=times {
            let refusal = self.wrong().await.refusal();
            assert_eq!(refusal, self.guess.refusal(), "{:?} {n}", self.guess);
        }
    }

    /// Another session in which the same code is right. If the code is valid in one session only, a copy of that
    /// session.
    async fn another_session(&self) -> Browser {
        match self.guess {
            Guess::Authenticator | Guess::Recovery | Guess::Enrolment => self.user.gives_password().await,
            _ => self.browser.copied(),
        }
    }

    /// Sends the form `times` times at the same moment, each time from another session.
    pub async fn sends_at_once(&self, times: u32, is_right: bool) -> Vec<Answer> {
        let mut scenes = Vec::new();
        for _ in 0..times {
            let browser = self.another_session().await;
            scenes.push(Self {
                browser,
                ..self.clone()
            });
        }
        let tries = scenes.into_iter().map(|scene| {
            tokio::spawn(async move {
                match is_right {
                    true => scene.right().await,
                    false => scene.wrong().await,
                }
            })
        });
        let mut answers = Vec::new();
        for answer in tries.collect::<Vec<_>>() {
            answers.push(answer.await.unwrap());
        }
        answers
    }

    /// Uses the right code up and opens the form again, or lets the code expire.
    pub async fn makes_code_stale(&mut self) {
        if self.guess == Guess::PendingAddress {
            return self.browser.app.waits(10 * 60);
        }
        let used = self.right().await;
        assert!(used.is_done(), "{:?} {}", self.guess, used.body);
        self.browser = match self.guess {
            // The sign-in has replaced the session to which the code belongs, so the test needs a new pending sign-in.
            Guess::SentCode => self.user.gives_password().await,
            _ => self.another_session().await,
        };
    }

    /// Replaces the used or expired code by a new, valid code.
    pub async fn gets_another_code(&mut self) {
        self.right = match self.guess {
            Guess::SentCode => self.user.requests_code(&self.browser, "/sign-in/send").await,
            Guess::PendingAddress => self.user.requests_code(&self.browser, "/set-up/send").await,
            _ => {
                self.browser.app.waits(60);
                self.secret.code_at(self.browser.app.now())
            }
        };
    }
}

impl User {
    /// A new browser in which the password was accepted, but no second factor was entered yet.
    pub async fn gives_password(&self) -> Browser {
        let browser = self.browser.app.browser();
        let given = browser.gives_password(&self.name, &self.password).await;
        assert!(given.is_done(), "{}", given.body);
        browser
    }

    /// Prepares the connection of a mail address. A student signs in with a code and takes the practice phone; a member
    /// enters password and code.
    async fn may_connect_address(&self, secret: &Secret) {
        let browser = &self.browser;
        let code = secret.code_at(browser.app.now());
        let allowed = if self.is_student {
            let pending = browser.gives_password(&self.name, &self.password).await;
            assert!(pending.is_done() && browser.gives_code(&code).await.is_done());
            browser.calls("/phone/take", &[]).await
        } else {
            browser.changes("/account/connect", &code, &[("kind", "email")]).await
        };
        assert!(allowed.is_done(), "{}", allowed.body);
    }

    /// Requests a code by mail and reads it: in the mail, or on the practice phone of a student.
    async fn requests_code(&self, browser: &Browser, path: &str) -> String {
        browser.app.waits(PAUSE);
        let sent = browser.calls(path, &[("kind", "email")]).await;
        assert!(sent.is_done(), "{}", sent.body);
        if !self.is_student {
            return browser.app.code_by_mail().await;
        }
        let messages = self.browser.practice_phone().await.unwrap().messages;
        messages.into_iter().next().unwrap().code
    }
}
