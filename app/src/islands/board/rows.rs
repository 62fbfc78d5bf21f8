//! The rows in the browser: shows changed rows, counts the waiting times, and sorts.

use super::{
    dom::{self, by_id, inside},
    update::RowUpdate,
};
use crate::i18n::minutes_and_seconds;
use domain::time::Timestamp;
use web_sys::Element;

/// The attributes of a row that change.
const ATTRIBUTES: [&str; 5] = ["class", "data-free", SINCE, UNTIL, THEN];
/// Since when the student waits.
const SINCE: &str = "data-since";
/// When the state of the row changes by itself, and the classes that the row has then. The text is in its template.
const UNTIL: &str = "data-until";
const THEN: &str = "data-then";
/// Cells that stay while the seat has the same login, because they have the focus or show a password.
const KEPT_CELLS: [&str; 2] = ["password", "more"];

pub fn row_of(number: u16) -> Option<Element> {
    by_id(&format!("seat-{number}"))
}

pub fn number_of(row: &Element) -> Option<u16> {
    row.id().strip_prefix("seat-")?.parse().ok()
}

fn rows() -> impl Iterator<Item = Element> {
    by_id("seats").into_iter().flat_map(|body| dom::children(&body))
}

/// Shows the new state of a row. While the rows are sorted by need, a new row comes last.
pub fn show(update: &RowUpdate, sorted_by_need: bool) {
    let (known, new) = (row_of(update.number), dom::parsed(&update.row, "tbody"));
    match (known, new) {
        (Some(known), Some(new)) => change(&known, &new),
        (Some(known), None) => known.remove(),
        (None, Some(new)) => {
            let comes_later = |row: &Element| number_of(row) > Some(update.number);
            let next = rows().find(|row| !sorted_by_need && comes_later(row));
            if let Some(body) = by_id("seats") {
                let _ = body.insert_before(&new, next.as_deref());
            }
        }
        (None, None) => {}
    }
}

fn change(row: &Element, new: &Element) {
    let login = |row: &Element| inside(row, ".login").and_then(|cell| cell.text_content());
    let is_same_student = login(row) == login(new);
    for name in ATTRIBUTES {
        let _ = match new.get_attribute(name) {
            Some(value) => row.set_attribute(name, &value),
            None => row.remove_attribute(name),
        };
    }
    remove_template(row);
    let cells: Vec<_> = dom::children(row).collect();
    for (index, new) in dom::children(new).enumerate() {
        let Some(cell) = cells.get(index) else {
            // The template of the state that comes by itself.
            let _ = row.append_child(&new);
            break;
        };
        let is_kept = is_same_student && KEPT_CELLS.contains(&cell.class_name().as_str());
        let html = new.inner_html();
        if !is_kept && cell.inner_html() != html {
            dom::replace_content(cell, &html);
        }
    }
}

fn remove_template(row: &Element) {
    if let Some(template) = inside(row, "template") {
        template.remove();
    }
}

/// Shows how long students wait at this time, and the states that have begun without an event.
pub fn show_times(now: Timestamp) {
    for row in rows() {
        if dom::number(&row, UNTIL).is_some_and(|until| until <= now.micros()) {
            end_state(&row);
        }
        let since = dom::number(&row, SINCE).map(Timestamp::from_micros);
        let wait = since.map(|since| minutes_and_seconds(now.since(since)));
        if let Some(cell) = inside(&row, ".wait") {
            dom::show_text(&cell, wait.as_deref().unwrap_or_default());
        }
    }
}

fn end_state(row: &Element) {
    let class = row.get_attribute(THEN).unwrap_or_default();
    if class == "through" {
        let _ = row.remove_attribute(SINCE);
    }
    row.set_class_name(&class);
    for name in [UNTIL, THEN] {
        let _ = row.remove_attribute(name);
    }
    if let (Some(why), Some(template)) = (inside(row, ".state-text"), inside(row, "template")) {
        why.set_inner_html(&template.inner_html());
    }
    remove_template(row);
}

/// Sorts the rows by who needs the teacher first, or by number. Rows keep this order until the next call.
pub fn sort(by_need: bool) {
    let Some(body) = by_id("seats") else { return };
    let mut sorted: Vec<((u8, i64, u16), Element)> = Vec::new();
    for row in rows() {
        let number = number_of(&row).unwrap_or_default();
        let key = match by_need {
            true => (urgency(&row), dom::number(&row, SINCE).unwrap_or_default(), number),
            false => (0, 0, number),
        };
        // An insertion: the browser would have to load a sorting function for this list only.
        let place = sorted.partition_point(|(other, _)| *other < key);
        sorted.insert(place, (key, row));
    }
    // Rows that are in their place are not moved, because the browser lays out every moved row again.
    let mut next = body.first_element_child();
    for (_, row) in sorted {
        if next.as_ref() == Some(&row) {
            next = row.next_element_sibling();
        } else {
            let _ = body.insert_before(&row, next.as_deref());
        }
    }
}

/// The same order as `domain::seat_state::needs_first`.
fn urgency(row: &Element) -> u8 {
    match row.class_name().as_str() {
        "stuck failed" => 0,
        "stuck" => 1,
        "through" => 4,
        _ if row.has_attribute(SINCE) => 2,
        _ => 3,
    }
}
