//! Measures the exercises: a whole class has finished the four stages, and all students do all exercises at once.

mod files;
mod message;
mod messages;
mod passkey;
mod phishing;
mod recovery;

use crate::{
    browser::{Page, Result},
    journey::{JourneyTimes, Student, run_journey},
    measure::{Times, row},
    metrics::Counter,
    teacher::{Seat, Teacher},
};
use domain::exercises::Exercise;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::sleep_until};

/// The order in which the students do the exercises. Codes by message come late, because the server sends the second code
/// half a minute after the first one.
const IN_ORDER: [Exercise; 6] = [
    Exercise::Message,
    Exercise::Files,
    Exercise::Passkey,
    Exercise::Recovery,
    Exercise::Messages,
    Exercise::Phishing,
];

/// Pause of the server between two messages of the same kind to one student, and a second more.
const BETWEEN_MESSAGES: Duration = Duration::from_secs(31);

/// The durations of the requests of each exercise.
type ExerciseTimes = [Times; Exercise::ALL.len()];

/// A student who measures the requests of an exercise.
pub struct Exerciser {
    pub student: Student,
    /// When the server sent the first code by message.
    first_message: Option<Instant>,
    times: Times,
}

impl Exerciser {
    fn new(student: Student) -> Self {
        Self {
            student,
            first_message: None,
            times: Times::default(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Result<Page> {
        let began = Instant::now();
        let page = self.student.browser.get(path).await?;
        self.times.since(began);
        Ok(page)
    }

    /// Sends a form and loads the page to which it leads, which must begin with `leads_to`.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)], leads_to: &str) -> Result<Page> {
        let began = Instant::now();
        let page = self.student.browser.submit(path, fields, leads_to).await?;
        self.times.since(began);
        Ok(page)
    }

    /// Does an exercise, and checks that the server gave the badge for it.
    async fn does(&mut self, exercise: Exercise) -> Result<()> {
        match exercise {
            Exercise::Message => message::walk(self).await?,
            Exercise::Files => files::walk(self).await?,
            Exercise::Recovery => recovery::walk(self).await?,
            Exercise::Messages => messages::walk(self).await?,
            Exercise::Passkey => passkey::walk(self).await?,
            Exercise::Phishing => phishing::walk(self).await?,
        }
        let page = self.get(&format!("/lesson/{}", exercise.code())).await?;
        if is_passed(&page) {
            Ok(())
        } else {
            Err(format!("{} is not passed", exercise.code()).into())
        }
    }
}

/// Prints the duration of the requests in a class of `students`, and the statements of each exercise.
pub async fn run(address: SocketAddr, students: usize) -> Result<()> {
    let mut teacher = Teacher::open_class(address, students).await?;
    teacher.open_exercises().await?;
    let walkers = finish_stages(address, teacher.seats().await?).await?;
    let began = Instant::now();
    let mut walking = JoinSet::new();
    for walker in walkers {
        walking.spawn(do_all(walker));
    }
    let mut times = ExerciseTimes::default();
    while let Some(walked) = walking.join_next().await {
        for (all, own) in times.iter_mut().zip(walked??) {
            all.extend(own);
        }
    }
    row(
        &format!("{students} students do all exercises at once"),
        &format!("{:.1} s", began.elapsed().as_secs_f64()),
        "",
    );
    for exercise in IN_ORDER {
        let mut times = std::mem::take(&mut times[exercise.index()]);
        row(
            &format!("a request of the exercise {}, {} in all", exercise.code(), times.len()),
            &times.summary(),
            "",
        );
    }
    statements(address).await
}

/// Every student goes through the stages, so that the exercises are open.
async fn finish_stages(address: SocketAddr, seats: Vec<Seat>) -> Result<Vec<Exerciser>> {
    let mut walking = JoinSet::new();
    for seat in seats {
        walking.spawn(async move { run_journey(address, &seat, &mut JourneyTimes::default()).await });
    }
    let mut finished = Vec::new();
    while let Some(student) = walking.join_next().await {
        finished.push(Exerciser::new(student??));
    }
    Ok(finished)
}

async fn do_all(mut walker: Exerciser) -> Result<ExerciseTimes> {
    let mut times = ExerciseTimes::default();
    messages::connect(&mut walker).await?;
    for exercise in IN_ORDER {
        walker.does(exercise).await?;
        times[exercise.index()] = std::mem::take(&mut walker.times);
    }
    Ok(times)
}

/// Prints the statements of one student, exercise by exercise.
async fn statements(address: SocketAddr) -> Result<()> {
    let mut counter = Counter::open(address).await?;
    let mut teacher = Teacher::open_class(address, crate::metrics::REPETITIONS).await?;
    teacher.open_exercises().await?;
    let mut walkers = finish_stages(address, teacher.seats().await?).await?;
    for walker in &mut walkers {
        messages::connect(walker).await?;
    }
    for exercise in IN_ORDER {
        let mut next = walkers.iter_mut();
        let one = counter.lowest(async || next.next().ok_or("no student is left")?.does(exercise).await);
        row(
            &format!("statements of the exercise {}", exercise.code()),
            &one.await?.to_string(),
            "",
        );
    }
    Ok(())
}

/// Waits until the server sends another message to the student.
async fn wait_for_next_message(walker: &Exerciser) {
    if let Some(first) = walker.first_message {
        sleep_until((first + BETWEEN_MESSAGES).into()).await;
    }
}

/// Signs out and gives the password. The second factor is still missing.
async fn sign_in_again(walker: &mut Exerciser) -> Result<()> {
    let (login, password) = (walker.student.seat.login.clone(), walker.student.seat.password.clone());
    walker.submit("/sign-out", &[], "/sign-out").await?;
    let fields = [("username", login.as_str()), ("password", password.as_str())];
    walker.submit("/sign-in", &fields, "/sign-in/code").await?;
    Ok(())
}

/// Whether the page of an exercise says that the student has passed it.
fn is_passed(page: &Page) -> bool {
    let sections = page.text().split("<section").skip(1);
    let mut tags = sections.filter_map(|section| section.split('>').next());
    tags.any(|tag| tag.contains("class=\"note good\""))
}

/// The value of a hidden field.
fn field(page: &Page, name: &str) -> Result<String> {
    Ok(page.between(&format!("name=\"{name}\" value=\""), "\"")?.to_owned())
}
