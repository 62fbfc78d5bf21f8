//! The page of a class: a student signs in with a card, or takes a free seat.

use super::{of_door, sign_in::CardSignIn, taken_seat::Mine};
use crate::{
    components::{Alert, Icon, LessonOver, Picture, Submit},
    flash,
    i18n::use_texts,
    server_fns::{SignIn, TakeSeat},
};
use domain::{class::ClassState, validate::MAX_LABEL, view::JoinView};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

#[component]
pub fn Door(
    class: JoinView,
    form: String,
    take: ServerAction<TakeSeat>,
    sign_in: ServerAction<SignIn>,
) -> impl IntoView {
    let texts = use_texts();
    if class.state == ClassState::Ended {
        return view! { <LessonOver /> }.into_any();
    }
    let paused = class.state == ClassState::Paused;
    let trouble = Signal::derive(move || {
        let refused = take.value().get().and_then(Result::err);
        refused.map(|problem| of_door(texts, &problem))
    });
    let can_take = class.self_join && class.free && !paused;
    view! {
        <Title text=class.title.clone() />
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <p class="eyebrow">{texts.join_class()}</p>
                    <h1 tabindex="-1">{class.title.clone()}</h1>
                </header>
                <Alert text=trouble />
                {paused
                    .then(|| {
                        view! {
                            <div class="note warn" role="status">
                                <Picture icon=Icon::Clock />
                                <strong>{texts.join_paused_title()}</strong>
                                <p>{texts.join_paused_text()}</p>
                            </div>
                        }
                    })}
                {match class.mine.clone() {
                    Some(mine) => view! { <Mine seat=mine class=class.title.clone() sign_in=sign_in /> }.into_any(),
                    None if can_take => view! {
                        <TakeForm class=class.code form=form take=take />
                        <hr />
                        <CardSignIn sign_in=sign_in />
                    }
                    .into_any(),
                    None => view! {
                        <CardSignIn sign_in=sign_in first=true />
                        <hr />
                        <WithoutCard class=class paused=paused />
                    }
                    .into_any(),
                }}
            </section>
        </main>
    }
    .into_any()
}

/// Offers a free seat to a student without a card.
#[component]
fn TakeForm(class: String, form: String, take: ServerAction<TakeSeat>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <ActionForm action=take attr:class="form">
            <p>{texts.join_no_card()} " " {texts.join_take_hint()}</p>
            <input type="hidden" name="join_code" value=class />
            <input type="hidden" name="form" value=form />
            <div class="field">
                <label for="nickname">{texts.nickname_label()}</label>
                <input
                    class="input"
                    id="nickname"
                    name="nickname"
                    autocomplete="nickname"
                    maxlength=MAX_LABEL.to_string()
                    value=flash::typed("nickname")
                    aria-describedby="nickname-hint"
                />
                <p class="hint" id="nickname-hint">
                    {texts.nickname_hint()}
                </p>
            </div>
            <Submit>{texts.join_take()}</Submit>
        </ActionForm>
    }
}

/// Says why a student without a card can take no seat now.
#[component]
fn WithoutCard(class: JoinView, paused: bool) -> impl IntoView {
    let texts = use_texts();
    if !class.self_join {
        return view! { <p>{texts.join_no_card()} " " {texts.join_no_card_off()}</p> }.into_any();
    }
    if paused && class.free {
        return ().into_any();
    }
    view! {
        <div class="note">
            <Picture icon=Icon::Info />
            <strong>{texts.join_full_title()}</strong>
            <p>{texts.join_full_text()}</p>
        </div>
    }
    .into_any()
}
