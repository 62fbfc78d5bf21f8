//! The root component: the parts that every page needs, and the routes.

use crate::{
    components::{Frame, Layout, NotFound},
    flash, pages, preferences,
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
    let preferences = preferences::of_visitor();
    provide_context(preferences);
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
                    <Route path=path!("") view=page(pages::HomePage) />
                    <Route path=path!("sign-in") view=page(pages::SignInPage) />
                    <Route path=path!("sign-in/code") view=page(pages::CodePage) />
                    <Route path=path!("sign-out") view=page(pages::SignedOutPage) />
                    <Route path=path!("guide") view=page(pages::GuidePage) />
                    <Route path=path!("lesson") view=page(pages::LessonPage) />
                    <Route path=path!("lesson/certificate") view=page(pages::CertificatePage) />
                    <Route path=path!("lesson/family-sheet") view=page(pages::FamilySheetPage) />
                    <Route path=path!("lesson/questions") view=page(pages::QuestionsPage) />
                    <Route path=path!("lesson/:exercise") view=page(pages::ExercisePage) />
                    <Route path=path!("lesson/files/:file") view=page(pages::FilePage) />
                    <Route path=path!("set-up") view=page(pages::SetUpPage) />
                    <Route path=path!("set-up/recovery-codes") view=page(pages::RecoveryPage) />
                    <Route path=path!("set-up/passkey") view=page(pages::PasskeySetUpPage) />
                    <Route path=path!("set-up/email") view=page(pages::EmailSetUpPage) />
                    <Route path=path!("set-up/sms") view=page(pages::SmsSetUpPage) />
                    <Route path=path!("phone") view=page(pages::PhonePage) />
                    <Route path=path!("phone/messages") view=page(pages::MessagesPage) />
                    <Route path=path!("classes/:id") view=page(pages::BoardPage) />
                    <Route path=path!("classes/:id/menu") view=page(pages::ClassMenuPage) />
                    <Route path=path!("classes/:id/seats/:number") view=page(pages::SeatPage) />
                    <Route path=path!("classes/:id/names") view=page(pages::ClassNamesPage) />
                    <Route path=path!("classes/:id/questions") view=page(pages::ClassQuestionsPage) />
                    <Route path=path!("classes/:id/handouts") view=page(pages::HandoutsPage) />
                    <Route path=path!("classes/:id/projector") view=page(pages::ProjectorPage) />
                    <Route path=path!("classes/:id/results") view=page(pages::ResultsPage) />
                    <Route path=path!("classes/:id/finish") view=page(pages::FinishPage) />
                    <Route path=path!("join") view=page(pages::JoinEntryPage) />
                    <Route path=path!("join/:code") view=page(pages::JoinPage) />
                    <Route path=path!("teach/:token") view=page(pages::TeacherLinkPage) />
                    <Route path=path!("register") view=page(pages::RegisterPage) />
                    <Route path=path!("confirm-email/:token") view=page(pages::ConfirmEmailPage) />
                    <Route path=path!("forgot") view=page(pages::ForgotPage) />
                    <Route path=path!("forgot/:token") view=page(pages::ResetPage) />
                    <Route path=path!("classes") view=page(pages::ClassesPage) />
                    <Route path=path!("account") view=page(pages::AccountPage) />
                    <Route path=path!("account/phone") view=page(pages::PhoneChangePage) />
                    <Route path=path!("account/recovery-codes") view=page(pages::RecoveryCodesPage) />
                    <Route path=path!("account/password") view=page(pages::PasswordChangePage) />
                    <Route path=path!("account/email") view=page(pages::EmailChangePage) />
                    <Route path=path!("account/delete") view=page(pages::DeleteAccountPage) />
                    <Route path=path!("account/connect/:kind") view=page(pages::ConnectFactorPage) />
                    <Route path=path!("account/remove/:kind") view=page(pages::RemoveFactorPage) />
                    <Route path=path!("account/first/:kind") view=page(pages::PreferFactorPage) />
                    <Route path=path!("account/passkeys/:passkey") view=page(pages::PasskeyPage) />
                    <Route path=path!("account/tokens") view=page(pages::PersonalTokensPage) />
                    <Route path=path!("undo-email/done") view=page(pages::EmailUndonePage) />
                    <Route path=path!("undo-email/:token") view=page(pages::UndoEmailPage) />
                    <Route path=path!("object/done") view=page(pages::ObjectedPage) />
                    <Route path=path!("object/:token") view=page(pages::ObjectionPage) />
                    <Route path=path!("admin") view=page(pages::AdminPage) />
                    <Route path=path!("admin/accounts") view=page(pages::AdminAccountsPage) />
                    <Route path=path!("admin/accounts/:id") view=page(pages::AdminAccountPage) />
                    <Route path=path!("admin/code") view=page(pages::AdminCodePage) />
                    <Route path=path!("admin/rescues") view=page(pages::AdminRescuesPage) />
                    <Route path=path!("admin/invites") view=page(pages::AdminInvitesPage) />
                    <Route path=path!("admin/classes") view=page(pages::AdminClassesPage) />
                    <Route path=path!("admin/audit") view=page(pages::AdminAuditPage) />
                    <Route path=path!("admin/server") view=page(pages::AdminServerPage) />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Erases the type of a page, so that the type of all routes stays short.
fn page<V: IntoView + 'static>(page: impl Fn() -> V + Clone + Send + 'static) -> impl Fn() -> AnyView + Clone + Send {
    move || page().into_any()
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

/// Joins the title of the page and the name of the site. Leptos writes the title into the document without escaping it,
/// so this function escapes it.
fn document_title(texts: Texts, page: String) -> String {
    let title = if page.is_empty() {
        texts.site_name().to_owned()
    } else {
        format!("{page} · {}", texts.site_name())
    };
    title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
