//! Sends one code to two replicas at the same time and checks that at most one of them accepts it.

use super::{
    patience::{Answer, Ask, once},
    student::{Judged, Student},
};
use crate::browser::{Browser, Result};
use std::net::SocketAddr;

/// Sends the code twice from one session, like a user who presses the button again before the answer arrives.
pub async fn of_one_session(student: &mut Student, path: &str, code: &str, leads_to: &str) -> Result<Judged> {
    let (here, there) = student.two_doors(code);
    let pair = (student.browser.elsewhere(here), student.browser.elsewhere(there));
    both(student, pair, path, code, leads_to).await
}

/// Sends the code from two sessions that have both given the password: the student's, and that of an attacker who has
/// seen password and code.
pub async fn of_two_sessions(student: &mut Student, code: &str) -> Result<Judged> {
    let (here, there) = student.two_doors(code);
    let hers = student.browser.elsewhere(here);
    let kept = std::mem::replace(&mut student.browser, Browser::at(student.address));
    let led = student.signs_in().await?;
    let other = std::mem::replace(&mut student.browser, kept).elsewhere(there);
    if led != "/sign-in/code" {
        return Ok(Judged::Again);
    }
    both(student, (hers, other), "/sign-in/code", code, "/lesson").await
}

async fn both(
    student: &mut Student,
    (mut one, mut other): (Browser, Browser),
    path: &str,
    code: &str,
    leads_to: &str,
) -> Result<Judged> {
    let fields = [("code", code)];
    let ask = Ask::Form(path, &fields);
    let (first, second) = tokio::join!(once(&mut one, &ask), once(&mut other, &ask));
    // A request without an answer, because its server was just killed, counts as not accepted: the client was told
    // nothing.
    let is_in = |answer: Result<crate::browser::Page>| {
        answer
            .and_then(Answer::try_from)
            .is_ok_and(|answer| matches!(answer, Answer::Led(to) if to == leads_to))
    };
    student.told.twice += 1;
    Ok(match (is_in(first), is_in(second)) {
        (true, true) => {
            let login = &student.told.login;
            let fault = format!("{login}: a code that was given twice at once was accepted twice at {path}");
            student.told.faults.push(fault);
            Judged::Accepted
        }
        (false, false) => Judged::Again,
        (first, _) => {
            let winner = if first { one } else { other };
            student.browser = winner.elsewhere(student.address);
            Judged::Accepted
        }
    })
}

impl Student {
    /// Addresses of two replicas, or twice that of the only one.
    fn two_doors(&self, code: &str) -> (SocketAddr, SocketAddr) {
        let n = self.replicas.len();
        let first = code.bytes().map(usize::from).sum::<usize>() % n;
        (self.replicas[first], self.replicas[(first + 1) % n])
    }
}
