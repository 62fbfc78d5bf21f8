//! The actions on a seat, each with an explanation. Actions that cannot be undone are inside a closed `<details>`
//! element.

use crate::{
    components::{Alert, At, Icon, Picture},
    flash,
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{ActOnSeat, SeatAction},
};
use domain::{exercises::ExerciseBadge, hand::Hand, ids::ClassId, validate::MAX_LABEL, view::SeatView};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn SeatActions(
    class: ClassId,
    seat: SeatView,
    /// The class has ended, so no action is possible.
    over: bool,
) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ActOnSeat>::new();
    show_form_errors(action);
    let trouble = Signal::derive(move || Some(i18n::problem_text_for_teacher(texts, &action.value().get()?.err()?)));
    let number = seat.number;
    let unused = seat.taken && seat.stages.latest().is_none();
    view! {
        <header>
            <p class="eyebrow">{texts.help_seat(number)}</p>
            <h2 tabindex="-1">{texts.help_title(&seat.login)}</h2>
            {seat.failure.map(|failure| view! { <p class="soft">{i18n::failure_text(texts, failure.why)}</p> })}
        </header>
        <Alert text=trouble />
        {seat.hand.filter(|_| !over).map(|hand| view! { <RaisedHand class=class number=number hand=hand action=action /> })}
        <Attempts exercises=seat.exercises />
        {match over {
            true => view! { <TooLate class=class /> }.into_any(),
            false => view! { <Acts class=class number=number label=seat.label unused=unused action=action /> }.into_any(),
        }}
    }
}

/// The call for help with the hint that the student has got.
#[component]
fn RaisedHand(class: ClassId, number: u16, hand: Hand, action: ServerAction<ActOnSeat>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="note warn">
            <Picture icon=Icon::Hand />
            <strong>
                {texts.hand_since()} " " <At time=hand.raised />
            </strong>
            <p>{texts.hand_hint_given()} " " {i18n::hint_text(texts, hand.hint)}</p>
            <ActionForm action=action>
                <Which class=class number=number act=SeatAction::Helped />
                <button class="button primary" title=texts.hand_helped_text()>
                    {texts.hand_helped()}
                </button>
            </ActionForm>
        </section>
    }
}

/// How many answers the student has given in each exercise.
#[component]
fn Attempts(exercises: Vec<ExerciseBadge>) -> impl IntoView {
    let texts = use_texts();
    let lines = exercises.into_iter().map(|badge| {
        let attempts = texts.exercises_attempts_many(badge.attempts.into());
        let passed = badge
            .passed
            .map(|at| view! { " · " {texts.exercises_passed()} " " <At time=at /> });
        view! {
            <dt>{i18n::exercise_name(texts, badge.exercise)}</dt>
            <dd>{attempts} {passed}</dd>
        }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| view! { <dl class="facts">{lines}</dl> })
}

/// Shown after the end of the class, with a link to the menu in which the class can be opened again.
#[component]
fn TooLate(class: ClassId) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note warn">
            <Picture icon=Icon::Clock />
            <strong>{texts.board_ended()}</strong>
            <p>{texts.ended_help()}</p>
            <div class="row">
                <a class="button" href=format!("/classes/{class}/menu")>
                    {texts.menu_open_again()}
                </a>
            </div>
        </div>
    }
}

#[component]
fn Acts(
    class: ClassId,
    number: u16,
    label: Option<String>,
    /// A browser has taken the seat, but no student has signed in with the login of the seat.
    unused: bool,
    action: ServerAction<ActOnSeat>,
) -> impl IntoView {
    let texts = use_texts();
    let one = move |act: SeatAction, title: &'static str, text: &'static str, button: &'static str, danger: bool| {
        view! {
            <details class="disclosure" name="act">
                <summary>{title}</summary>
                <div>
                    <p>{text}</p>
                    <ActionForm action=action>
                        <Which class=class number=number act=act />
                        <button class="button" class:primary=!danger class:danger=danger>
                            {button}
                        </button>
                    </ActionForm>
                </div>
            </details>
        }
    };
    view! {
        <ActionForm action=action attr:class="form">
            <Which class=class number=number act=SeatAction::Label />
            <div class="field">
                <label for="label">{texts.help_label()}</label>
                <div class="input-with">
                    <input
                        class="input"
                        id="label"
                        name="label"
                        autocomplete="off"
                        maxlength=MAX_LABEL.to_string()
                        value=flash::typed("label").or(label)
                    />
                    <button class="button small">{texts.help_label_save()}</button>
                </div>
            </div>
        </ActionForm>
        <div>
            {unused
                .then(|| {
                    let (title, text) = (texts.help_take_back(), texts.help_take_back_text());
                    one(SeatAction::TakeBack, title, text, texts.help_take_back_do(), false)
                })} {one(SeatAction::Unlock, texts.help_unlock(), texts.help_unlock_text(), texts.help_unlock(), false)}
            {one(SeatAction::ResetFactor, texts.help_reset(), texts.help_reset_text(), texts.help_reset_do(), false)}
            {one(
                SeatAction::NewPassword,
                texts.help_password(),
                texts.help_password_text(),
                texts.help_password_do(),
                false,
            )} {one(SeatAction::Free, texts.help_free(), texts.help_free_text(), texts.help_free_do(), true)}
            {one(SeatAction::Remove, texts.help_remove(), texts.help_remove_text(), texts.help_remove_do(), true)}
        </div>
    }
}

#[component]
fn Which(class: ClassId, number: u16, act: SeatAction) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=class.to_string() />
        <input type="hidden" name="number" value=number.to_string() />
        <input type="hidden" name="act" value=act.code() />
    }
}
