//! Opens many classes, and the streams of their boards, before a measurement begins.

use crate::{
    browser::Result,
    events::BoardStream,
    teacher::{Seat, Teacher},
};
use std::{future::Future, net::SocketAddr, sync::Arc};
use tokio::{sync::Semaphore, task::JoinSet};

/// Number of classes or streams that are opened at the same time.
const AT_ONCE: usize = 16;

pub struct Class {
    pub teacher: Teacher,
    pub seats: Vec<Seat>,
}

pub async fn open(address: SocketAddr, classes: usize, seats: usize) -> Result<Vec<Class>> {
    at_once((0..classes).map(|_| open_class(address, seats))).await
}

async fn open_class(address: SocketAddr, seats: usize) -> Result<Class> {
    let mut teacher = Teacher::open_class(address, seats).await?;
    let seats = teacher.seats().await?;
    Ok(Class { teacher, seats })
}

/// Opens the board of each class `boards` times at this address, and waits for the first event of each stream. Boards of
/// the first class come first.
pub async fn open_boards(classes: &[Class], address: SocketAddr, boards: usize) -> Result<Vec<BoardStream>> {
    let streams = classes.iter().flat_map(|class| {
        let browser = class.teacher.browser.at_address(address);
        (0..boards).map(move |_| BoardStream::new(&browser, &class.teacher.class))
    });
    at_once(streams.map(first_event)).await
}

async fn first_event(mut stream: BoardStream) -> Result<BoardStream> {
    stream.next_changes().await?;
    Ok(stream)
}

/// Runs the tasks, a few of them at the same time, and returns their results in order.
async fn at_once<T: Send + 'static>(
    tasks: impl Iterator<Item = impl Future<Output = Result<T>> + Send + 'static>,
) -> Result<Vec<T>> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for (n, task) in tasks.enumerate() {
        let places = Arc::clone(&places);
        running.spawn(async move {
            let _place = places.acquire().await?;
            Result::Ok((n, task.await?))
        });
    }
    let mut done = Vec::new();
    while let Some(result) = running.join_next().await {
        done.push(result??);
    }
    done.sort_unstable_by_key(|(n, _)| *n);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}
