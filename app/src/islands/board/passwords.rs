//! The passwords that the teacher has asked to see. They are loaded when they are shown, and are not part of the board.

use super::live::Live;
use crate::browser;
use leptos::{prelude::*, task::spawn_local};

impl Live {
    /// The shown password of a seat.
    pub fn password_of(self, number: u16) -> Option<String> {
        let passwords = self.passwords.read();
        let shown = passwords.iter().find(|(shown, _)| *shown == number);
        shown.map(|(_, password)| password.clone())
    }

    /// Loads the password of one seat, or of all seats for `None`.
    pub fn show_passwords(self, number: Option<u16>) {
        spawn_local(async move {
            let number = number.map(|number| format!("&number={number}")).unwrap_or_default();
            let shown = browser::send("/sfn/seat-passwords", &format!("id={}{number}", self.id)).await;
            if let Ok(shown) = shown {
                self.passwords.try_update(|passwords: &mut Vec<(u16, String)>| {
                    let shown: Vec<(u16, String)> = shown;
                    passwords.retain(|(known, _)| shown.iter().all(|(new, _)| new != known));
                    passwords.extend(shown);
                });
            }
        });
    }

    pub fn hide_passwords(self, number: Option<u16>) {
        self.passwords.update(|passwords| match number {
            Some(number) => passwords.retain(|(shown, _)| *shown != number),
            None => passwords.clear(),
        });
    }

    /// Loads the shown passwords again after an action that can have changed them.
    pub fn reload_passwords(self) {
        let shown: Vec<u16> = self
            .passwords
            .read_untracked()
            .iter()
            .map(|(number, _)| *number)
            .collect();
        self.hide_passwords(None);
        match shown.as_slice() {
            [] => {}
            [number] => self.show_passwords(Some(*number)),
            _ => self.show_passwords(None),
        }
    }
}
