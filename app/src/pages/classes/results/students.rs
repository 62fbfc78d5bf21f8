//! The table of all seats on the results page: when each stage was reached. The seats of a deleted class have numbers only.

use crate::{
    components::At,
    i18n::{self, use_texts},
};
use domain::{stage::Stage, view::SeatResult};
use leptos::prelude::*;

#[component]
pub fn Students(seats: Vec<SeatResult>) -> impl IntoView {
    let texts = use_texts();
    let has_names = seats.iter().any(|seat| !seat.login.is_empty());
    view! {
        <section class="card results" aria-labelledby="students">
            <h2 id="students">{texts.results_table_title()}</h2>
            <table class="table">
                <thead>
                    <tr>
                        <th class="num" scope="col">{texts.board_number()}</th>
                        {has_names.then(|| view! { <th scope="col">{texts.board_login()}</th> })}
                        {Stage::ALL
                            .map(|stage| view! { <th scope="col">{i18n::stage_short_name(texts, stage)}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {seats.into_iter().map(|seat| view! { <Student seat=seat has_name=has_names /> }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

#[component]
fn Student(seat: SeatResult, has_name: bool) -> impl IntoView {
    let texts = use_texts();
    let SeatResult {
        number,
        login,
        label,
        stages,
        ..
    } = seat;
    view! {
        <tr>
            <th class="num" scope="row">{number}</th>
            {has_name
                .then(|| view! {
                    <td data-label=texts.board_login()>
                        {label.map(|label| view! { <b>{label}</b> " " })}
                        <code>{login}</code>
                    </td>
                })}
            {Stage::ALL
                .map(|stage| {
                    view! {
                        <td data-label=i18n::stage_short_name(texts, stage)>
                            {match stages.at(stage) {
                                Some(at) => view! { <At time=at /> }.into_any(),
                                None => view! { <span class="soft">"–"</span> }.into_any(),
                            }}
                        </td>
                    }
                })
                .collect_view()}
        </tr>
    }
}
