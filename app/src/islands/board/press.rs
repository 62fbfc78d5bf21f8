//! Presses on the board. The attribute `data-press` of a link names the act. Without scripts the links lead to pages that
//! do the same.

use super::{live::Live, rows};
use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::Element;

impl Live {
    pub fn press(self, event: &ev::MouseEvent) {
        let Some((link, act, address)) = pressed_link(event) else {
            return;
        };
        event.prevent_default();
        match act.as_str() {
            "dialog" => self.open_dialog(&link, address),
            "by-number" => self.arrange(false),
            "by-need" => self.arrange(true),
            "all-passwords" => {
                let shown = self.with(|known| {
                    known.board.all_shown = !known.board.all_shown;
                    known.board.all_shown
                });
                match shown {
                    Some(true) => self.show_passwords(None),
                    _ => super::passwords::hide_all(),
                }
                self.show();
            }
            // The number of the seat whose password is shown or hidden.
            number => {
                if let Ok(number) = number.parse() {
                    self.show_or_hide_password(number);
                }
            }
        }
    }

    fn arrange(self, by_need: bool) {
        self.with(|known| known.board.stuck_first = by_need);
        rows::sort(by_need);
        self.show();
    }
}

/// The link that was pressed, the value of its attribute `data-press`, and its address. `None` if another element was
/// pressed, or if a key was held with which the browser opens the link in another tab or window.
fn pressed_link(event: &ev::MouseEvent) -> Option<(Element, String, String)> {
    if event.ctrl_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("[data-press]").ok()??;
    let (act, address) = (link.get_attribute("data-press")?, link.get_attribute("href")?);
    Some((link, act, address))
}
