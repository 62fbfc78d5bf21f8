//! The sections of the landing page: the facts in short, the four stages, and how a lesson works.

use crate::{
    components::{Icon, Illustration, Picture},
    i18n::use_texts,
    request::kept_days,
};
use domain::stage::Stage;
use leptos::prelude::*;

/// What a teacher asks first: for whom, how long, what is needed, what happens with data, what it costs.
#[component]
pub fn Facts() -> impl IntoView {
    let texts = use_texts();
    let facts = [
        (Icon::User, texts.facts_whom(), texts.facts_whom_text().to_owned()),
        (Icon::Clock, texts.facts_time(), texts.facts_time_text().to_owned()),
        (Icon::Laptop, texts.facts_need(), texts.facts_need_text().to_owned()),
        (Icon::Shield, texts.facts_data(), texts.facts_data_text(kept_days())),
        (Icon::Check, texts.facts_price(), texts.facts_price_text().to_owned()),
    ];
    view! {
        <section class="home-facts" aria-labelledby="facts">
            <h2 class="visually-hidden" id="facts">
                {texts.facts_title()}
            </h2>
            <dl>
                {facts
                    .map(|(icon, name, value)| {
                        view! {
                            <div>
                                <dt>
                                    <Picture icon=icon />
                                    " "
                                    {name}
                                </dt>
                                <dd>{value}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
            <a class="button" href="/guide">
                {texts.facts_guide()} " " <Picture icon=Icon::Arrow />
            </a>
        </section>
    }
}

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
            <p class="soft">{texts.facts_then()}</p>
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
