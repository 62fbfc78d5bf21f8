//! The button that sends a code by mail or SMS. It is disabled for some seconds after each code and shows the remaining
//! seconds; the server enforces the same pause. Without scripts the button shows the seconds that were left when the
//! page was rendered.

use crate::{components::seconds_left, i18n::use_texts};
use leptos::prelude::*;

/// `first` is true if no code was sent to this session yet. `wait` is the number of seconds until the next code can be
/// sent.
#[island]
pub fn SendCodeButton(first: bool, wait: u64) -> impl IntoView {
    let texts = use_texts();
    let left = seconds_left(wait);
    // Becomes true when the button is hydrated. Until then the button is not disabled: without scripts, nothing could
    // enable it again.
    let hydrated = RwSignal::new(false);
    Effect::new(move |_| hydrated.set(true));
    view! {
        <button class="button full" class:primary=first disabled=move || hydrated.get() && (left.get() > 0)>
            {move || match left.get() {
                0 if first => texts.messages_send().to_owned(),
                0 => texts.messages_send_again().to_owned(),
                seconds => texts.messages_send_in(seconds),
            }}
        </button>
    }
}
