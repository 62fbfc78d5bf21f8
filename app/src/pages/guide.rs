//! The teacher's guide: plans, what to say, mistakes to expect, data protection, answers. It is made for reading on the
//! screen and for printing.

use crate::{components::PrintButton, i18n::use_texts};
use leptos::prelude::*;
use leptos_meta::Title;
use texts::GuideSection;

#[component]
pub fn GuidePage() -> impl IntoView {
    let texts = use_texts();
    let guide = texts.guide();
    view! {
        <Title text=guide.title />
        <main class="page guide" id="main">
            <header class="page-head">
                <div>
                    <p class="eyebrow">{texts.guide_eyebrow()}</p>
                    <h1 tabindex="-1">{guide.title}</h1>
                    <div class="lead" inner_html=guide.lead></div>
                </div>
                <div class="row">
                    <PrintButton label=texts.recovery_print() primary=false />
                </div>
            </header>
            <nav class="guide-contents" aria-labelledby="contents">
                <h2 id="contents">{texts.guide_contents()}</h2>
                <ol>
                    {guide
                        .sections
                        .iter()
                        .map(|section| {
                            view! {
                                <li>
                                    <a href=format!("#{}", section.id)>{section.title}</a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ol>
            </nav>
            <div class="guide-text">
                {guide.sections.iter().map(|section| view! { <Section section=section /> }).collect_view()}
            </div>
        </main>
    }
}

#[component]
fn Section(section: &'static GuideSection) -> impl IntoView {
    let texts = use_texts();
    let GuideSection {
        id,
        title,
        closed,
        html,
    } = *section;
    let content = if closed {
        // A closed section is not printed, so that no answer gets into students' hands with a printed guide. If the
        // teacher has opened it, it is printed on a page of its own.
        view! {
            <details>
                <summary class="button">{texts.guide_show_answers()}</summary>
                <div inner_html=html></div>
            </details>
            <p class="print-only">{texts.guide_answers_not_printed()}</p>
        }
        .into_any()
    } else {
        view! { <div inner_html=html></div> }.into_any()
    };
    view! {
        <section class:closed=closed aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {content}
        </section>
    }
}
