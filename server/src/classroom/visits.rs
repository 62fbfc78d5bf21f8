//! The devices that have opened the check page, so that the start page can say that others reach this computer.

use domain::{
    clock::{ClockDifference, difference},
    time::Timestamp,
};
use std::{
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Number of devices that the start page lists. It is a check before the lesson, not a list of the students.
const MAX_LISTED: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub ip: IpAddr,
    /// The browser and the system of the device; empty if they are unknown.
    pub browser: String,
    pub at: Timestamp,
    pub clock: Clock,
}

/// The clock of this computer, compared with that of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// The browser runs no scripts.
    Unknown,
    Agrees,
    Ahead(u64),
    Behind(u64),
}

impl Clock {
    pub fn compare(ours: Timestamp, theirs: Timestamp) -> Self {
        match difference(ours, theirs) {
            None => Self::Agrees,
            Some(ClockDifference::Ahead { minutes }) => Self::Ahead(minutes),
            Some(ClockDifference::Behind { minutes }) => Self::Behind(minutes),
        }
    }

    pub const fn differs(self) -> bool {
        matches!(self, Self::Ahead(_) | Self::Behind(_))
    }
}

/// The newest visit of each device, newest first.
#[derive(Default)]
pub struct Visits(Mutex<Vec<Visit>>);

impl Visits {
    pub fn note(&self, ip: IpAddr, browser: String, at: Timestamp) {
        let mut visits = self.visits();
        let earlier = visits.iter().position(|visit| visit.ip == ip);
        let clock = earlier.map_or(Clock::Unknown, |place| visits.remove(place).clock);
        let visit = Visit { ip, browser, at, clock };
        visits.insert(0, visit);
        visits.truncate(MAX_LISTED);
    }

    /// Notes the clock of a device that has opened the check page.
    pub fn note_clock(&self, ip: IpAddr, clock: Clock) {
        if let Some(visit) = self.visits().iter_mut().find(|visit| visit.ip == ip) {
            visit.clock = clock;
        }
    }

    pub fn all(&self) -> Vec<Visit> {
        self.visits().clone()
    }

    fn visits(&self) -> MutexGuard<'_, Vec<Visit>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_listed_once_with_its_newest_visit_and_its_clock() {
        let now = Timestamp::from_seconds(1_795_165_210);
        let visits = Visits::default();
        let phone = IpAddr::from([192, 168, 1, 30]);
        visits.note_clock(phone, Clock::Agrees);
        assert!(visits.all().is_empty());
        for last in 1..=20 {
            visits.note(IpAddr::from([10, 0, 0, last]), String::new(), now);
        }
        visits.note(phone, "Chrome, Android".to_owned(), now);
        visits.note_clock(phone, Clock::Behind(3));
        visits.note(IpAddr::from([10, 0, 0, 1]), String::new(), now);
        visits.note(phone, "Chrome, Android".to_owned(), now);
        let all = visits.all();
        assert_eq!(all.len(), MAX_LISTED);
        assert_eq!((all[0].ip, all[0].clock), (phone, Clock::Behind(3)));
        assert_eq!(all.iter().filter(|visit| visit.ip == phone).count(), 1);
    }
}
