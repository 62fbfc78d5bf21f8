//! Measures how many statements the server sends to its database for a journey, a board, a poll and a member's sign-in.
//! The numbers come from the metrics of the running server.

use crate::{
    browser::{Browser, Result},
    journey::{CLASS_SIZE, JourneyTimes, code, run_journey},
    measure::row,
    members::{PASSWORD, register},
    metrics::{Counter, REPETITIONS},
    teacher::Teacher,
};
use domain::totp::TotpSecret;
use std::net::SocketAddr;

pub async fn run(address: SocketAddr) -> Result<()> {
    let mut counter = Counter::open(address).await?;
    let mut teacher = Teacher::open_class(address, CLASS_SIZE).await?;

    let mut seats = teacher.seats().await?.into_iter();
    let journey = counter.lowest(async || {
        let seat = seats.next().ok_or("no seat is left")?;
        run_journey(address, &seat, &mut JourneyTimes::default())
            .await
            .map(drop)
    });
    print(
        "a journey through the four stages",
        journey.await?,
        "at most 40 on PostgreSQL",
    );

    let board = format!("/classes/{}", teacher.class);
    let opened = counter.lowest(async || teacher.browser.get(&board).await.map(drop));
    print("a board", opened.await?, "at most 3");

    let version = teacher.changes(-1).await?.version;
    let poll = counter.lowest(async || teacher.poll(version).await.map(drop));
    print("a poll with nothing new", poll.await?, "at most 2");

    let mut members = Member::all_connected(address).await?.into_iter();
    let sign_in = counter.lowest(async || {
        let mut member = members.next().ok_or("no member is left")?;
        member.signs_in().await
    });
    print("a member's sign-in", sign_in.await?, "");
    Ok(())
}

fn print(what: &str, statements: u64, aim: &str) {
    row(&format!("statements of {what}"), &statements.to_string(), aim);
}

/// A member with an authenticator, signed out in a browser that has signed in before.
struct Member {
    name: String,
    browser: Browser,
    secret: TotpSecret,
}

impl Member {
    async fn all_connected(address: SocketAddr) -> Result<Vec<Self>> {
        let mut members = Vec::new();
        for name in register(address, REPETITIONS).await? {
            let mut browser = Browser::open(address).await?;
            let fields = [("username", name.as_str()), ("password", PASSWORD)];
            let set_up = browser.submit("/sign-in", &fields, "/set-up").await?;
            let secret = TotpSecret::from_base32(set_up.between("secret=", "&")?).ok_or("the set-up shows no key")?;
            let code = code(&secret, 0);
            browser
                .submit("/set-up", &[("code", &code)], "/set-up/recovery-codes")
                .await?;
            browser.submit("/sign-out", &[], "/sign-out").await?;
            members.push(Self { name, browser, secret });
        }
        Ok(members)
    }

    async fn signs_in(&mut self) -> Result<()> {
        let fields = [("username", self.name.as_str()), ("password", PASSWORD)];
        self.browser.submit("/sign-in", &fields, "/sign-in/code").await?;
        let code = code(&self.secret, 1);
        self.browser
            .submit("/sign-in/code", &[("code", &code)], "/classes")
            .await?;
        Ok(())
    }
}
