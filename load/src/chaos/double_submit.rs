//! Sends one code to two replicas at the same time and checks that at most one of them accepts it.

use super::{
    retry::{Answer, Request, send_once},
    student::{CodeOutcome, Student},
};
use crate::browser::{Browser, Result};
use std::net::SocketAddr;

impl Student {
    /// Sends the code twice from one session, like a user who presses the button again before the response arrives.
    pub async fn submit_code_twice(&mut self, path: &str, code: &str, leads_to: &str) -> Result<CodeOutcome> {
        let (here, there) = self.two_replicas(code);
        let pair = (self.browser.at_address(here), self.browser.at_address(there));
        both(self, pair, path, code, leads_to).await
    }

    /// Sends the code from two sessions in which the password was accepted: the student's session, and the session of
    /// an attacker who has seen password and code.
    pub async fn submit_code_from_two_sessions(&mut self, code: &str) -> Result<CodeOutcome> {
        let (here, there) = self.two_replicas(code);
        let own = self.browser.at_address(here);
        let kept = std::mem::replace(&mut self.browser, Browser::new(self.address));
        let led = self.sign_in().await?;
        let other = std::mem::replace(&mut self.browser, kept).at_address(there);
        if led != "/sign-in/code" {
            return Ok(CodeOutcome::Retry);
        }
        both(self, (own, other), "/sign-in/code", code, "/lesson").await
    }

    /// Addresses of two replicas. If there is only one replica, both addresses are equal.
    fn two_replicas(&self, code: &str) -> (SocketAddr, SocketAddr) {
        let n = self.replicas.len();
        let first = code.bytes().map(usize::from).sum::<usize>() % n;
        (self.replicas[first], self.replicas[(first + 1) % n])
    }
}

async fn both(
    student: &mut Student,
    (mut one, mut other): (Browser, Browser),
    path: &str,
    code: &str,
    leads_to: &str,
) -> Result<CodeOutcome> {
    let fields = [("code", code)];
    let request = Request::Form(path, &fields);
    let (first, second) = tokio::join!(send_once(&mut one, &request), send_once(&mut other, &request));
    // If a request gets no response, because its server was just killed, the code is treated as not accepted: the
    // client has received no acknowledgement.
    let is_in = |answer: Result<crate::browser::Page>| {
        answer
            .and_then(Answer::try_from)
            .is_ok_and(|answer| matches!(answer, Answer::Redirect(to) if to == leads_to))
    };
    student.record.twice += 1;
    Ok(match (is_in(first), is_in(second)) {
        (true, true) => {
            let login = &student.record.login;
            let fault = format!("{login}: a code that was given twice at once was accepted twice at {path}");
            student.record.faults.push(fault);
            CodeOutcome::Accepted
        }
        (false, false) => CodeOutcome::Retry,
        (first, _) => {
            let winner = if first { one } else { other };
            student.browser = winner.at_address(student.address);
            CodeOutcome::Accepted
        }
    })
}
