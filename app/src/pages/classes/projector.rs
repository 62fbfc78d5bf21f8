//! The page for the projector, in the language of the class: how students join, the instruction for the step that most
//! of them are at, progress bars and remaining time. It contains no names, logins and passwords.

use super::{debrief::Debrief, join_address::JoinAddress, of_address::page_of_class};
use crate::{
    components::{Illustration, LoopbackWarning, QrCode, Scene, StyleSheet, StyleSheets},
    islands::Wall,
    server_fns::{Projector, load_wall},
};
use domain::{
    class::ClassState,
    view::{WallSettings, WallStep},
};
use leptos::prelude::*;
use leptos_meta::Title;
use texts::Texts;

#[component]
pub fn ProjectorPage() -> impl IntoView {
    page_of_class(load_wall, |projector| view! { <ClassProjector projector=projector /> })
}

#[component]
fn ClassProjector(projector: Projector) -> impl IntoView {
    let Projector {
        wall,
        address,
        address_qr,
        join_code,
        loopback_only,
        debrief,
    } = projector;
    let settings = wall.changes.settings;
    let texts = Texts::of(settings.locale);
    let is_over = wall.changes.state == ClassState::Ended;
    view! {
        <Title text=wall.title.clone() />
        <StyleSheets sheets=&[StyleSheet::Projector, StyleSheet::Debrief] />
        <noscript inner_html=r#"<meta http-equiv="refresh" content="5">"#></noscript>
        <Wall wall=wall>
            {match (debrief, is_over) {
                (Some(debrief), _) => view! { <Debrief texts=texts debrief=debrief /> }.into_any(),
                (None, true) => view! { <Over texts=texts /> }.into_any(),
                (None, false) => view! {
                    <Instructions settings=settings />
                    <section class="door" aria-label=texts.board_join()>
                        {loopback_only.then(|| view! { <LoopbackWarning /> })}
                        <JoinAddress texts=texts label=texts.handouts_open() address=address code=join_code />
                        <QrCode qr=address_qr label=texts.join_qr() />
                    </section>
                }
                .into_any(),
            }}
        </Wall>
    }
}

/// The instructions of all steps. The style sheet shows the one of the current step.
#[component]
fn Instructions(settings: WallSettings) -> impl IntoView {
    let instruction = move |step: WallStep| {
        let (title, text) = instruction(step, settings);
        view! {
            <div data-for=step.code()>
                <h2>{title}</h2>
                <p>{text}</p>
            </div>
        }
    };
    view! {
        <section class="instructions" role="status">
            {WallStep::ALL.map(instruction).collect_view()}
        </section>
    }
}

fn instruction(step: WallStep, settings: WallSettings) -> (&'static str, &'static str) {
    let WallSettings {
        locale,
        phones,
        self_join,
        ..
    } = settings;
    let texts = Texts::of(locale);
    match step {
        WallStep::Lobby | WallStep::SignIn if self_join => {
            (texts.instruction_take_seat(), texts.instruction_take_seat_text())
        }
        WallStep::Lobby | WallStep::SignIn => (texts.instruction_sign_in(), texts.instruction_sign_in_text()),
        WallStep::SetUp => (texts.instruction_set_up(), texts.instruction_set_up_text()),
        WallStep::Connect if phones => (texts.instruction_connect(), texts.instruction_connect_text()),
        WallStep::Connect => (
            texts.instruction_connect_practice(),
            texts.instruction_connect_practice_text(),
        ),
        WallStep::Code => (texts.instruction_code(), texts.instruction_code_text()),
        WallStep::MostDone => (texts.instruction_most_done(), texts.instruction_most_done_text()),
        WallStep::AllDone => (texts.projector_hooray(), texts.instruction_all_done_text()),
    }
}

/// Replaces the join address after the end of the class.
#[component]
fn Over(texts: Texts) -> impl IntoView {
    view! {
        <section class="standing over" role="status">
            <Illustration scene=Scene::Over />
            <h2>{texts.board_ended()}</h2>
            <p>{texts.wall_over()}</p>
        </section>
    }
}
