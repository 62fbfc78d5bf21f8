//! A simulated teacher who opens a class, reads its logins and polls its board.

use crate::browser::{Browser, Result};
use domain::{exercises::Exercise, view::BoardChanges};
use std::net::SocketAddr;

#[derive(Clone, Debug)]
pub struct Seat {
    pub login: String,
    pub password: String,
}

pub struct Teacher {
    pub browser: Browser,
    pub class: String,
}

impl Teacher {
    /// Opens a class with the form of the home page.
    pub async fn open_class(address: SocketAddr, seats: usize) -> Result<Self> {
        let mut browser = Browser::open(address).await?;
        let home = browser.get("/").await?;
        let seal = home.between("name=\"form\" value=\"", "\"")?.to_owned();
        let fields = [
            ("form", seal.as_str()),
            ("seats", &seats.to_string()),
            ("title", "Load"),
        ];
        let opened = browser.post("/classes", &fields).await?;
        let location = opened.location.ok_or("opening a class led nowhere")?;
        let class = location
            .strip_prefix("/classes/")
            .ok_or_else(|| format!("opening a class led to {location}"))?;
        Ok(Self {
            class: class.to_owned(),
            browser,
        })
    }

    /// Opens the class in other browsers with the teacher link. A server lets one session hold only a few streams.
    pub async fn other_browsers(&mut self, browsers: usize) -> Result<Vec<Browser>> {
        let board = self.browser.get(&format!("/classes/{}", self.class)).await?;
        let (_, link) = board
            .text()
            .split_once("/teach/")
            .ok_or("the board shows no teacher link")?;
        let is_end = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_';
        let token = link.split(is_end).next().unwrap_or_default();
        let mut opened = Vec::new();
        for _ in 0..browsers {
            let mut browser = Browser::new(self.browser.address);
            browser.submit("/teach", &[("token", token)], "/classes/").await?;
            opened.push(browser);
        }
        Ok(opened)
    }

    /// Opens all exercises for the class.
    pub async fn open_exercises(&mut self) -> Result<()> {
        let gates = Exercise::ALL.map(|exercise| format!("gates[{}]", exercise.code()));
        let mut fields = vec![("id", self.class.as_str()), ("what", "lesson")];
        fields.extend(gates.iter().map(|gate| (gate.as_str(), "open")));
        let board = format!("/classes/{}", self.class);
        self.browser.submit("/classes/act", &fields, &board).await?;
        Ok(())
    }

    pub async fn seats(&mut self) -> Result<Vec<Seat>> {
        let board = self.changes(-1).await?;
        let passwords = self
            .browser
            .post_json("/sfn/seat-passwords", &[("id", &self.class)])
            .await?;
        let passwords: Vec<(u16, String)> = serde_json::from_slice(&passwords.body)?;
        let login = |number: u16| {
            board
                .seats
                .iter()
                .find(|seat| seat.number == number)
                .map(|seat| seat.login.clone())
        };
        passwords
            .into_iter()
            .map(|(number, password)| {
                Ok(Seat {
                    login: login(number).ok_or("a password without a seat")?,
                    password,
                })
            })
            .collect()
    }

    pub async fn changes(&mut self, since: i64) -> Result<BoardChanges> {
        let answer = self.poll(since).await?;
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Polls as the board page does, and returns the body of the answer.
    pub async fn poll(&mut self, since: i64) -> Result<Vec<u8>> {
        let path = format!("/sfn/board-changes?id={}&since={since}", self.class);
        let answer = self.browser.get_json(&path).await?;
        if answer.status != 200 {
            return Err(format!("a poll answered {}", answer.status).into());
        }
        Ok(answer.body.to_vec())
    }
}
