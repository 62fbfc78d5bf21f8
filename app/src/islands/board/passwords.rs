//! The passwords that the teacher has asked to see. They are loaded when they are shown, and are not part of the board.

use super::{
    counts,
    dom::{self, inside},
    live::Live,
    rows,
};
use crate::{browser, i18n::use_texts};
use domain::typing::enough_of_password;
use leptos::task::spawn_local;
use web_sys::Element;

/// The element that shows a password.
const SHOWN: &str = ".password code";
/// What it shows until the password is loaded.
const LOADING: &str = "…";

impl Live {
    pub fn show_or_hide_password(self, number: u16) {
        match rows::row_of(number) {
            Some(row) if inside(&row, SHOWN).is_some() => {
                show(&row, None);
                counts::mark_rows();
            }
            _ => self.show_passwords(Some(number)),
        }
    }

    /// Loads the password of one seat, or of all seats for `None`, and shows it. One row shows at once that it is
    /// loaded.
    pub fn show_passwords(self, number: Option<u16>) {
        if let Some(row) = number.and_then(rows::row_of) {
            show(&row, Some(LOADING));
            counts::mark_rows();
        }
        self.load_passwords(number, None);
    }

    /// Loads the shown passwords again after an action that can have changed them.
    pub fn reload_passwords(self) {
        let shown = shown();
        hide_all();
        self.show_again(shown);
    }

    /// Loads the passwords of these seats, and shows them.
    pub fn show_again(self, numbers: Vec<u16>) {
        match numbers.as_slice() {
            [] => {}
            [number] => self.show_passwords(Some(*number)),
            _ => self.load_passwords(None, Some(numbers)),
        }
    }

    /// Shows the loaded passwords; only those of the seats in `only`, if it is given.
    fn load_passwords(self, number: Option<u16>, only: Option<Vec<u16>>) {
        spawn_local(async move {
            let about = number.map(|number| format!("&number={number}")).unwrap_or_default();
            let loaded = browser::send("/sfn/seat-passwords", &format!("id={}{about}", self.id())).await;
            let loaded: Vec<(u16, String)> = loaded.unwrap_or_default();
            // A row that does not wait any more was hidden again in the meantime.
            let waits = |row: &Element| number.is_none() || is_loading(row);
            for (number, password) in loaded {
                if only.as_ref().is_none_or(|only| only.contains(&number))
                    && let Some(row) = rows::row_of(number).filter(waits)
                {
                    show(&row, Some(&password));
                }
            }
            if let Some(row) = number.and_then(rows::row_of).filter(is_loading) {
                show(&row, None);
            }
            counts::mark_rows();
        });
    }
}

fn is_loading(row: &Element) -> bool {
    inside(row, SHOWN).is_some_and(|shown| shown.text_content().as_deref() == Some(LOADING))
}

/// The seats whose passwords are shown.
pub fn shown() -> Vec<u16> {
    let rows = dom::all("#seats > tr").filter(|row| inside(row, SHOWN).is_some());
    rows.filter_map(|row| rows::number_of(&row)).collect()
}

pub fn hide_all() {
    for row in dom::all("#seats > tr") {
        show(&row, None);
    }
    counts::mark_rows();
}

/// Shows the password in the row, or hides it for `None`. The button stays the same element, so it keeps the focus.
fn show(row: &Element, password: Option<&str>) {
    let Some(button) = inside(row, ".password > a") else {
        return;
    };
    let login = inside(row, ".login").and_then(|cell| cell.text_content());
    let login = login.as_deref().map(str::trim).unwrap_or_default();
    let (texts, shown) = (use_texts(), inside(row, SHOWN));
    let (label, word) = if let Some(password) = password {
        if shown.is_none() {
            let _ = button.insert_adjacent_html("beforebegin", "<code></code> ");
        }
        match inside(row, SHOWN) {
            Some(code) if password == LOADING => code.set_text_content(Some(LOADING)),
            Some(code) => show_password(&code, password, texts.card_bold_enough()),
            None => {}
        }
        (texts.board_hide_password_of(login), texts.site_hide())
    } else {
        if let Some(code) = shown {
            code.remove();
        }
        (texts.board_show_password_of(login), texts.site_show())
    };
    let _ = button.set_attribute("aria-label", &label);
    dom::show_text(&button, word);
}

/// Shows the password as the component `BoldBeginnings` does.
fn show_password(code: &Element, password: &str, hint: &str) {
    let shown = dom::parsed("<span class=\"beginnings\" role=\"img\"></span>", "code");
    let Some(shown) = shown.filter(|_| code.text_content().as_deref() != Some(password)) else {
        return;
    };
    for (name, value) in [("aria-label", password), ("title", hint)] {
        let _ = shown.set_attribute(name, value);
    }
    for part in enough_of_password(password) {
        if let Some(needed) = dom::parsed("<b></b>", "span") {
            needed.set_text_content(Some(&part.needed));
            let _ = shown.insert_adjacent_element("beforeend", &needed);
        }
        let _ = shown.insert_adjacent_text("beforeend", &part.rest);
    }
    code.set_text_content(None);
    let _ = code.insert_adjacent_element("beforeend", &shown);
}
