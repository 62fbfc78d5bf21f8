//! A simulated student who follows the redirects of the server until all four stages are acknowledged.

use super::{
    record::StudentRecord,
    retry::{Answer, Request, Retries, jitter},
};
use crate::{
    browser::{Browser, Result},
    clock::now,
    teacher::Seat,
};
use domain::{
    refusal::Refusal,
    stage::Stage,
    totp::{Step, TotpSecret},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::time::sleep;

/// Maximum number of sign-ins per student.
const MAX_SIGN_INS: usize = 60;

pub struct Student {
    pub record: StudentRecord,
    pub retries: Retries,
    pub browser: Browser,
    pub address: SocketAddr,
    pub replicas: Arc<[SocketAddr]>,
    number: usize,
}

/// Result of sending a code.
pub enum CodeOutcome {
    Accepted,
    /// The code or the session was not accepted. The student has to try again.
    Retry,
}

impl Student {
    pub fn new(number: usize, seat: Seat, address: SocketAddr, replicas: Arc<[SocketAddr]>) -> Self {
        Self {
            record: StudentRecord {
                login: seat.login,
                password: seat.password,
                ..StudentRecord::default()
            },
            retries: Retries::default(),
            browser: Browser::new(address),
            address,
            replicas,
            number,
        }
    }

    /// Goes through the stages. Each round is a new sign-in, because after a lost response the client does not know the
    /// state of its session.
    pub async fn run(&mut self, pause: Duration) -> Result<()> {
        for _ in 0..MAX_SIGN_INS {
            match self.sign_in().await?.as_str() {
                "/lesson" => {
                    self.record.passed(Stage::SignedIn);
                    sleep(jitter(pause)).await;
                    self.set_up(pause).await?;
                    sleep(jitter(pause)).await;
                    self.browser = Browser::new(self.address);
                }
                "/sign-in/code" => {
                    sleep(jitter(pause)).await;
                    if matches!(self.enter_code().await?, CodeOutcome::Accepted) {
                        self.record.passed(Stage::SignedIn2fa);
                        return self.replay_last_code().await;
                    }
                    self.browser = Browser::new(self.address);
                }
                elsewhere => return Err(format!("the password led to {elsewhere}").into()),
            }
        }
        Err(format!("not through after {MAX_SIGN_INS} tries, told {:?}", self.record.stages).into())
    }

    pub async fn sign_in(&mut self) -> Result<String> {
        let fields = [
            ("username", self.record.login.as_str()),
            ("password", self.record.password.as_str()),
        ];
        let request = Request::Form("/sign-in", &fields);
        match self.retries.send(&mut self.browser, &request).await? {
            Answer::Redirect(to) => Ok(to),
            Answer::Refused(why) => Err(format!("the right password was refused: {}", why.code()).into()),
            Answer::Page(page) => Err(format!("the password led nowhere, status {}", page.status).into()),
        }
    }

    async fn set_up(&mut self, pause: Duration) -> Result<()> {
        let Answer::Page(page) = self.retries.send(&mut self.browser, &Request::Page("/set-up")).await? else {
            return Ok(());
        };
        // The page shows an error in place of the key.
        let Ok(secret) = page.between("secret=", "&").map(str::to_owned) else {
            self.retries.failed += 1;
            return Ok(());
        };
        self.record.passed(Stage::SetupOpened);
        sleep(jitter(pause)).await;
        // The used codes belong to the old secret. With a new secret, the server accepts a code of any time step again.
        if self
            .record
            .secret
            .replace(secret.clone())
            .is_some_and(|old| old != secret)
        {
            self.record.last_step = 0;
            self.record.accepted.clear();
        }
        let (step, code) = self.next_code().await?;
        let judged = match self.number % 3 {
            1 => {
                self.submit_code_twice("/set-up", &code, "/set-up/recovery-codes")
                    .await?
            }
            _ => self.submit_code("/set-up", &code, "/set-up/recovery-codes").await?,
        };
        if matches!(judged, CodeOutcome::Accepted) {
            self.record.accepted(step);
            self.record.passed(Stage::Connected);
        }
        Ok(())
    }

    async fn enter_code(&mut self) -> Result<CodeOutcome> {
        let (step, code) = self.next_code().await?;
        let judged = match self.number % 3 {
            0 => self.submit_code_from_two_sessions(&code).await?,
            1 => self.submit_code_twice("/sign-in/code", &code, "/lesson").await?,
            _ => self.submit_code("/sign-in/code", &code, "/lesson").await?,
        };
        if matches!(judged, CodeOutcome::Accepted) {
            self.record.accepted(step);
        }
        Ok(judged)
    }

    /// Sends a code, and repeats the request until there is a response.
    pub async fn submit_code(&mut self, path: &str, code: &str, leads_to: &str) -> Result<CodeOutcome> {
        let fields = [("code", code)];
        match self.retries.send(&mut self.browser, &Request::Form(path, &fields)).await? {
            Answer::Redirect(to) if to == leads_to => Ok(CodeOutcome::Accepted),
            Answer::Redirect(_) => Ok(CodeOutcome::Retry),
            Answer::Refused(
                Refusal::CodeUsed { .. }
                | Refusal::CodeWrong
                // The code was right when it was sent, but retries delayed it until it was too old.
                | Refusal::ClockOff { .. }
                | Refusal::SignInFirst
                | Refusal::PendingExpired
                | Refusal::AlreadyConnected
                | Refusal::SetUpFirst,
            ) => Ok(CodeOutcome::Retry),
            Answer::Refused(Refusal::Locked { until }) => {
                sleep(until.since(now()) + Duration::from_millis(500)).await;
                Ok(CodeOutcome::Retry)
            }
            Answer::Refused(why) => Err(format!("{path} refused: {}", why.code()).into()),
            Answer::Page(page) => Err(format!("{path} led nowhere, status {}", page.status).into()),
        }
    }

    /// Sends the code of the last sign-in once more from a new session, like an attacker who has seen the code. The
    /// server must refuse it.
    async fn replay_last_code(&mut self) -> Result<()> {
        let (Some(step), Some(secret)) = (self.record.accepted.last().copied(), self.key()?) else {
            return Ok(());
        };
        self.browser = Browser::new(self.address);
        if self.sign_in().await? != "/sign-in/code" {
            return Ok(());
        }
        let code = secret.code_at(Step::from_number(step));
        if matches!(
            self.submit_code("/sign-in/code", code.as_str(), "/lesson").await?,
            CodeOutcome::Accepted
        ) {
            self.record.accepted(step);
        }
        Ok(())
    }

    fn key(&self) -> Result<Option<TotpSecret>> {
        let secret = self.record.secret.as_deref();
        secret
            .map(|secret| TotpSecret::from_base32(secret).ok_or_else(|| "the set-up shows no key".into()))
            .transpose()
    }

    /// Returns a code that was not sent before. It is the code of the previous, the current or the next time step; the
    /// server accepts all three.
    pub async fn next_code(&mut self) -> Result<(u64, String)> {
        let secret = self
            .key()?
            .ok_or("the account has a factor that this student has not connected")?;
        let step = loop {
            let now = Step::at(now()).number();
            let step = (self.record.last_step + 1).max(now - 1);
            if step <= now + 1 {
                break step;
            }
            sleep(Duration::from_millis(500)).await;
        };
        self.record.last_step = step;
        Ok((step, secret.code_at(Step::from_number(step)).as_str().to_owned()))
    }
}
