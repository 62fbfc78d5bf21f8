//! Values that the board computes from its seats: counts, order of rows, addresses, progress chart.

use super::live::{Live, Seat};
use domain::{
    board_order,
    progress_chart::ProgressChart,
    stage::{Stage, StageTimes},
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

    /// Sorts the rows with stuck students first, or by number. Rows keep this order until the next call.
    pub fn arrange(self, stuck_first: bool) {
        let (began, now) = (self.began.get_untracked(), self.now.get_untracked());
        let mut order = Vec::new();
        if stuck_first {
            for seat in self.seats.read_untracked().iter() {
                let key = board_order::stuck_first(&seat.view.read_untracked(), began, now);
                // An insertion: the browser would have to load a sorting function for this list only.
                let place = order.partition_point(|other| *other < key);
                order.insert(place, key);
            }
        }
        self.order.set(order.into_iter().map(|(.., number)| number).collect());
    }

    pub fn is_stuck_first(self) -> bool {
        !self.order.read().is_empty()
    }

    /// The rows in the chosen order. Seats that were added after the last sorting come last.
    pub fn rows(self) -> Vec<Seat> {
        let (seats, order) = (self.seats.read(), self.order.read());
        let seat_of = |number: &u16| seats.iter().find(|seat| seat.number == *number).copied();
        let added = seats.iter().filter(|seat| !order.contains(&seat.number));
        order.iter().filter_map(seat_of).chain(added.copied()).collect()
    }

    /// The address of the board for browsers without scripts, with `show` for revealed passwords and the current order.
    pub fn address(self, show: Option<&str>) -> String {
        let show = show.map(|show| format!("show={show}"));
        let order = self.asked_for_stuck.then(|| "order=stuck".to_owned());
        let query: Vec<String> = show.into_iter().chain(order).collect();
        format!("?{}", query.join("&"))
    }

    /// The number of seats that students can still take: neither handed out nor used.
    pub fn free(self) -> usize {
        let seats = self.seats.read();
        seats.iter().filter(|seat| seat.view.read().is_free()).count()
    }

    /// The progress chart. While `looking` is true, every response of the server recomputes the chart; otherwise the
    /// chart does not change.
    pub fn course(self, looking: RwSignal<bool>) -> Memo<Option<ProgressChart>> {
        Memo::new(move |drawn: Option<&Option<ProgressChart>>| {
            if let (false, Some(drawn)) = (looking.get(), drawn) {
                return drawn.clone();
            }
            let stages: Vec<StageTimes> = self
                .seats
                .with(|seats| seats.iter().map(|seat| seat.view.read().stages).collect());
            ProgressChart::new(&stages, self.now.get())
        })
    }
}
