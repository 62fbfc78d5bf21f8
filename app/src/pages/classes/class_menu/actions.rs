//! The actions of the class menu, each in a `<details>` element. Actions that cannot be undone warn above their button.

mod ends;
mod names;

use super::{
    exercises::Exercises,
    settings::{Language, Phones},
};
use crate::{
    components::{Alert, Icon, Picture},
    flash,
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{ActOnClass, ClassAction, ClassActionDone, ClassMenu},
};
use domain::{
    class::ClassState,
    ids::ClassId,
    validate::{MAX_SEATS, MIN_SEATS},
};
use ends::Ends;
use leptos::{form::ActionForm, prelude::*};
use names::Names;
use texts::Texts;

/// `acted` is the result of the action that led to this page.
#[component]
pub fn ClassActions(
    class: ClassId,
    state: ClassState,
    menu: ClassMenu,
    acted: Option<ClassActionDone>,
) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ActOnClass>::new();
    show_form_errors(action);
    let trouble = Signal::derive(move || {
        let problem = action.value().get()?.err()?;
        Some(i18n::problem_text_for_teacher(texts, &problem))
    });
    let news = acted.filter(|_| trouble.get_untracked().is_none());
    let news = news.and_then(|acted| result_text(texts, &acted));
    let running = state != ClassState::Ended;
    let act = Act { class, action };
    view! {
        <header>
            <h2 tabindex="-1">{texts.menu_title()}</h2>
        </header>
        <Alert text=trouble />
        {news.map(|news| view! { <Good text=news /> })}
        <div>
            {running
                .then(|| view! {
                    <Folded
                        title=texts.menu_add()
                        text=texts.menu_add_text(MAX_SEATS)
                        open=flash::typed("seats").is_some()
                    >
                        <AddSeats act=act form=menu.add_seats_form />
                    </Folded>
                    <Folded title=texts.menu_names() text=texts.menu_names_text() open=menu.typed_names.is_some()>
                        <Names act=act typed=menu.typed_names.unwrap_or_default() />
                    </Folded>
                    {match state {
                        ClassState::Paused => view! {
                            <Folded title=texts.menu_go_on() text=texts.menu_go_on_text()>
                                <Press act=act what=ClassAction::GoOn text=texts.menu_go_on() />
                            </Folded>
                        }
                        .into_any(),
                        _ => view! {
                            <Folded title=texts.menu_pause() text=texts.menu_pause_text()>
                                <Press act=act what=ClassAction::Pause text=texts.menu_pause() />
                            </Folded>
                        }
                        .into_any(),
                    }}
                })}
            {running
                .then(|| view! {
                    <Folded title=texts.menu_take_back() text=texts.menu_take_back_text()>
                        <Press act=act what=ClassAction::TakeBack text=texts.menu_take_back_do() />
                    </Folded>
                    <Exercises act=act lesson=menu.lesson />
                    <Folded title=texts.questions_title() text=texts.questions_lead()>
                        <a class="button" href=format!("/classes/{class}/questions")>
                            {texts.questions_choose()}
                        </a>
                    </Folded>
                    <Language act=act chosen=menu.locale />
                    <Phones act=act allowed=menu.phones />
                })}
            <Folded title=if running { texts.menu_ends() } else { texts.menu_open_again() } text=texts.menu_ends_text()>
                <Ends act=act running=running />
            </Folded>
            <Folded
                title=texts.menu_read()
                text=if menu.read_link { texts.menu_read_out() } else { texts.menu_read_text() }
            >
                <Press
                    act=act
                    what=ClassAction::ReadLink
                    text=if menu.read_link { texts.menu_read_again() } else { texts.menu_read_do() }
                />
                {menu
                    .read_link
                    .then(|| view! { <Press act=act what=ClassAction::ReadLinkOff text=texts.menu_read_off() /> })}
            </Folded>
            <Folded title=texts.menu_link() text=texts.menu_link_text()>
                <Press act=act what=ClassAction::TeacherLink text=texts.menu_link_do() />
            </Folded>
            {menu
                .take_over
                .then(|| view! {
                    <Folded title=texts.menu_take_over() text=texts.menu_take_over_text()>
                        <Press act=act what=ClassAction::TakeOver text=texts.menu_take_over_do() />
                    </Folded>
                })}
            {running
                .then(|| view! {
                    <Folded title=texts.menu_end() text=texts.menu_end_text()>
                        <Press act=act what=ClassAction::End text=texts.menu_end_do() danger=true />
                    </Folded>
                })}
        </div>
    }
}

/// The data that all forms of this page share.
#[derive(Clone, Copy)]
pub(super) struct Act {
    pub class: ClassId,
    pub action: ServerAction<ActOnClass>,
}

fn result_text(texts: Texts, acted: &ClassActionDone) -> Option<String> {
    let many = acted.many?;
    match acted.what {
        ClassAction::AddSeats => Some(texts.menu_added(many)),
        ClassAction::Names => Some(texts.menu_named(many)),
        ClassAction::TakeBack => Some(texts.menu_taken_back(many)),
        _ => None,
    }
}

#[component]
fn Good(text: String) -> impl IntoView {
    view! {
        <div class="note good" role="status">
            <Picture icon=Icon::Check />
            <p>{text}</p>
        </div>
    }
}

#[component]
pub(super) fn Folded(
    title: &'static str,
    #[prop(into)] text: String,
    #[prop(optional)] open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" name="class-act" open=open>
            <summary>{title}</summary>
            <div>
                <p>{text}</p>
                {children()}
            </div>
        </details>
    }
}

/// A form that consists of one button only.
#[component]
fn Press(act: Act, what: ClassAction, text: &'static str, #[prop(optional)] danger: bool) -> impl IntoView {
    // The board shows a new link and its new owner only in a new document.
    let loads_document = matches!(
        what,
        ClassAction::ReadLink | ClassAction::TeacherLink | ClassAction::TakeOver
    );
    view! {
        <ActionForm action=act.action attr:data-document=loads_document.then_some("")>
            <Which act=act what=what />
            <button class="button" class:primary=!danger class:danger=danger>
                {text}
            </button>
        </ActionForm>
    }
}

#[component]
fn AddSeats(act: Act, form: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <ActionForm action=act.action attr:class="form" attr:novalidate=true>
            <Which act=act what=ClassAction::AddSeats />
            <input type="hidden" name="form" value=form />
            <div class="field">
                <label for="more-seats">{texts.menu_add_many()}</label>
                <input
                    class="input short"
                    id="more-seats"
                    name="seats"
                    type="number"
                    inputmode="numeric"
                    min=MIN_SEATS.to_string()
                    max=MAX_SEATS.to_string()
                    value=flash::typed("seats").unwrap_or_else(|| "1".to_owned())
                    required
                />
            </div>
            <button class="button primary">{texts.menu_add_do()}</button>
        </ActionForm>
    }
}

#[component]
pub(super) fn Which(act: Act, what: ClassAction) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=act.class.to_string() />
        <input type="hidden" name="what" value=what.code() />
    }
}
