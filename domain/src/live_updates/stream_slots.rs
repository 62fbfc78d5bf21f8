//! Limits the streams of one browser. Browsers allow six HTTP/1.1 connections to an origin, so more open streams would
//! block every other request. The pages of a browser share a few slots.

use core::time::Duration;

const MAX_STREAMS: usize = 3;
/// A slot without renewal is free after this time, because its page crashed.
const LEASE: Duration = Duration::from_secs(15);
const RENEW_AFTER: Duration = Duration::from_secs(5);

/// The ids of pages with a slot, each with the end of its lease in Unix microseconds.
#[derive(Default)]
pub struct StreamSlots(Vec<(String, i64)>);

impl StreamSlots {
    /// Reads what `to_text` has written. Text of any other form counts as no slots.
    pub fn parse(text: &str) -> Self {
        let slots = text.split(',').filter_map(|slot| slot.split_once(' '));
        Self(
            slots
                .filter_map(|(page, until)| Some((page.to_owned(), until.parse().ok()?)))
                .collect(),
        )
    }

    /// The slots as text for the storage of the browser; `None` if no page has one.
    pub fn to_text(&self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let slots: Vec<String> = self.0.iter().map(|(page, until)| format!("{page} {until}")).collect();
        Some(slots.join(","))
    }

    /// Takes or renews the slot of `owner`. Returns false if all slots belong to other pages.
    pub fn hold(&mut self, owner: &str, now: i64) -> bool {
        let end = now + micros(LEASE);
        // A lease that ends later than a new one was written before the clock was set back.
        self.0.retain(|(_, until)| (now..=end).contains(until));
        let is_held = self.end_of(owner).is_some() || self.0.len() < MAX_STREAMS;
        if is_held {
            self.remove(owner);
            self.0.push((owner.to_owned(), end));
        }
        is_held
    }

    /// Returns whether the page had a slot.
    pub fn remove(&mut self, owner: &str) -> bool {
        let known = self.0.len();
        self.0.retain(|(page, _)| page != owner);
        self.0.len() < known
    }

    /// Whether the slot must be written: it is old, or another page that wrote at the same moment has removed it.
    pub fn needs_renewal(&self, owner: &str, now: i64) -> bool {
        let fresh = now + micros(LEASE) - micros(RENEW_AFTER)..=now + micros(LEASE);
        self.end_of(owner).is_none_or(|until| !fresh.contains(&until))
    }

    fn end_of(&self, owner: &str) -> Option<i64> {
        let slot = self.0.iter().find(|(page, _)| page == owner);
        slot.map(|(_, until)| *until)
    }
}

const fn micros(duration: Duration) -> i64 {
    duration.as_micros() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn three_of_ten_pages_get_a_slot_and_keep_it() {
        let mut slots = StreamSlots::default();
        let pages: Vec<_> = (0..10).map(|page| page.to_string()).collect();
        for now in (0..600).map(|second| second * SECOND) {
            let held: Vec<_> = pages.iter().map(|page| slots.hold(page, now)).collect();
            assert_eq!(held.iter().position(|held| !held), Some(MAX_STREAMS));
            assert_eq!(held.iter().filter(|held| **held).count(), MAX_STREAMS);
        }
    }

    #[test]
    fn the_slot_of_a_closed_page_and_of_a_crashed_page_is_free_again() {
        let mut slots = StreamSlots::default();
        assert!(["a", "b", "c"].iter().all(|page| slots.hold(page, 0)));
        assert!(!slots.hold("d", 0));
        slots.remove("a");
        assert!(slots.hold("d", 0));
        for page in ["c", "d"] {
            assert!(slots.hold(page, 10 * SECOND));
        }
        assert!(!slots.hold("e", 15 * SECOND));
        assert!(slots.hold("e", 16 * SECOND));
        assert!(slots.end_of("b").is_none());
    }

    #[test]
    fn a_slot_is_written_every_five_seconds_and_when_it_was_overwritten() {
        let mut slots = StreamSlots::default();
        assert!(slots.needs_renewal("a", 0));
        slots.hold("a", 0);
        assert!(!slots.needs_renewal("a", 5 * SECOND));
        assert!(slots.needs_renewal("a", 6 * SECOND));
        slots.0.clear();
        assert!(slots.needs_renewal("a", SECOND));
    }

    #[test]
    fn the_pages_of_a_browser_read_the_slots_of_each_other() {
        let mut slots = StreamSlots::default();
        assert_eq!(slots.to_text(), None);
        slots.hold("a", 0);
        slots.hold("b", SECOND);
        let text = slots.to_text().unwrap();
        assert_eq!(text, "a 15000000,b 16000000");
        assert_eq!(StreamSlots::parse(&text).0, slots.0);
        assert!(StreamSlots::parse("").0.is_empty() && StreamSlots::parse("a b,c").0.is_empty());
    }

    #[test]
    fn a_clock_that_is_set_back_frees_all_slots() {
        let mut slots = StreamSlots::default();
        let hour = 3600 * SECOND;
        assert!(["a", "b", "c"].iter().all(|page| slots.hold(page, hour)));
        assert!(slots.needs_renewal("a", 0));
        assert!(slots.hold("d", 0));
        assert_eq!(slots.0.len(), 1);
    }
}
