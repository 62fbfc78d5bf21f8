//! The family sheet: three things to do at home, on one printed page. It shows no data, so that teachers can print it for
//! everybody.

use crate::{components::PrintButton, i18n::use_texts};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn FamilySheetPage() -> impl IntoView {
    let texts = use_texts();
    let tasks = [
        (texts.family_switch_on(), texts.family_switch_on_text()),
        (texts.family_spare_key(), texts.family_spare_key_text()),
        (texts.family_agree(), texts.family_agree_text()),
    ];
    view! {
        <Title text=texts.family_title() />
        <main class="page reading family-sheet" id="main">
            <header class="page-head">
                <div>
                    <p class="eyebrow">{texts.family_eyebrow()}</p>
                    <h1 tabindex="-1">{texts.family_heading()}</h1>
                    <p class="lead">{texts.family_lead()}</p>
                </div>
                <div class="row">
                    <PrintButton label=texts.recovery_print() primary=true />
                </div>
            </header>
            <ol class="tasks" role="list">
                {tasks
                    .map(|(title, text)| {
                        view! {
                            <li>
                                <h2>{title}</h2>
                                <p>{text}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
            <section class="card" aria-labelledby="where">
                <h2 id="where">{texts.family_where()}</h2>
                <p>{texts.family_where_text()}</p>
            </section>
            <p class="fine">{texts.family_data()}</p>
        </main>
    }
}
