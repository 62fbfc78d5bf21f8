//! The exercise *passkey*: make a passkey on the own device or on the practice phone, sign in with it, try it on another
//! site, say why.

mod device;
mod sign_in;

use super::{AtHome, BrowserPicture, Task, exercise_page};
use crate::{
    components::{Alert, Icon, Picture, Submit},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{
        ActOnPracticePasskey, AnswerPracticePasskey, CheckDevicePasskey, CheckPracticePasskey, RegisterDevicePasskey,
        load_passkey_exercise,
    },
};
use device::{MakeOnDevice, SignInOnDevice};
use domain::{
    class::ClassState,
    exercises::{
        Exercise,
        addresses::{Lookalike, SITE},
        passkey::{Mistake, PasskeyAct, Reason},
    },
    view::PracticePasskeyView,
};
use leptos::{form::ActionForm, prelude::*};
use sign_in::{SignIn, SignedFacts};
use texts::Texts;

/// The forms of the page. The actions are created outside of `exercise_page`, because Leptos reads the refusal of a form
/// without scripts when the page begins to render.
#[derive(Clone, Copy)]
struct Forms {
    act: ServerAction<ActOnPracticePasskey>,
    check: ServerAction<CheckPracticePasskey>,
    answer: ServerAction<AnswerPracticePasskey>,
    register: ServerAction<RegisterDevicePasskey>,
    on_device: ServerAction<CheckDevicePasskey>,
}

pub fn page() -> impl IntoView {
    let forms = Forms {
        act: ServerAction::new(),
        check: ServerAction::new(),
        answer: ServerAction::new(),
        register: ServerAction::new(),
        on_device: ServerAction::new(),
    };
    show_form_errors(forms.act);
    show_form_errors(forms.check);
    show_form_errors(forms.answer);
    show_form_errors(forms.register);
    show_form_errors(forms.on_device);
    exercise_page(Exercise::Passkey, load_passkey_exercise, move |lesson, exercise| {
        view! { <PasskeyExercise exercise=exercise login=lesson.login.clone() forms=forms /> }
    })
}

#[component]
fn PasskeyExercise(exercise: PracticePasskeyView, login: String, forms: Forms) -> impl IntoView {
    let texts = use_texts();
    let progress = exercise.progress;
    let button = Button {
        action: forms.act,
        revision: exercise.revision,
        paused: exercise.state == ClassState::Paused,
    };
    let refused = Signal::derive(move || {
        let problem = forms.act.value().get().and_then(Result::err);
        let problem = problem.or_else(|| forms.check.value().get().and_then(Result::err));
        let problem = problem.or_else(|| forms.answer.value().get().and_then(Result::err));
        let problem = problem.or_else(|| forms.register.value().get().and_then(Result::err));
        let problem = problem.or_else(|| forms.on_device.value().get().and_then(Result::err));
        problem.map(|problem| i18n::problem_text(texts, &problem, ""))
    });
    let lookalike = Lookalike::of_seat_for_passkeys(exercise.number).host();
    let may_try = progress.signed_in && !progress.refused;
    let asked = exercise.clone();
    let device = exercise.device.clone();
    view! {
        <div class="stack">
            <Alert text=refused />
            <p>{texts.exercise_passkey_real(SITE)}</p>
            <p class="soft">
                {match progress.on_device {
                    true => texts.exercise_passkey_device_note(&device.site),
                    false => texts.exercise_passkey_practice().to_owned(),
                }}
            </p>
            <ol class="path" role="list">
                <Task title=texts.exercise_passkey_make_title() done=progress.made now=!progress.made>
                    <p>{texts.exercise_passkey_make_text()}</p>
                    <MakeOnDevice
                        creation=device.creation
                        obstacle=device.obstacle
                        action=forms.register
                        button=button
                    />
                    {button.with(PasskeyAct::Make, texts.exercise_passkey_make())}
                </Task>
                <Task
                    title=texts.exercise_passkey_sign_in_title()
                    done=progress.signed_in
                    now=progress.made && !progress.signed_in
                >
                    {match progress.on_device {
                        true => view! { <SignInOnDevice exercise=exercise action=forms.on_device button=button /> }
                            .into_any(),
                        false => view! { <SignIn exercise=exercise login=login check=forms.check button=button /> }
                            .into_any(),
                    }}
                </Task>
                <Task title=texts.exercise_passkey_elsewhere_title() done=progress.refused now=may_try>
                    <div class="note good" role="status">
                        <Picture icon=Icon::Check />
                        <strong>{texts.exercise_passkey_accepted()}</strong>
                    </div>
                    {device
                        .signed
                        .map(|signed| view! {
                            <h3>{texts.exercise_passkey_device_signed()}</h3>
                            <SignedFacts site=signed.site challenge=signed.challenge signature=signed.signature />
                        })}
                    <p>{texts.exercise_passkey_elsewhere_text()}</p>
                    <BrowserPicture address=format!("https://{lookalike}/sign-in")>
                        <p>
                            <strong>{texts.site_name()}</strong>
                        </p>
                        {button.with(PasskeyAct::TryElsewhere, texts.exercise_passkey_elsewhere())}
                    </BrowserPicture>
                </Task>
                <Task title=texts.exercise_passkey_question_title() done=progress.explained now=progress.asks()>
                    <NoPasskey host=lookalike on_device=progress.on_device />
                    <Question exercise=asked action=forms.answer paused=button.paused />
                </Task>
            </ol>
            {progress.passed().then(|| view! { <AtHome text=texts.exercise_passkey_home() /> })}
        </div>
    }
}

