//! A simulated student who follows the redirects of the server until all four stages are acknowledged.

use super::{
    notes::Told,
    patience::{Answer, Ask, Patience, uneven},
    twins,
};
use crate::{
    browser::{Browser, Result},
    class::Seat,
};
use domain::{
    refusal::Refusal,
    stage::Stage,
    time::Timestamp,
    totp::{Step, TotpSecret},
};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};
use tokio::time::sleep;

/// Maximum number of sign-ins per student.
const MOST_ROUNDS: usize = 60;

pub struct Student {
    pub told: Told,
    pub patience: Patience,
    pub browser: Browser,
    pub address: SocketAddr,
    pub replicas: Arc<[SocketAddr]>,
    number: usize,
}

/// Result of sending a code.
pub enum Judged {
    Accepted,
    /// The code or the session was not accepted: the student has to try again.
    Again,
}

impl Student {
    pub fn new(number: usize, seat: Seat, address: SocketAddr, replicas: Arc<[SocketAddr]>) -> Self {
        Self {
            told: Told {
                login: seat.login,
                password: seat.password,
                ..Told::default()
            },
            patience: Patience::default(),
            browser: Browser::at(address),
            address,
            replicas,
            number,
        }
    }

    /// Goes through the stages. Each round is a new sign-in, because after a lost answer the client does not know the
    /// state of its session.
    pub async fn walks(&mut self, pause: Duration) -> Result<()> {
        for _ in 0..MOST_ROUNDS {
            match self.signs_in().await?.as_str() {
                "/lesson" => {
                    self.told.passed(Stage::SignedIn);
                    sleep(uneven(pause)).await;
                    self.sets_up(pause).await?;
                    sleep(uneven(pause)).await;
                    self.browser = Browser::at(self.address);
                }
                "/sign-in/code" => {
                    sleep(uneven(pause)).await;
                    if matches!(self.proves().await?, Judged::Accepted) {
                        self.told.passed(Stage::SignedIn2fa);
                        return self.tries_it_again().await;
                    }
                    self.browser = Browser::at(self.address);
                }
                elsewhere => return Err(format!("the password led to {elsewhere}").into()),
            }
        }
        Err(format!("not through after {MOST_ROUNDS} tries, told {:?}", self.told.stages).into())
    }

    pub async fn signs_in(&mut self) -> Result<String> {
        let fields = [
            ("username", self.told.login.as_str()),
            ("password", self.told.password.as_str()),
        ];
        let ask = Ask::Form("/sign-in", &fields);
        match self.patience.ask(&mut self.browser, &ask).await? {
            Answer::Led(to) => Ok(to),
            Answer::Refused(why) => Err(format!("the right password was refused: {}", why.code()).into()),
            Answer::Page(page) => Err(format!("the password led nowhere, status {}", page.status).into()),
        }
    }

    async fn sets_up(&mut self, pause: Duration) -> Result<()> {
        let Answer::Page(page) = self.patience.ask(&mut self.browser, &Ask::Page("/set-up")).await? else {
            return Ok(());
        };
        // The page shows an error in place of the key.
        let Ok(secret) = page.between("secret=", "&").map(str::to_owned) else {
            self.patience.broken += 1;
            return Ok(());
        };
        self.told.passed(Stage::SetupOpened);
        sleep(uneven(pause)).await;
        // A new key starts a new series of codes.
        if self
            .told
            .secret
            .replace(secret.clone())
            .is_some_and(|old| old != secret)
        {
            self.told.last_step = 0;
            self.told.accepted.clear();
        }
        let (step, code) = self.next_code().await?;
        let judged = match self.number % 3 {
            1 => twins::of_one_session(self, "/set-up", &code, "/set-up/recovery-codes").await?,
            _ => self.gives("/set-up", &code, "/set-up/recovery-codes").await?,
        };
        if matches!(judged, Judged::Accepted) {
            self.told.accepted(step);
            self.told.passed(Stage::Connected);
        }
        Ok(())
    }

    async fn proves(&mut self) -> Result<Judged> {
        let (step, code) = self.next_code().await?;
        let judged = match self.number % 3 {
            0 => twins::of_two_sessions(self, &code).await?,
            1 => twins::of_one_session(self, "/sign-in/code", &code, "/lesson").await?,
            _ => self.gives("/sign-in/code", &code, "/lesson").await?,
        };
        if matches!(judged, Judged::Accepted) {
            self.told.accepted(step);
        }
        Ok(judged)
    }

    /// Sends a code, again and again until there is an answer.
    pub async fn gives(&mut self, path: &str, code: &str, leads_to: &str) -> Result<Judged> {
        let fields = [("code", code)];
        match self.patience.ask(&mut self.browser, &Ask::Form(path, &fields)).await? {
            Answer::Led(to) if to == leads_to => Ok(Judged::Accepted),
            Answer::Led(_) => Ok(Judged::Again),
            Answer::Refused(
                Refusal::CodeUsed { .. }
                | Refusal::CodeWrong
                // The code was right when it was sent, but retries delayed it until it was too old.
                | Refusal::ClockOff { .. }
                | Refusal::SignInFirst
                | Refusal::PendingExpired
                | Refusal::AlreadyConnected
                | Refusal::SetUpFirst,
            ) => Ok(Judged::Again),
            Answer::Refused(Refusal::Locked { until }) => {
                sleep(until.since(now()) + Duration::from_millis(500)).await;
                Ok(Judged::Again)
            }
            Answer::Refused(why) => Err(format!("{path} refused: {}", why.code()).into()),
            Answer::Page(page) => Err(format!("{path} led nowhere, status {}", page.status).into()),
        }
    }

    /// Sends the code of the last sign-in once more from a new session, like an attacker who has seen it. The server
    /// must refuse it.
    async fn tries_it_again(&mut self) -> Result<()> {
        let (Some(step), Some(secret)) = (self.told.accepted.last().copied(), self.key()?) else {
            return Ok(());
        };
        self.browser = Browser::at(self.address);
        if self.signs_in().await? != "/sign-in/code" {
            return Ok(());
        }
        let code = secret.code_at(Step::from_number(step));
        if matches!(
            self.gives("/sign-in/code", code.as_str(), "/lesson").await?,
            Judged::Accepted
        ) {
            self.told.accepted(step);
        }
        Ok(())
    }

    fn key(&self) -> Result<Option<TotpSecret>> {
        let secret = self.told.secret.as_deref();
        secret
            .map(|secret| TotpSecret::from_base32(secret).ok_or_else(|| "the set-up shows no key".into()))
            .transpose()
    }

    /// A code that was not sent before. It may be of the step before or after the current one, which the server
    /// accepts too.
    pub async fn next_code(&mut self) -> Result<(u64, String)> {
        let secret = self.key()?.ok_or("a factor is on that nobody has connected")?;
        let step = loop {
            let now = Step::at(now()).number();
            let step = (self.told.last_step + 1).max(now - 1);
            if step <= now + 1 {
                break step;
            }
            sleep(Duration::from_millis(500)).await;
        };
        self.told.last_step = step;
        Ok((step, secret.code_at(Step::from_number(step)).as_str().to_owned()))
    }
}

pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::default().after(since)
}
