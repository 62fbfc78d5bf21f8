//! The three tasks: the code word, a refused file, and the question at the end.

use crate::{
    components::{Alert, Submit},
    i18n::use_texts,
    pages::students::exercises::Task,
    server_fns::{AnswerFiles, EnterCodeWord},
};
use domain::{
    class::ClassState,
    exercises::files::{Mistake, Reason},
    view::FilesView,
};
use leptos::{form::ActionForm, prelude::*};
use texts::Texts;

#[component]
pub fn Tasks(
    exercise: FilesView,
    word: ServerAction<EnterCodeWord>,
    answer: ServerAction<AnswerFiles>,
) -> impl IntoView {
    let texts = use_texts();
    let progress = exercise.progress;
    let paused = exercise.state == ClassState::Paused;
    let revision = exercise.revision;
    let mistake = progress.mistake.map(|mistake| mistake_text(texts, mistake));
    view! {
        <ol class="path" role="list">
            <Task title=texts.exercise_files_word_title() done=progress.word now=!progress.word>
                <p>{texts.exercise_files_word_text()}</p>
                {(progress.mistake == Some(Mistake::Word)).then(|| view! { <Alert text=mistake.map(str::to_owned) /> })}
                <WordForm action=word revision=revision paused=paused />
            </Task>
            <Task title=texts.exercise_files_refused_title() done=progress.refused now=!progress.refused>
                <p>{texts.exercise_files_refused_text()}</p>
            </Task>
            <Task title=texts.exercise_files_question_title() done=progress.explained now=progress.asks()>
                <p id="question">{texts.exercise_files_question()}</p>
                {matches!(progress.mistake, Some(Mistake::Reason(_)))
                    .then(|| view! { <Alert text=mistake.map(str::to_owned) /> })}
                <ActionForm action=answer attr:class="form">
                    <input type="hidden" name="revision" value=revision.to_string() />
                    <div role="radiogroup" aria-labelledby="question">
                        {Reason::in_order_of_seat(exercise.number)
                            .map(|reason| {
                                view! {
                                    <label class="check">
                                        <input
                                            type="radio"
                                            name="reason"
                                            value=reason.code()
                                            required
                                            disabled=paused
                                        />
                                        <span>{reason_text(texts, reason)}</span>
                                    </label>
                                }
                            })
                            .collect_view()}
                    </div>
                    {(!paused).then(|| view! { <Submit fits=true>{texts.exercise_files_answer()}</Submit> })}
                </ActionForm>
            </Task>
        </ol>
    }
}

#[component]
fn WordForm(action: ServerAction<EnterCodeWord>, revision: u32, paused: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <ActionForm action=action attr:class="form">
            <input type="hidden" name="revision" value=revision.to_string() />
            <div class="field">
                <label for="word">{texts.exercise_files_word_field()}</label>
                <input
                    class="input"
                    id="word"
                    name="word"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="40"
                    required
                    disabled=paused
                />
            </div>
            {(!paused).then(|| view! { <Submit fits=true>{texts.exercise_files_word_check()}</Submit> })}
        </ActionForm>
    }
}

const fn reason_text(texts: Texts, reason: Reason) -> &'static str {
    match reason {
        Reason::Password => texts.exercise_files_password(),
        Reason::Permission => texts.exercise_files_permission(),
        Reason::Session => texts.exercise_files_session(),
    }
}

/// Why an answer was wrong. The right answer is never a mistake.
const fn mistake_text(texts: Texts, mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::Word => texts.exercise_files_word_wrong(),
        Mistake::Reason(Reason::Password) => texts.exercise_files_password_wrong(),
        Mistake::Reason(Reason::Session | Reason::Permission) => texts.exercise_files_session_wrong(),
    }
}
