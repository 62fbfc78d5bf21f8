//! Presses on the board. One handler serves the links in rows and those that the server has rendered: their attribute
//! `data-press` names the act. Without scripts the links lead to pages that do the same.

use super::live::Live;
use crate::browser;
use leptos::{ev, prelude::*};

impl Live {
    pub fn press(self, event: &ev::MouseEvent) {
        let Some((act, address)) = browser::pressed_link(event) else {
            return;
        };
        event.prevent_default();
        match act.as_str() {
            "dialog" => self.dialog.set(Some(address)),
            "by-number" => self.arrange(false),
            "by-need" => self.arrange(true),
            "all-passwords" => {
                self.all_shown.update(|shown| *shown = !*shown);
                if self.all_shown.get_untracked() {
                    self.show_passwords(None);
                } else {
                    self.hide_passwords(None);
                }
            }
            // The number of the seat whose password was shown or hidden.
            number => {
                let Ok(number) = number.parse() else { return };
                if untrack(|| self.password_of(number)).is_some() {
                    self.hide_passwords(Some(number));
                } else {
                    self.show_passwords(Some(number));
                }
            }
        }
    }
}
