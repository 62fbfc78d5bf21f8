//! The root component: the parts that every page needs, and the routes.

use crate::{
    components::{Frame, Layout, NotFound},
    flash, lazy_routes, preferences,
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
    let preferences = preferences::of_request();
    preferences::provide(preferences);
    flash::provide();
    let texts = preferences.texts;
    view! {
        <Title formatter=move |title: String| document_title(texts, title) />
        <Meta name="description" content=texts.site_description() />
        <Router>
            <Routes fallback=NotFoundPage>
                // Async rendering waits for all data. The page is complete without scripts, and its redirect, status
                // and session cookie are known before the response begins.
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("") view={Lazy::<lazy_routes::Home>::new()} />
                    <Route path=path!("sign-in") view={Lazy::<lazy_routes::SignIn>::new()} />
                    <Route path=path!("sign-in/code") view={Lazy::<lazy_routes::Code>::new()} />
                    <Route path=path!("sign-out") view={Lazy::<lazy_routes::SignedOut>::new()} />
                    <Route path=path!("lesson") view={Lazy::<lazy_routes::Lesson>::new()} />
                    <Route path=path!("set-up") view={Lazy::<lazy_routes::SetUp>::new()} />
                    <Route path=path!("set-up/recovery-codes") view={Lazy::<lazy_routes::Recovery>::new()} />
                    <Route path=path!("set-up/email") view={Lazy::<lazy_routes::EmailSetUp>::new()} />
                    <Route path=path!("set-up/sms") view={Lazy::<lazy_routes::SmsSetUp>::new()} />
                    <Route path=path!("phone") view={Lazy::<lazy_routes::Phone>::new()} />
                    <Route path=path!("phone/messages") view={Lazy::<lazy_routes::Messages>::new()} />
                    <Route path=path!("classes/:id") view={Lazy::<lazy_routes::Board>::new()} />
                    <Route path=path!("classes/:id/menu") view={Lazy::<lazy_routes::ClassMenu>::new()} />
                    <Route path=path!("classes/:id/seats/:number") view={Lazy::<lazy_routes::Seat>::new()} />
                    <Route path=path!("classes/:id/handouts") view={Lazy::<lazy_routes::Handouts>::new()} />
                    <Route path=path!("classes/:id/projector") view={Lazy::<lazy_routes::Projector>::new()} />
                    <Route path=path!("classes/:id/results") view={Lazy::<lazy_routes::Results>::new()} />
                    <Route path=path!("join") view={Lazy::<lazy_routes::JoinEntry>::new()} />
                    <Route path=path!("join/:code") view={Lazy::<lazy_routes::Join>::new()} />
                    <Route path=path!("teach/:token") view={Lazy::<lazy_routes::Teach>::new()} />
                    <Route path=path!("register") view={Lazy::<lazy_routes::Register>::new()} />
                    <Route path=path!("confirm-email/:token") view={Lazy::<lazy_routes::ConfirmEmail>::new()} />
                    <Route path=path!("forgot") view={Lazy::<lazy_routes::Forgot>::new()} />
                    <Route path=path!("forgot/:token") view={Lazy::<lazy_routes::Reset>::new()} />
                    <Route path=path!("classes") view={Lazy::<lazy_routes::Classes>::new()} />
                    <Route path=path!("account") view={Lazy::<lazy_routes::Account>::new()} />
                    <Route path=path!("account/phone") view={Lazy::<lazy_routes::PhoneChange>::new()} />
                    <Route path=path!("account/recovery-codes") view={Lazy::<lazy_routes::RecoveryCodes>::new()} />
                    <Route path=path!("account/password") view={Lazy::<lazy_routes::PasswordChange>::new()} />
                    <Route path=path!("account/email") view={Lazy::<lazy_routes::EmailChange>::new()} />
                    <Route path=path!("account/delete") view={Lazy::<lazy_routes::DeleteAccount>::new()} />
                    <Route path=path!("account/connect/:kind") view={Lazy::<lazy_routes::ConnectFactor>::new()} />
                    <Route path=path!("account/remove/:kind") view={Lazy::<lazy_routes::RemoveFactor>::new()} />
                    <Route path=path!("account/first/:kind") view={Lazy::<lazy_routes::PreferFactor>::new()} />
                    <Route path=path!("undo-email/done") view={Lazy::<lazy_routes::EmailUndone>::new()} />
                    <Route path=path!("undo-email/:token") view={Lazy::<lazy_routes::UndoEmail>::new()} />
                    <Route path=path!("object/done") view={Lazy::<lazy_routes::Objected>::new()} />
                    <Route path=path!("object/:token") view={Lazy::<lazy_routes::Objection>::new()} />
                    <Route path=path!("admin") view={Lazy::<lazy_routes::Admin>::new()} />
                    <Route path=path!("admin/accounts") view={Lazy::<lazy_routes::AdminAccounts>::new()} />
                    <Route path=path!("admin/accounts/:id") view={Lazy::<lazy_routes::AdminAccount>::new()} />
                    <Route path=path!("admin/code") view={Lazy::<lazy_routes::AdminCode>::new()} />
                    <Route path=path!("admin/rescues") view={Lazy::<lazy_routes::AdminRescues>::new()} />
                    <Route path=path!("admin/invites") view={Lazy::<lazy_routes::AdminInvites>::new()} />
                    <Route path=path!("admin/classes") view={Lazy::<lazy_routes::AdminClasses>::new()} />
                    <Route path=path!("admin/audit") view={Lazy::<lazy_routes::AdminAudit>::new()} />
                    <Route path=path!("admin/server") view={Lazy::<lazy_routes::AdminServer>::new()} />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Shown for an address that no route matches.
#[component]
fn NotFoundPage() -> impl IntoView {
    view! {
        <Frame>
            <NotFound />
        </Frame>
    }
}

/// Joins the title of the page and the name of the site. On the server, Leptos writes the title into the document
/// without escaping it, so this function escapes it. In the browser the title is set as text.
fn document_title(texts: Texts, page: String) -> String {
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
