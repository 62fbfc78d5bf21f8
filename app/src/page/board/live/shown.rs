//! What the board makes of its seats: their order, how many are free, the picture of all.

use super::{Live, Seat};
use domain::{
    course::Course,
    stage::{Stage, StageTimes},
    waiting,
};
use leptos::prelude::*;

impl Live {
    /// How many seats there are, and how many have reached a stage.
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

    /// Puts who is stuck on top, or the rows back into the order of their numbers. They stay there until asked again.
    pub fn arrange(self, stuck_first: bool) {
        let (began, now) = (self.began.get_untracked(), self.now.get_untracked());
        let mut order = Vec::new();
        if stuck_first {
            order = self.seats.with_untracked(|seats| {
                let keys = seats
                    .iter()
                    .map(|seat| seat.view.with_untracked(|view| waiting::stuck_first(view, began, now)));
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

    /// The rows as they stand. A seat that came later stands below.
    pub fn rows(self) -> Vec<Seat> {
        let mut seats = self.seats.get();
        let ranks = self.ranks.read();
        if !ranks.is_empty() {
            seats.sort_by_key(|seat| (ranks.get(&seat.number).copied().unwrap_or(usize::MAX), seat.number));
        }
        seats
    }

    /// The same page without scripts, with these passwords shown and its rows as they stand.
    pub fn address(self, show: Option<&str>) -> String {
        let show = show.map(|show| format!("show={show}"));
        let order = self.asked_for_stuck.then(|| "order=stuck".to_owned());
        let query: Vec<String> = show.into_iter().chain(order).collect();
        format!("?{}", query.join("&"))
    }

    /// Seats whose login nobody has.
    pub fn free(self) -> Memo<u64> {
        Memo::new(move |_| {
            let seats = self.seats.read();
            seats.iter().filter(|seat| seat.view.read().is_free()).count() as u64
        })
    }

    /// The picture of the whole class; drawn anew only while somebody looks, and once for all changes of an answer.
    pub fn course(self, looking: RwSignal<bool>) -> Memo<Option<Course>> {
        Memo::new(move |drawn: Option<&Option<Course>>| {
            if let (false, Some(drawn)) = (looking.get(), drawn) {
                return drawn.clone();
            }
            let stages: Vec<StageTimes> = self
                .seats
                .with(|seats| seats.iter().map(|seat| seat.view.read().stages).collect());
            Course::of(&stages, self.now.get())
        })
    }
}
