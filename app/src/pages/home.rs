//! The landing page: a description of Stepwise, and the form that opens a class.

mod board_picture;
mod class_choices;
mod lesson_choice;
mod my_classes;
mod open_class_form;
mod sections;

use crate::{i18n::use_texts, pages::students::StudentEntry};
use board_picture::BoardPicture;
use leptos::prelude::*;
use leptos_meta::Title;
use my_classes::MyClasses;
pub use open_class_form::OpenClassForm;
use sections::{Facts, Promises, Stages};

#[component]
pub fn HomePage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.home_title() />
        <main class="page" id="main">
            <MyClasses />
            <section class="hero">
                <div class="words">
                    <p class="eyebrow">{texts.home_eyebrow()}</p>
                    <h1>{texts.home_title()}</h1>
                    <p class="lead">{texts.home_lead()}</p>
                </div>
                <StudentEntry />
                <OpenClassForm />
                <Facts />
                <BoardPicture />
            </section>
            <Stages />
            <Promises />
        </main>
    }
}
