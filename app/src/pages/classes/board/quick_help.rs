//! The forms of the buttons in the rows of stuck students. The page contains each form once; the button that is pressed
//! adds the number of its seat.

use crate::server_fns::SeatAction;
use domain::ids::ClassId;
use leptos::prelude::*;

#[component]
pub fn QuickHelpForms(class: ClassId) -> impl IntoView {
    let form = |id: &'static str, act: SeatAction| {
        view! {
            <form id=id method="post" action="/classes/seat" hidden>
                <input type="hidden" name="id" value=class.to_string() />
                <input type="hidden" name="act" value=act.code() />
            </form>
        }
    };
    view! {
        {form("unlock", SeatAction::Unlock)}
        {form("new-password", SeatAction::NewPassword)}
    }
}