/// A button that does a step of the exercise.
#[derive(Clone, Copy)]
struct Button {
    action: ServerAction<ActOnPracticePasskey>,
    revision: u32,
    paused: bool,
}

impl Button {
    fn with(self, act: PasskeyAct, label: &'static str) -> impl IntoView {
        view! {
            <ActionForm action=self.action>
                <input type="hidden" name="revision" value=self.revision.to_string() />
                <input type="hidden" name="act" value=act.code() />
                {(!self.paused).then(|| view! { <Submit fits=true>{label}</Submit> })}
            </ActionForm>
        }
    }
}

/// What the practice phone or the device shows for a site for which it has no passkey.
#[component]
fn NoPasskey(host: &'static str, on_device: bool) -> impl IntoView {
    let texts = use_texts();
    let text = match on_device {
        true => texts.exercise_passkey_device_none_text(),
        false => texts.exercise_passkey_none_text(),
    };
    view! {
        <div class="note" role="status">
            <Picture icon=Icon::Phone />
            <strong>{texts.exercise_passkey_none(host)}</strong>
            <p>{text}</p>
        </div>
    }
}

#[component]
fn Question(exercise: PracticePasskeyView, action: ServerAction<AnswerPracticePasskey>, paused: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <p id="question">{texts.exercise_passkey_why()}</p>
        <LastMistake mistake=exercise.progress.mistake />
        <ActionForm action=action attr:class="form">
            <input type="hidden" name="revision" value=exercise.revision.to_string() />
            <div role="radiogroup" aria-labelledby="question">
                {Reason::in_order_of_seat(exercise.number)
                    .map(|reason| {
                        view! {
                            <label class="check">
                                <input type="radio" name="reason" value=reason.code() required disabled=paused />
                                <span>{reason_text(texts, reason)}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            {(!paused).then(|| view! { <Submit fits=true>{texts.exercise_passkey_answer()}</Submit> })}
        </ActionForm>
    }
}

const fn reason_text(texts: Texts, reason: Reason) -> &'static str {
    match reason {
        Reason::Finger => texts.exercise_passkey_finger(),
        Reason::Address => texts.exercise_passkey_own_address(),
        Reason::Care => texts.exercise_passkey_care(),
    }
}

#[component]
fn LastMistake(mistake: Option<Mistake>) -> impl IntoView {
    let texts = use_texts();
    let text = mistake.and_then(|mistake| mistake_text(texts, mistake));
    text.map(|text| view! { <Alert text=Some(text.to_owned()) /> })
}

/// The explanation of a mistake. The right answer is none.
const fn mistake_text(texts: Texts, mistake: Mistake) -> Option<&'static str> {
    match mistake {
        Mistake::Late => Some(texts.exercise_passkey_late()),
        Mistake::Changed => Some(texts.exercise_passkey_changed()),
        Mistake::Reason(Reason::Finger) => Some(texts.exercise_passkey_finger_wrong()),
        Mistake::Reason(Reason::Care) => Some(texts.exercise_passkey_care_wrong()),
        Mistake::Reason(Reason::Address) => None,
    }
}
