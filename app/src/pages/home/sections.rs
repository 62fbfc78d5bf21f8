//! The sections of the landing page that explain the four stages and how a lesson works.

use crate::{
    components::{Icon, Illustration, Picture},
    i18n::use_texts,
};
use domain::stage::Stage;
use leptos::prelude::*;

#[component]
pub fn Stages() -> impl IntoView {
    let texts = use_texts();
    let steps = [
        (Stage::SignedIn, texts.stage_do_sign_in(), texts.home_how_sign_in()),
        (Stage::SetupOpened, texts.stage_do_set_up(), texts.home_how_set_up()),
        (Stage::Connected, texts.stage_do_connect(), texts.home_how_connect()),
        (Stage::SignedIn2fa, texts.stage_do_code(), texts.home_how_code()),
    ];
    view! {
        <section class="band" aria-labelledby="how">
            <h2 id="how">{texts.home_how()}</h2>
            <ol class="stages">
                {steps
                    .map(|(stage, title, text)| {
                        view! {
                            <li>
                                <Illustration scene=stage />
                                <h3>{title}</h3>
                                <p>{text}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}

#[component]
pub fn Promises() -> impl IntoView {
    let texts = use_texts();
    let promises = [
        (Icon::Phone, texts.home_real_apps(), texts.home_real_apps_text()),
        (
            Icon::User,
            texts.home_nothing_personal(),
            texts.home_nothing_personal_text(),
        ),
        (Icon::Laptop, texts.home_no_phone(), texts.home_no_phone_text()),
        (Icon::Print, texts.home_ready(), texts.home_ready_text()),
        (Icon::Warn, texts.home_stuck(), texts.home_stuck_text()),
        (Icon::Bin, texts.home_gone(), texts.home_gone_text()),
    ];
    view! {
        <section class="band" aria-labelledby="good-to-know">
            <h2 id="good-to-know">{texts.home_good_to_know()}</h2>
            <ul class="promises">
                {promises
                    .map(|(icon, title, text)| {
                        view! {
                            <li>
                                <Picture icon=icon />
                                <p>
                                    <strong>{title}</strong>
                                    " "
                                    {text}
                                </p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
