//! Values that the board computes from its seats: counts, order of rows, addresses, progress chart.

use super::{Live, Seat};
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
            order = self.seats.with_untracked(|seats| {
                let keys = seats.iter().map(|seat| {
                    seat.view
                        .with_untracked(|view| board_order::stuck_first(view, began, now))
                });
                keys.collect()
            });
            order.sort_unstable();
        }
        let ranks = order.into_iter().enumerate();
        self.ranks
            .set(ranks.map(|(rank, (.., number))| (number, rank)).collect());
    }

    pub fn is_stuck_first(self) -> bool {
        !self.ranks.read().is_empty()
    }

    /// The rows in the chosen order. Seats that were added after the last sorting come last.
    pub fn rows(self) -> Vec<Seat> {
        let mut seats = self.seats.get();
        let ranks = self.ranks.read();
        if !ranks.is_empty() {
            seats.sort_by_key(|seat| (ranks.get(&seat.number).copied().unwrap_or(usize::MAX), seat.number));
        }
        seats
    }

    /// The address of the board for browsers without scripts, with `show` for revealed passwords and the current order.
    pub fn address(self, show: Option<&str>) -> String {
        let show = show.map(|show| format!("show={show}"));
        let order = self.asked_for_stuck.then(|| "order=stuck".to_owned());
        let query: Vec<String> = show.into_iter().chain(order).collect();
        format!("?{}", query.join("&"))
    }

    /// The number of seats that students can still take: neither handed out nor used.
    pub fn free(self) -> Memo<u64> {
        Memo::new(move |_| {
            let seats = self.seats.read();
            seats.iter().filter(|seat| seat.view.read().is_free()).count() as u64
        })
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
