//! The application: what every page has, and the routes.

use crate::{
    component::{Frame, Layout, NotFound},
    page::{
        AccountPage, BoardPage, ClassMenuPage, ClassesPage, CodePage, ConfirmEmailPage, DeleteAccountPage,
        EmailChangePage, ForgotPage, HandoutsPage, HomePage, JoinEntryPage, JoinPage, LessonPage, PasswordChangePage,
        PhoneChangePage, PhonePage, ProjectorPage, RecoveryCodesPage, RecoveryPage, RegisterPage, ResetPage,
        ResultsPage, SeatPage, SetUpPage, SignInPage, SignedOutPage, TeachPage,
    },
    visitor,
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use texts::Texts;

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let visitor = visitor::of_request();
    visitor::provide(visitor);
    let texts = visitor.texts;
    view! {
        <Title formatter=move |title: String| title_of_document(texts, title) />
        <Meta name="description" content=texts.site_description() />
        <Router>
            <Routes fallback=Nowhere>
                // Async: pages arrive whole without scripts, and redirects, status and session in time.
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("") view=HomePage />
                    <Route path=path!("sign-in") view=SignInPage />
                    <Route path=path!("sign-in/code") view=CodePage />
                    <Route path=path!("sign-out") view=SignedOutPage />
                    <Route path=path!("lesson") view=LessonPage />
                    <Route path=path!("set-up") view=SetUpPage />
                    <Route path=path!("set-up/recovery-codes") view=RecoveryPage />
                    <Route path=path!("phone") view=PhonePage />
                    <Route path=path!("classes/:id") view=BoardPage />
                    <Route path=path!("classes/:id/menu") view=ClassMenuPage />
                    <Route path=path!("classes/:id/seats/:number") view=SeatPage />
                    <Route path=path!("classes/:id/handouts") view=HandoutsPage />
                    <Route path=path!("classes/:id/projector") view=ProjectorPage />
                    <Route path=path!("classes/:id/results") view=ResultsPage />
                    <Route path=path!("join") view=JoinEntryPage />
                    <Route path=path!("join/:code") view=JoinPage />
                    <Route path=path!("teach/:token") view=TeachPage />
                    <Route path=path!("register") view=RegisterPage />
                    <Route path=path!("confirm-email/:token") view=ConfirmEmailPage />
                    <Route path=path!("forgot") view=ForgotPage />
                    <Route path=path!("forgot/:token") view=ResetPage />
                    <Route path=path!("classes") view=ClassesPage />
                    <Route path=path!("account") view=AccountPage />
                    <Route path=path!("account/phone") view=PhoneChangePage />
                    <Route path=path!("account/recovery-codes") view=RecoveryCodesPage />
                    <Route path=path!("account/password") view=PasswordChangePage />
                    <Route path=path!("account/email") view=EmailChangePage />
                    <Route path=path!("account/delete") view=DeleteAccountPage />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// An address that is none of ours.
#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <Frame>
            <NotFound />
        </Frame>
    }
}

/// The page and the site. Leptos writes it into the document as it is, so markup in it must not be markup there; in
/// the browser it becomes the title by itself.
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
