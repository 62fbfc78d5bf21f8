//! Measures what open boards and lesson pages cost while nothing happens in their classes.

use crate::{
    browser::{Browser, Result},
    classes::{self, Class},
    events::{BoardEvent, BoardStream, EventStream},
    measure::{cpu_time, resident_mib},
    metrics::statements,
};
use clap::Args;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::sleep};

/// Pause after which the server has finished the work of opening classes or streams.
const SETTLE: Duration = Duration::from_secs(10);

#[derive(Args, Debug)]
pub struct Boards {
    #[arg(long)]
    pub addr: SocketAddr,
    #[arg(long, default_value_t = 2000)]
    boards: usize,
    /// Number of boards of one class, which share a session
    #[arg(long, default_value_t = 1)]
    per_class: usize,
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    #[arg(long, default_value_t = 4)]
    seats: usize,
    /// Number of students whose lesson pages are open too
    #[arg(long, default_value_t = 0)]
    students: usize,
    /// Process id of the server, to measure its CPU time and memory
    #[arg(long)]
    pid: Option<u32>,
}

#[derive(Default)]
struct Received {
    changes: AtomicUsize,
    alive: AtomicUsize,
}

impl Boards {
    pub async fn run(&self) -> Result<()> {
        let per_class = self.per_class.max(1);
        let classes = classes::open(self.addr, self.boards.div_ceil(per_class), self.seats).await?;
        let span = Duration::from_secs(self.seconds);
        sleep(SETTLE).await;
        let without = self.measure(span).await?;
        let memory = self.pid.and_then(resident_mib);
        let mut streams = classes::open_boards(&classes, self.addr, per_class).await?;
        streams.truncate(self.boards);
        let received = Arc::new(Received::default());
        let mut following = JoinSet::new();
        for stream in streams {
            following.spawn(follow(stream, Arc::clone(&received)));
        }
        for stream in self.open_lessons(&classes).await? {
            following.spawn(follow_lesson(stream, Arc::clone(&received)));
        }
        sleep(SETTLE).await;
        // The script reads the counters of the database when it sees this line, and again before it sees the next line.
        println!("begin");
        let (changes, alive) = received.counts();
        let with = self.measure(span).await?;
        let (changes, alive) = {
            let (all_changes, all_alive) = received.counts();
            (all_changes - changes, all_alive - alive)
        };
        // A stream ends only with an error.
        if let Some(ended) = following.try_join_next() {
            ended??;
        }
        print!(
            "boards={} students={} changes={changes} alive={alive}",
            self.boards, self.students
        );
        without.print("without");
        with.print("with");
        if let (Some(before), Some(after)) = (memory, self.pid.and_then(resident_mib)) {
            let kib = after.saturating_sub(before) * 1024;
            let streams = self.boards + self.students;
            print!(" stream_kib={:.1}", kib as f64 / streams.max(1) as f64);
        }
        println!();
        Ok(())
    }

    /// Signs in students of all classes, and waits for the first event of their pages.
    async fn open_lessons(&self, classes: &[Class]) -> Result<Vec<EventStream>> {
        let seats = classes.iter().flat_map(|class| &class.seats).take(self.students);
        let mut streams = Vec::new();
        for seat in seats {
            let mut browser = Browser::new(self.addr);
            let fields = [("username", seat.login.as_str()), ("password", seat.password.as_str())];
            browser.post("/sign-in", &fields).await?;
            let mut stream = EventStream::new(&browser, "/lesson/events".to_owned(), None);
            stream.next().await?;
            streams.push(stream);
        }
        Ok(streams)
    }

    async fn measure(&self, span: Duration) -> Result<Cost> {
        // A new connection each time, because the server closes idle ones after 30 seconds.
        let counts = async || {
            let statements = statements(&mut Browser::new(self.addr)).await?;
            Result::Ok((statements, self.pid.and_then(cpu_time)))
        };
        let (began, before) = (Instant::now(), counts().await?);
        sleep(span).await;
        let (after, seconds) = (counts().await?, began.elapsed().as_secs_f64());
        let cpu = after
            .1
            .zip(before.1)
            .map(|(after, before)| after.saturating_sub(before));
        Ok(Cost {
            statements: (after.0 - before.0) as f64 / seconds,
            cpu: cpu.map(|cpu| 100.0 * cpu.as_secs_f64() / seconds),
        })
    }
}

/// Statements per second, and the share of one processor in percent. `None` if it is unknown.
struct Cost {
    statements: f64,
    cpu: Option<f64>,
}

impl Cost {
    fn print(&self, name: &str) {
        print!(" {name}_statements={:.2}", self.statements);
        if let Some(cpu) = self.cpu {
            print!(" {name}_cpu={cpu:.2}");
        }
    }
}

impl Received {
    fn counts(&self) -> (usize, usize) {
        (self.changes.load(Ordering::Relaxed), self.alive.load(Ordering::Relaxed))
    }
}

async fn follow(mut stream: BoardStream, received: Arc<Received>) -> Result<()> {
    loop {
        match stream.next().await? {
            BoardEvent::Changes(..) => received.changes.fetch_add(1, Ordering::Relaxed),
            BoardEvent::Alive => received.alive.fetch_add(1, Ordering::Relaxed),
            BoardEvent::Unavailable => return Err("the server could not read its database".into()),
        };
    }
}

async fn follow_lesson(mut stream: EventStream, received: Arc<Received>) -> Result<()> {
    loop {
        match stream.next().await?.name.as_str() {
            "state" => received.changes.fetch_add(1, Ordering::Relaxed),
            "alive" => received.alive.fetch_add(1, Ordering::Relaxed),
            other => return Err(format!("the stream of a lesson page sent the event {other:?}").into()),
        };
    }
}
