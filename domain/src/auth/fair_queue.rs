//! A bounded queue that serves the waiting clients in turn: one item of each client, however many items a client has in
//! the queue.

use std::collections::{BTreeMap, VecDeque};

/// Identifies one item in the queue, so that `remove` can delete the item before its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// The queue has no room for another item of this client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

#[derive(Debug)]
pub struct FairQueue<K, T> {
    /// Maximum number of items in the whole queue, and of items of one client.
    max_len: usize,
    max_per_client: usize,
    /// Clients that have items in the queue. The first client is served next.
    turns: VecDeque<K>,
    queues: BTreeMap<K, VecDeque<(Ticket, T)>>,
    len: usize,
    next_ticket: u64,
}

impl<K: Clone + Ord, T> FairQueue<K, T> {
    pub const fn new(max_len: usize, max_per_client: usize) -> Self {
        Self {
            max_len,
            max_per_client,
            turns: VecDeque::new(),
            queues: BTreeMap::new(),
            len: 0,
            next_ticket: 0,
        }
    }

    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an item at the end of its client's queue. If the whole queue is full, the new item replaces the newest item
    /// of the client with the most items, and `push` returns the replaced item. If the client of the new item would
    /// then have as many items as that other client, the new item is refused. So a client with many items cannot block
    /// another client.
    pub fn push(&mut self, client: &K, item: T) -> Result<(Ticket, Option<T>), Full> {
        let own = self.queues.get(client).map_or(0, VecDeque::len);
        if own >= self.max_per_client {
            return Err(Full);
        }
        let displaced = match self.len < self.max_len {
            true => None,
            false => Some(self.displace(own + 1).ok_or(Full)?),
        };
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        if own == 0 {
            self.turns.push_back(client.clone());
        }
        self.queues.entry(client.clone()).or_default().push_back((ticket, item));
        self.len += 1;
        Ok((ticket, displaced))
    }

    /// Removes the oldest item of the client whose turn it is.
    pub fn pop(&mut self) -> Option<T> {
        let client = self.turns.pop_front()?;
        let queue = self.queues.get_mut(&client)?;
        let (_, item) = queue.pop_front()?;
        match queue.is_empty() {
            true => drop(self.queues.remove(&client)),
            false => self.turns.push_back(client),
        }
        self.len -= 1;
        Some(item)
    }

    /// Removes an item before its turn, because its request has ended. Returns false if the item had left the queue
    /// already.
    pub fn remove(&mut self, client: &K, ticket: Ticket) -> bool {
        let Some(queue) = self.queues.get_mut(client) else {
            return false;
        };
        let Some(index) = queue.iter().position(|(known, _)| *known == ticket) else {
            return false;
        };
        drop(queue.remove(index));
        self.len -= 1;
        if queue.is_empty() {
            self.forget(client);
        }
        true
    }

    /// Removes the newest item of the longest client queue, if that queue has more than `than` items.
    fn displace(&mut self, than: usize) -> Option<T> {
        let queue = self.queues.values_mut().max_by_key(|queue| queue.len())?;
        if queue.len() <= than {
            return None;
        }
        // `than` is at least one, so at least one item stays in that client queue, and the client keeps its turn.
        let (_, item) = queue.pop_back()?;
        self.len -= 1;
        Some(item)
    }

