//! The exercise *the thief*: a mail, a page with an address that looks right, and the screen of the thief beside it.

mod address;
mod end;
mod false_page;
mod mail;
mod thief;

use super::{AtHome, exercise_page};
use crate::{
    components::{Alert, Icon, Picture, Submit},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{ActOnPhishing, PointAtAddress, TypeCodeForThief, TypePasswordForThief, load_phishing_exercise},
};
use address::PointAtPart;
use domain::{
    class::ClassState,
    exercises::{
        Exercise,
        addresses::{Lookalike, SITE},
        phishing::{Mistake, PhishingAct, PhishingProgress, Scene},
    },
    view::PhishingView,
};
use end::End;
use false_page::{CodePage, PasskeyPage, PasswordPage};
use leptos::{form::ActionForm, prelude::*};
use mail::Inbox;
use thief::ThiefScreen;

/// The forms of the page. The actions are created outside of `exercise_page`, because Leptos reads the refusal of a form
/// without scripts when the page begins to render.
#[derive(Clone, Copy)]
struct Forms {
    act: ServerAction<ActOnPhishing>,
    password: ServerAction<TypePasswordForThief>,
    code: ServerAction<TypeCodeForThief>,
    address: ServerAction<PointAtAddress>,
}

pub fn page() -> impl IntoView {
    let forms = Forms {
        act: ServerAction::new(),
        password: ServerAction::new(),
        code: ServerAction::new(),
        address: ServerAction::new(),
    };
    show_form_errors(forms.act);
    show_form_errors(forms.password);
    show_form_errors(forms.code);
    show_form_errors(forms.address);
    exercise_page(Exercise::Phishing, load_phishing_exercise, move |lesson, view| {
        let story = Story {
            login: lesson.login.clone(),
            lookalike: Lookalike::of_seat(view.number),
            paused: view.state == ClassState::Paused,
            view,
        };
        show(&story, forms).into_any()
    })
}

/// What all parts of the page need.
#[derive(Clone)]
struct Story {
    login: String,
    lookalike: Lookalike,
    paused: bool,
    view: PhishingView,
}

impl Story {
    const fn progress(&self) -> PhishingProgress {
        self.view.progress
    }

    fn revision(&self) -> impl IntoView + use<> {
        view! { <input type="hidden" name="revision" value=self.view.revision.to_string() /> }
    }

    /// The button of a form. A paused class has none.
    fn submit(&self, label: &'static str) -> impl IntoView + use<> {
        (!self.paused).then(|| view! { <Submit fits=true>{label}</Submit> })
    }

    /// A form that consists of a button.
    fn button(&self, forms: Forms, act: PhishingAct, label: &'static str) -> impl IntoView + use<> {
        let (revision, submit) = (self.revision(), self.submit(label));
        view! {
            <ActionForm action=forms.act>
                {revision} <input type="hidden" name="act" value=act.code() /> {submit}
            </ActionForm>
        }
    }
}

fn show(story: &Story, forms: Forms) -> impl IntoView + use<> {
    let texts = use_texts();
    let name = format!("Stepwise: {}", story.login);
    let refused = Signal::derive(move || {
        let problem = forms.act.value().get().and_then(Result::err);
        let problem = problem.or_else(|| forms.password.value().get().and_then(Result::err));
        let problem = problem.or_else(|| forms.code.value().get().and_then(Result::err));
        let problem = problem.or_else(|| forms.address.value().get().and_then(Result::err));
        problem.map(|problem| i18n::problem_text(texts, &problem, &name))
    });
    let wrong = refused.get_untracked().is_some();
    let progress = story.progress();
    let spotted = progress.spotted_at_once && story.view.scene < Scene::Passkey;
    // The refusal of this request is newer.
    let other_login = progress.mistake == Some(Mistake::OtherLogin) && !wrong;
    let scene = match story.view.scene {
        Scene::Mail => view! { <Inbox story=story.clone() forms=forms /> }.into_any(),
        Scene::Password => view! {
            <div class="robbery">
                <PasswordPage story=story.clone() forms=forms />
                <ThiefScreen story=story.clone() />
            </div>
            {(!progress.spotted).then(|| view! { <PointAtPart story=story.clone() forms=forms /> })}
        }
        .into_any(),
        Scene::Code => view! {
            <div class="robbery">
                <CodePage story=story.clone() forms=forms wrong=wrong />
                <ThiefScreen story=story.clone() />
            </div>
        }
        .into_any(),
        Scene::Passkey => view! {
            <div class="robbery">
                <PasskeyPage story=story.clone() forms=forms />
                <ThiefScreen story=story.clone() />
            </div>
        }
        .into_any(),
        Scene::Address => view! {
            <ThiefScreen story=story.clone() />
            <PointAtPart story=story.clone() forms=forms />
        }
        .into_any(),
        Scene::End => view! {
            <ThiefScreen story=story.clone() />
            <End story=story.clone() />
            <AtHome text=texts.exercise_phishing_home() />
        }
        .into_any(),
    };
    view! {
        <div class="stack">
            <Alert text=refused />
            {other_login.then(|| view! { <Alert text=Some(texts.exercise_phishing_other_login().to_owned()) /> })}
            <p class="soft">{texts.exercise_phishing_safe(SITE)}</p>
            {spotted
                .then(|| view! {
                    <div class="note good" role="status">
                        <Picture icon=Icon::Eye />
                        <strong>{texts.exercise_phishing_spotted()}</strong>
                        <p>{texts.exercise_phishing_spotted_text()}</p>
                    </div>
                })}
            {scene}
        </div>
    }
}
