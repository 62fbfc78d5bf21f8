//! Counts rows and badges, and shows the numbers above the rows.

use super::dom::{self, by_id, count};
use domain::stage::Stage;
use leptos::prelude::document;
use texts::Texts;

pub const STUCK: &str = "#seats > .stuck";
/// Seats that students can still take.
pub const FREE: &str = "#seats > [data-free]";

pub fn show(texts: Texts) {
    let all = count("#seats > tr");
    let of = texts.board_of(all);
    for stage in Stage::ALL {
        let reached = count(&format!("#seats .badge:nth-child({}).done", stage.index() + 1)).to_string();
        let id = |part: &str| format!("{part}-{}", stage.code());
        dom::set_text(&id("count"), &reached);
        dom::set_text(&id("of"), &of);
        dom::set_attribute(&id("bar"), "value", &reached);
        dom::set_attribute(&id("bar"), "max", &all.to_string());
    }
    for passed in dom::all("#exercises [data-passed]") {
        let exercise = passed.get_attribute("data-passed").unwrap_or_default();
        let some = count(&format!("#seats .badge.done[data-exercise={exercise}]"));
        dom::show_text(&passed, &some.to_string());
    }
    for element in dom::all("#exercises .of") {
        dom::show_text(&element, &of);
    }
    dom::set_text("needing", &count(STUCK).to_string());
}

/// True as soon as a student has signed in.
fn has_begun() -> bool {
    count("#seats .badge:first-child.done") > 0
}

/// Gives the board a class of the style sheet, or takes it away.
pub fn mark_board(class: &str, is_on: bool) {
    dom::mark(by_id("main"), class, is_on);
}

/// Gives the page and the table the classes of the style sheet that depend on the rows. A selector with `:has` would do
/// the same, but the browser would style all rows again at every changed text.
pub fn mark_rows() {
    dom::mark(document().body().map(Into::into), "begun", has_begun());
    let table = by_id("seats").and_then(|rows| rows.parent_element());
    dom::mark(table.clone(), "with-passwords", count("#seats .password code") > 0);
    dom::mark(table, "with-exercises", count("#seats .badge.exercise") > 0);
}
