//! Limits the streams of one browser. Browsers allow six HTTP/1.1 connections to an origin, so more open streams would
//! block every other request. The pages share a few slots in the local storage; Web Locks need https.

use crate::browser;
use core::time::Duration;

const KEY: &str = "stepwise.streams";
const MAX_STREAMS: usize = 3;
/// A slot without renewal is free after this time, because its page crashed.
const LEASE: Duration = Duration::from_secs(15);
const RENEW_AFTER: Duration = Duration::from_secs(5);

/// The ids of pages, each with the end of its lease in Unix microseconds.
type Slots = Vec<(String, i64)>;

/// Takes or renews the slot of `owner`. Returns false if all slots belong to other pages.
fn hold(slots: &mut Slots, owner: &str, now: i64) -> bool {
    let end = now + micros(LEASE);
    // A lease that ends later than a new one was written before the clock was set back.
    slots.retain(|(_, until)| (now..=end).contains(until));
    let is_held = end_of(slots, owner).is_some() || slots.len() < MAX_STREAMS;
    if is_held {
        remove(slots, owner);
        slots.push((owner.to_owned(), end));
    }
    is_held
}

fn end_of(slots: &Slots, owner: &str) -> Option<i64> {
    let slot = slots.iter().find(|(page, _)| page == owner);
    slot.map(|(_, until)| *until)
}

/// Returns whether the page had a slot.
fn remove(slots: &mut Slots, owner: &str) -> bool {
    let known = slots.len();
    slots.retain(|(page, _)| page != owner);
    slots.len() < known
}

/// Whether the slot must be written: it is old, or another page that wrote at the same moment has removed it.
fn needs_renewal(slots: &Slots, owner: &str, now: i64) -> bool {
    let fresh = now + micros(LEASE) - micros(RENEW_AFTER)..=now + micros(LEASE);
    end_of(slots, owner).is_none_or(|until| !fresh.contains(&until))
}

const fn micros(duration: Duration) -> i64 {
    duration.as_micros() as i64
}

/// The slot of this page. Dropping it frees the slot.
pub struct Slot {
    owner: String,
}

impl Slot {
    /// Returns `None` if other pages hold all slots.
    pub fn claim() -> Option<Self> {
        let owner = format!("{:x}", (browser::random() * 2_f64.powi(52)) as u64);
        let slot = Self { owner };
        slot.renew().then_some(slot)
    }

    /// Returns false if the page lost its slot. Two pages that claim a slot at the same moment overwrite each other, so
    /// each page calls this function often.
    pub fn renew(&self) -> bool {
        let (now, mut slots) = (browser::now_micros(), load());
        if !needs_renewal(&slots, &self.owner, now) {
            return true;
        }
        let is_held = hold(&mut slots, &self.owner, now);
        if is_held {
            save(&slots);
        }
        is_held
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut slots = load();
        if remove(&mut slots, &self.owner) {
            save(&slots);
        }
    }
}

fn load() -> Slots {
    parse(&browser::stored(KEY).unwrap_or_default())
}

/// Without storage every page opens a stream, and the server limits the streams of a session.
fn save(slots: &Slots) {
    let text = (!slots.is_empty()).then(|| to_text(slots));
    browser::store(KEY, text.as_deref());
}

fn to_text(slots: &Slots) -> String {
    let slots: Vec<String> = slots.iter().map(|(page, until)| format!("{page} {until}")).collect();
    slots.join(",")
}

fn parse(text: &str) -> Slots {
    let slots = text.split(',').filter_map(|slot| slot.split_once(' '));
    slots
        .filter_map(|(page, until)| Some((page.to_owned(), until.parse().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn three_of_ten_pages_get_a_slot_and_keep_it() {
        let mut slots = Slots::new();
        let pages: Vec<_> = (0..10).map(|page| page.to_string()).collect();
        for now in (0..600).map(|second| second * SECOND) {
            let held: Vec<_> = pages.iter().map(|page| hold(&mut slots, page, now)).collect();
            assert_eq!(held.iter().position(|held| !held), Some(MAX_STREAMS));
            assert_eq!(held.iter().filter(|held| **held).count(), MAX_STREAMS);
        }
    }

    #[test]
    fn the_slot_of_a_closed_page_and_of_a_crashed_page_is_free_again() {
        let mut slots = Slots::new();
        assert!(["a", "b", "c"].iter().all(|page| hold(&mut slots, page, 0)));
        assert!(!hold(&mut slots, "d", 0));
        remove(&mut slots, "a");
        assert!(hold(&mut slots, "d", 0));
        for page in ["c", "d"] {
            assert!(hold(&mut slots, page, 10 * SECOND));
        }
        assert!(!hold(&mut slots, "e", 15 * SECOND));
        assert!(hold(&mut slots, "e", 16 * SECOND));
        assert!(end_of(&slots, "b").is_none());
    }

    #[test]
    fn a_slot_is_written_every_five_seconds_and_when_it_was_overwritten() {
        let mut slots = Slots::new();
        assert!(needs_renewal(&slots, "a", 0));
        hold(&mut slots, "a", 0);
        assert!(!needs_renewal(&slots, "a", 5 * SECOND));
        assert!(needs_renewal(&slots, "a", 6 * SECOND));
        slots.clear();
        assert!(needs_renewal(&slots, "a", SECOND));
    }

    #[test]
    fn a_clock_that_is_set_back_frees_all_slots() {
        let mut slots = Slots::new();
        let hour = 3600 * SECOND;
        assert!(["a", "b", "c"].iter().all(|page| hold(&mut slots, page, hour)));
        assert!(needs_renewal(&slots, "a", 0));
        assert!(hold(&mut slots, "d", 0));
        assert_eq!(slots.len(), 1);
    }
}
