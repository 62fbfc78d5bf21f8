//! The raised hands above the rows, in the order of the calls.

use super::{
    dom::{self, by_id},
    update::RowUpdate,
};

pub fn show(update: &RowUpdate) {
    let known = by_id(&format!("hand-{}", update.number));
    let new = dom::parsed(&update.hand, "ol");
    let html = |hand: &Option<web_sys::Element>| hand.as_ref().map(web_sys::Element::outer_html);
    if html(&known) == html(&new) {
        return;
    }
    if let Some(known) = known {
        known.remove();
    }
    let (Some(new), Some(list)) = (new, by_id("hands")) else {
        return;
    };
    let raised = |hand: &web_sys::Element| dom::number(hand, "data-raised");
    let next = dom::children(&list).find(|hand| raised(hand) > raised(&new));
    let _ = list.insert_before(&new, next.as_deref());
}
