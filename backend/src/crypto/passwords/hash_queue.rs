//! Admits a limited number of requests at once; other requests wait in a queue that is bounded and fair to all clients.

use crate::crypto::Mac;
use domain::fair_queue::{FairQueue, Ticket};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// A client of the queue: a keyed hash of a name, an account or a network. Its requests wait in one line.
pub type Client = Mac;

/// The request was refused: the whole queue is full, or the part of the queue that one client can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFull;

pub struct HashQueue {
    at_once: usize,
    state: Mutex<State>,
}

struct State {
    inside: usize,
    /// Each waiting request is admitted by a message on its channel. If the sender is dropped, the request was removed
    /// from the queue.
    queue: FairQueue<Client, oneshot::Sender<()>>,
}

/// Represents one admitted request. When it is dropped, the next request is admitted.
pub struct QueueTurn(Arc<HashQueue>);

impl HashQueue {
    pub fn new(at_once: usize, most_waiting: usize, most_of_one: usize) -> Arc<Self> {
        Arc::new(Self {
            at_once,
            state: Mutex::new(State {
                inside: 0,
                queue: FairQueue::new(most_waiting, most_of_one),
            }),
        })
    }

    /// Waits for this client's turn. A future that is dropped leaves the queue.
    pub async fn enter(self: &Arc<Self>, client: Client) -> Result<QueueTurn, QueueFull> {
        let mut waiting = {
            let mut state = self.state();
            if state.inside < self.at_once {
                state.inside += 1;
                return Ok(QueueTurn(Arc::clone(self)));
            }
            let (admit, admitted) = oneshot::channel();
            let (ticket, _displaced) = state.queue.push(&client, admit).map_err(|_| QueueFull)?;
            Waiting {
                gate: self,
                client,
                ticket: Some(ticket),
                admitted,
            }
        };
        let admitted = (&mut waiting.admitted).await.is_ok();
        waiting.ticket = None;
        match admitted {
            true => Ok(QueueTurn(Arc::clone(self))),
            false => Err(QueueFull),
        }
    }

    pub fn waiting(&self) -> usize {
        self.state().queue.len()
    }

    /// Admits the oldest request of the next client.
    fn leave(&self) {
        let mut state = self.state();
        while let Some(admit) = state.queue.pop() {
            if admit.send(()).is_ok() {
                return;
            }
        }
        state.inside -= 1;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for QueueTurn {
    fn drop(&mut self) {
        self.0.leave();
    }
}

struct Waiting<'a> {
    gate: &'a HashQueue,
    client: Client,
    /// `None` after the request was admitted or removed from the queue.
    ticket: Option<Ticket>,
    admitted: oneshot::Receiver<()>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let was_waiting = self.gate.state().queue.remove(&self.client, ticket);
        // The request was admitted just before it was dropped: the next request is admitted instead.
        if !was_waiting && self.admitted.try_recv().is_ok() {
            self.gate.leave();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{future::Future, pin::pin, task::Poll};

    const A: Client = [1; 32];
    const B: Client = [2; 32];

    /// Polls once, and returns whether the future is still pending.
    async fn waits<T>(mut future: std::pin::Pin<&mut impl Future<Output = T>>) -> bool {
        std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
    }

    #[tokio::test]
    async fn the_next_client_is_admitted_in_turn() {
        let gate = HashQueue::new(1, 10, 10);
        let first = gate.enter(A).await.unwrap();
        let (mut of_a, mut also_of_a, mut of_b) = (pin!(gate.enter(A)), pin!(gate.enter(A)), pin!(gate.enter(B)));
        assert!(waits(of_a.as_mut()).await && waits(also_of_a.as_mut()).await && waits(of_b.as_mut()).await);
        assert_eq!(gate.waiting(), 3);
        drop(first);
        let second = of_a.await.unwrap();
        assert!(waits(also_of_a.as_mut()).await && waits(of_b.as_mut()).await);
        drop(second);
        let third = of_b.await.unwrap();
        assert!(waits(also_of_a.as_mut()).await);
        drop(third);
        drop(also_of_a.await.unwrap());
        assert_eq!((gate.waiting(), gate.state().inside), (0, 0));
    }

    #[tokio::test]
    async fn beyond_the_bound_one_is_refused_and_the_longest_line_makes_room() {
        let gate = HashQueue::new(1, 3, 3);
        let inside = gate.enter(A).await.unwrap();
        let mut of_a: Vec<_> = (0..3).map(|_| Box::pin(gate.enter(A))).collect();
        for waiting in &mut of_a {
            assert!(waits(waiting.as_mut()).await);
        }
        assert_eq!(gate.enter(A).await.err(), Some(QueueFull));
        let mut of_b = pin!(gate.enter(B));
        assert!(waits(of_b.as_mut()).await);
        assert_eq!(gate.waiting(), 3);
        assert_eq!(
            of_a.pop().unwrap().await.err(),
            Some(QueueFull),
            "the newest of the longest line"
        );
        drop(inside);
        let last_of_a = of_a.pop().unwrap();
        drop(of_a.pop().unwrap().await.unwrap());
        drop(of_b.await.unwrap());
        drop(last_of_a.await.unwrap());
        assert_eq!((gate.waiting(), gate.state().inside), (0, 0));
    }

    #[tokio::test]
    async fn a_dropped_request_gives_its_place_back() {
        let gate = HashQueue::new(1, 3, 3);
        let inside = gate.enter(A).await.unwrap();
        {
            let mut gone = pin!(gate.enter(A));
            assert!(waits(gone.as_mut()).await);
        }
        assert_eq!(gate.waiting(), 0);
        {
            let mut admitted = pin!(gate.enter(A));
            assert!(waits(admitted.as_mut()).await);
            drop(inside);
            assert_eq!((gate.waiting(), gate.state().inside), (0, 1));
        }
        assert_eq!(gate.state().inside, 0);
        // A waiting request that was removed from the queue is dropped. This must not admit another request.
        let inside = gate.enter(A).await.unwrap();
        let mut of_a: Vec<_> = (0..3).map(|_| Box::pin(gate.enter(A))).collect();
        for waiting in &mut of_a {
            assert!(waits(waiting.as_mut()).await);
        }
        let mut of_b = pin!(gate.enter(B));
        assert!(waits(of_b.as_mut()).await);
        drop(of_a);
        assert_eq!((gate.waiting(), gate.state().inside), (1, 1));
        drop(inside);
        drop(of_b.await.unwrap());
        assert_eq!(gate.state().inside, 0);
    }
}
