//! The notice that the network is lost. Events of the browser show and hide the notice, without a request.

use crate::components::{Icon, Picture};
use crate::{browser, i18n::use_texts};
use leptos::{ev, prelude::*};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Network {
    /// Online; nothing is shown.
    Here,
    Away,
    Back,
}

/// How long the notice "back online" is shown.
const GOOD_NEWS: core::time::Duration = core::time::Duration::from_secs(4);

#[component]
pub fn NetworkNotice() -> impl IntoView {
    let texts = use_texts();
    let network = RwSignal::new(Network::Here);
    Effect::new(move |_| {
        if !browser::is_online() {
            network.set(Network::Away);
        }
        let lost = window_event_listener(ev::offline, move |_| network.set(Network::Away));
        let found = window_event_listener(ev::online, move |_| {
            if network.get_untracked() == Network::Away {
                network.set(Network::Back);
                let settle = move || {
                    network.try_update(|network| {
                        if *network == Network::Back {
                            *network = Network::Here;
                        }
                    });
                };
                set_timeout(settle, GOOD_NEWS);
            }
        });
        on_cleanup(move || {
            lost.remove();
            found.remove();
        });
    });
    view! {
        <div class="toasts" role="status" aria-live="polite">
            // The notice is part of the page from the start, because the browser cannot load the notice without a
            // network. On a page that is not hydrated yet, `hydration/before_hydration.js` shows the notice.
            <div class="toast" id="network-away" hidden=move || network.get() != Network::Away>
                <OfflineNotice />
            </div>
            {move || (network.get() == Network::Back).then(|| view! {
                <div class="toast">
                    <Picture icon=Icon::Check />
                    <p>{texts.offline_back()}</p>
                </div>
            })}
        </div>
    }
}

#[component]
pub fn OfflineNotice() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Picture icon=Icon::Away />
        <p>
            <strong>{texts.offline_title()}</strong>
            " "
            {texts.offline_text()}
        </p>
    }
}
