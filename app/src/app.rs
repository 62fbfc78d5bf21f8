//! The root component: the parts that every page needs, and the routes.

use crate::{
    came_back,
    component::{Frame, Layout, NotFound},
    later, visitor,
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use texts::Texts;

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let visitor = visitor::of_request();
    visitor::provide(visitor);
    came_back::provide();
    let texts = visitor.texts;
    view! {
        <Title formatter=move |title: String| title_of_document(texts, title) />
        <Meta name="description" content=texts.site_description() />
        <Router>
            <Routes fallback=Nowhere>
                // Async rendering waits for all data. The page is complete without scripts, and its redirect, status
                // and session cookie are known before the response begins.
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("") view={Lazy::<later::Home>::new()} />
                    <Route path=path!("sign-in") view={Lazy::<later::SignIn>::new()} />
                    <Route path=path!("sign-in/code") view={Lazy::<later::Code>::new()} />
                    <Route path=path!("sign-out") view={Lazy::<later::SignedOut>::new()} />
                    <Route path=path!("lesson") view={Lazy::<later::Lesson>::new()} />
                    <Route path=path!("set-up") view={Lazy::<later::SetUp>::new()} />
                    <Route path=path!("set-up/recovery-codes") view={Lazy::<later::Recovery>::new()} />
                    <Route path=path!("set-up/email") view={Lazy::<later::EmailSetUp>::new()} />
                    <Route path=path!("set-up/sms") view={Lazy::<later::SmsSetUp>::new()} />
                    <Route path=path!("phone") view={Lazy::<later::Phone>::new()} />
                    <Route path=path!("phone/messages") view={Lazy::<later::Messages>::new()} />
                    <Route path=path!("classes/:id") view={Lazy::<later::Board>::new()} />
                    <Route path=path!("classes/:id/menu") view={Lazy::<later::ClassMenu>::new()} />
                    <Route path=path!("classes/:id/seats/:number") view={Lazy::<later::Seat>::new()} />
                    <Route path=path!("classes/:id/handouts") view={Lazy::<later::Handouts>::new()} />
                    <Route path=path!("classes/:id/projector") view={Lazy::<later::Projector>::new()} />
                    <Route path=path!("classes/:id/results") view={Lazy::<later::Results>::new()} />
                    <Route path=path!("join") view={Lazy::<later::JoinEntry>::new()} />
                    <Route path=path!("join/:code") view={Lazy::<later::Join>::new()} />
                    <Route path=path!("teach/:token") view={Lazy::<later::Teach>::new()} />
                    <Route path=path!("register") view={Lazy::<later::Register>::new()} />
                    <Route path=path!("confirm-email/:token") view={Lazy::<later::ConfirmEmail>::new()} />
                    <Route path=path!("forgot") view={Lazy::<later::Forgot>::new()} />
                    <Route path=path!("forgot/:token") view={Lazy::<later::Reset>::new()} />
                    <Route path=path!("classes") view={Lazy::<later::Classes>::new()} />
                    <Route path=path!("account") view={Lazy::<later::Account>::new()} />
                    <Route path=path!("account/phone") view={Lazy::<later::PhoneChange>::new()} />
                    <Route path=path!("account/recovery-codes") view={Lazy::<later::RecoveryCodes>::new()} />
                    <Route path=path!("account/password") view={Lazy::<later::PasswordChange>::new()} />
                    <Route path=path!("account/email") view={Lazy::<later::EmailChange>::new()} />
                    <Route path=path!("account/delete") view={Lazy::<later::DeleteAccount>::new()} />
                    <Route path=path!("account/connect/:kind") view={Lazy::<later::ConnectFactor>::new()} />
                    <Route path=path!("account/remove/:kind") view={Lazy::<later::RemoveFactor>::new()} />
                    <Route path=path!("account/first/:kind") view={Lazy::<later::AskFirst>::new()} />
                    <Route path=path!("undo-email/done") view={Lazy::<later::EmailUndone>::new()} />
                    <Route path=path!("undo-email/:token") view={Lazy::<later::UndoEmail>::new()} />
                    <Route path=path!("object/done") view={Lazy::<later::Objected>::new()} />
                    <Route path=path!("object/:token") view={Lazy::<later::Objection>::new()} />
                    <Route path=path!("admin") view={Lazy::<later::Admin>::new()} />
                    <Route path=path!("admin/accounts") view={Lazy::<later::AdminAccounts>::new()} />
                    <Route path=path!("admin/accounts/:id") view={Lazy::<later::AdminAccount>::new()} />
                    <Route path=path!("admin/code") view={Lazy::<later::AdminCode>::new()} />
                    <Route path=path!("admin/rescues") view={Lazy::<later::AdminRescues>::new()} />
                    <Route path=path!("admin/invites") view={Lazy::<later::AdminInvites>::new()} />
                    <Route path=path!("admin/classes") view={Lazy::<later::AdminClasses>::new()} />
                    <Route path=path!("admin/audit") view={Lazy::<later::AdminAudit>::new()} />
                    <Route path=path!("admin/server") view={Lazy::<later::AdminServer>::new()} />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Shown for an address that no route matches.
#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <Frame>
            <NotFound />
        </Frame>
    }
}

/// Joins the title of the page and the name of the site. On the server, Leptos writes the title into the document
/// without escaping it, so this function escapes it. In the browser the title is set as text.
fn title_of_document(texts: Texts, page: String) -> String {
    let title = if page.is_empty() {
        texts.site_name().to_owned()
    } else {
        format!("{page} · {}", texts.site_name())
    };
    if cfg!(feature = "ssr") {
        title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        title
    }
}
