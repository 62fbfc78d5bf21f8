//! A small example of a board on the landing page.

use crate::{
    components::{Icon, Picture},
    i18n::{self, use_texts},
};
use domain::stage::Stage;
use leptos::prelude::*;

const STUDENTS: [(&str, usize); 5] = [
    ("kestrel-4821", 4),
    ("maple-3057", 2),
    ("tiger-7264", 3),
    ("river-9402", 4),
    ("lemon-5836", 1),
];

#[component]
pub fn BoardPicture() -> impl IntoView {
    let texts = use_texts();
    view! {
        <figure class="mini-board">
            <figcaption>
                {texts.home_picture_class()} " "
                <span class="tag good">
                    <Picture icon=Icon::Clock />
                    " "
                    {texts.home_picture_live()}
                </span>
            </figcaption>
            <ul aria-label=texts.home_picture()>
                <li class="names" aria-hidden="true">
                    <span>{texts.home_picture_login()}</span>
                    <Picture icon=Icon::Door />
                    <Picture icon=Icon::Qr />
                    <Picture icon=Icon::Linked />
                    <Picture icon=Icon::Shield />
                </li>
                {STUDENTS
                    .map(|(login, done)| {
                        view! {
                            <li>
                                <span>{login}</span>
                                {Stage::ALL
                                    .map(|stage| {
                                        let is_done = stage.index() < done;
                                        view! {
                                            <span class="badge" class:done=is_done>
                                                <span class="is visually-hidden">
                                                    {i18n::stage_short_name(texts, stage)}
                                                    {(!is_done).then(|| texts.stage_not_yet())}
                                                </span>
                                            </span>
                                        }
                                    })
                                    .collect_view()}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <div class="sum">
                <span>{texts.home_picture_sum()}</span>
                <progress max="5" value="2" aria-label=texts.home_picture_sum()></progress>
            </div>
        </figure>
    }
}
