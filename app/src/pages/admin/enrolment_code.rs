//! The page that shows an enrolment code once, so that the administrator can hand the code over to the member.

use crate::{
    components::{LoadError, Message, Scene, loaded},
    i18n::use_texts,
    islands::CopyButton,
    server_fns::{EnrolmentCode, load_enrolment_code},
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn AdminCodePage() -> impl IntoView {
    let texts = use_texts();
    view! {
        {loaded(async move {
            match load_enrolment_code().await {
                Ok(Some(code)) => view! { <Code code=code /> }.into_any(),
                Ok(None) => view! {
                    <Message scene=Scene::Over title=texts.admin_code_gone_title() text=texts.admin_code_gone_text()>
                        <a class="button primary" href="/admin/rescues">
                            {texts.admin_rescues()}
                        </a>
                    </Message>
                }
                .into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Code(code: EnrolmentCode) -> impl IntoView {
    let texts = use_texts();
    let EnrolmentCode { id, username, code } = code;
    let title = texts.admin_code_title(username);
    view! {
        <Title text=title.clone() />
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <h1 tabindex="-1">{title}</h1>
                    <p class="soft">{texts.admin_code_text()}</p>
                </header>
                <p class="enrolment-code">
                    <code id="enrolment-code">{code.clone()}</code>
                </p>
                <div class="row">
                    <form method="post" action="/admin/handed-over">
                        <button class="button primary">{texts.admin_code_done()}</button>
                    </form>
                    <CopyButton text=code shown="enrolment-code".to_owned() label=texts.admin_code_copy().to_owned() />
                </div>
            </section>
            <p>
                <a class="link" href=format!("/admin/accounts/{id}")>
                    {texts.admin_account()}
                </a>
            </p>
        </main>
    }
}
