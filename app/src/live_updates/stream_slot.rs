//! The slot of this page for a stream. All pages of the browser keep their slots in the local storage, because Web Locks
//! need https.

use crate::browser;
use domain::live_updates::StreamSlots;

const KEY: &str = "stepwise.streams";

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
        if !slots.needs_renewal(&self.owner, now) {
            return true;
        }
        let is_held = slots.hold(&self.owner, now);
        if is_held {
            save(&slots);
        }
        is_held
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut slots = load();
        if slots.remove(&self.owner) {
            save(&slots);
        }
    }
}

fn load() -> StreamSlots {
    StreamSlots::parse(&browser::stored(KEY).unwrap_or_default())
}

/// Without storage every page opens a stream, and the server limits the streams of a session.
fn save(slots: &StreamSlots) {
    browser::store(KEY, slots.to_text().as_deref());
}
