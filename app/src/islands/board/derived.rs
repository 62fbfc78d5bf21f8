//! Values that the board computes from its seats: counts, order of rows, addresses.

use super::live::{Live, Seat};
use domain::{
    seat_state::{SeatState, needs_first},
    stage::Stage,
};
use leptos::prelude::*;

impl Live {
    /// The number of all seats, and the number of seats that have reached `stage`.
    pub fn count(self, stage: Stage) -> (Memo<usize>, Memo<usize>) {
        let all = Memo::new(move |_| self.seats.read().len());
        let some = Memo::new(move |_| {
            self.seats.with(|seats| {
                seats
                    .iter()
                    .filter(|seat| seat.view.read().stages.is_reached(stage))
                    .count()
            })
        });
        (all, some)
    }

    /// The number of all seats, and how many of them have reached each stage.
    pub fn counts(self) -> (usize, [usize; 4]) {
        let seats = self.seats.read();
        let mut reached = [0; 4];
        for seat in seats.iter() {
            let stages = seat.view.read().stages;
            for stage in Stage::ALL {
                reached[stage.index()] += usize::from(stages.is_reached(stage));
            }
        }
        (seats.len(), reached)
    }

    /// The number of students who are stuck.
    pub fn needing(self) -> usize {
        let (seats, now) = (self.seats.read(), self.now.get());
        let stuck = seats
            .iter()
            .filter(|seat| SeatState::at(&seat.view.read(), now).is_stuck());
        stuck.count()
    }

    /// Sorts the rows by who needs the teacher first, or by number. Rows keep this order until the next call.
    pub fn arrange(self, by_need: bool) {
        let now = self.now.get_untracked();
        let mut order = Vec::new();
        if by_need {
            for seat in self.seats.read_untracked().iter() {
                let key = needs_first(&seat.view.read_untracked(), now);
                // An insertion: the browser would have to load a sorting function for this list only.
                let place = order.partition_point(|other| *other < key);
                order.insert(place, key);
            }
        }
        self.order.set(order.into_iter().map(|(.., number)| number).collect());
    }

    pub fn is_sorted_by_need(self) -> bool {
        !self.order.read().is_empty()
    }

    /// The rows in the chosen order. Seats that were added after the last sorting come last.
    pub fn rows(self) -> Vec<Seat> {
        let (seats, order) = (self.seats.read(), self.order.read());
        let seat_of = |number: &u16| seats.iter().find(|seat| seat.number == *number).copied();
        let added = seats.iter().filter(|seat| !order.contains(&seat.number));
        order.iter().filter_map(seat_of).chain(added.copied()).collect()
    }

    /// The number of seats that students can still take: neither handed out nor used.
    pub fn free(self) -> usize {
        let seats = self.seats.read();
        seats.iter().filter(|seat| seat.view.read().is_free()).count()
    }
}