    fn forget(&mut self, client: &K) {
        self.queues.remove(client);
        self.turns.retain(|waiting| waiting != client);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(queue: &mut FairQueue<char, u32>) -> Vec<u32> {
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn clients_are_served_in_turn_and_each_in_its_own_order() {
        let mut queue = FairQueue::new(100, 100);
        for n in 1..=4 {
            queue.push(&'a', n).unwrap();
        }
        queue.push(&'b', 10).unwrap();
        queue.push(&'b', 11).unwrap();
        queue.push(&'c', 20).unwrap();
        assert_eq!(all(&mut queue), [1, 10, 20, 2, 11, 3, 4]);
        assert!(queue.is_empty());
    }

    #[test]
    fn a_client_that_comes_late_waits_for_one_item_of_another_and_not_for_sixty_four() {
        let mut queue = FairQueue::new(100, 100);
        for n in 0..64 {
            queue.push(&'a', n).unwrap();
        }
        assert_eq!(queue.pop(), Some(0));
        queue.push(&'b', 1000).unwrap();
        assert_eq!((queue.pop(), queue.pop(), queue.pop()), (Some(1), Some(1000), Some(2)));
    }

    #[test]
    fn one_client_may_not_wait_with_more_than_its_share() {
        let mut queue = FairQueue::new(10, 3);
        for n in 0..3 {
            queue.push(&'a', n).unwrap();
        }
        assert_eq!(queue.push(&'a', 3), Err(Full));
        queue.push(&'b', 10).unwrap();
        queue.pop();
        queue.push(&'a', 3).unwrap();
        assert_eq!(all(&mut queue), [10, 1, 2, 3]);
    }

    #[test]
    fn a_full_queue_takes_from_the_longest_line_and_never_from_a_shorter_one() {
        let mut queue = FairQueue::new(4, 4);
        for n in 0..4 {
            queue.push(&'a', n).unwrap();
        }
        assert_eq!(queue.push(&'a', 4), Err(Full));
        assert_eq!(queue.push(&'b', 10).unwrap().1, Some(3));
        // Now each client has two items. If the new item replaced an item of `a`, then `a` would have fewer items than
        // `b`, so the new item is refused.
        assert_eq!(queue.push(&'b', 11).unwrap().1, Some(2));
        assert_eq!(queue.push(&'b', 12), Err(Full));
        assert_eq!(queue.push(&'a', 5), Err(Full));
        assert_eq!(queue.push(&'c', 20).unwrap().1.map(|item| item % 10), Some(1));
        assert_eq!(queue.len(), 4);
    }

    #[test]
    fn a_removed_item_is_not_served_and_takes_no_turn() {
        let mut queue = FairQueue::new(10, 10);
        let (first, _) = queue.push(&'a', 1).unwrap();
        queue.push(&'b', 10).unwrap();
        let (last, _) = queue.push(&'b', 11).unwrap();
        assert!(queue.remove(&'a', first) && !queue.remove(&'a', first));
        assert!(queue.remove(&'b', last) && !queue.remove(&'c', last));
        queue.push(&'a', 2).unwrap();
        assert_eq!(queue.len(), 2);
        assert_eq!(all(&mut queue), [10, 2]);
    }

    proptest! {
        /// For all sequences of operations: no item is lost or served twice, and no limit is exceeded. At the end, each
        /// client with items is served once before any client is served twice.
        #[test]
        fn bounds_and_turns_hold_whatever_happens(steps in prop::collection::vec((0_u8..5, 0_u8..4), 1..200)) {
            let mut queue: FairQueue<u8, (u8, usize)> = FairQueue::new(12, 6);
            let mut waiting: Vec<(Ticket, (u8, usize))> = Vec::new();
            for (step, (act, client)) in steps.into_iter().enumerate() {
                match act {
                    0..=2 => if let Ok((ticket, displaced)) = queue.push(&client, (client, step)) {
                        waiting.retain(|(_, item)| Some(*item) != displaced);
                        waiting.push((ticket, (client, step)));
                    },
                    3 => {
                        let oldest = queue.pop();
                        prop_assert_eq!(oldest.is_some(), !waiting.is_empty());
                        if let Some(item) = oldest {
                            let of_client = waiting.iter().find(|(_, known)| known.0 == item.0).map(|(_, known)| *known);
                            prop_assert_eq!(of_client, Some(item));
                            waiting.retain(|(_, known)| *known != item);
                        }
                    }
                    _ => if let Some((ticket, item)) = waiting.iter().find(|(_, item)| item.0 == client).copied() {
                        prop_assert!(queue.remove(&client, ticket));
                        waiting.retain(|(_, known)| *known != item);
                    },
                }
                prop_assert_eq!(queue.len(), waiting.len());
                prop_assert!(queue.len() <= 12);
                for client in 0..4 {
                    prop_assert!(waiting.iter().filter(|(_, item)| item.0 == client).count() <= 6);
                }
            }
            let clients: std::collections::BTreeSet<u8> = waiting.iter().map(|(_, item)| item.0).collect();
            let first: std::collections::BTreeSet<u8> =
                (0..clients.len()).filter_map(|_| queue.pop()).map(|item| item.0).collect();
            prop_assert_eq!(first, clients, "one of each in the first round");
        }
    }
}
