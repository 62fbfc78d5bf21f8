//! The routes of all pages.

use crate::{
    components::{Frame, Layout, NotFound},
    pages,
    preferences::path_of_request,
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Routes},
    path,
};

/// A part of the site. Leptos builds its routes anew for every request, so a request builds those of one part only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The start page, the guide, signing in and out.
    Entrance,
    /// What students see, and what they share with members: the set-up.
    Lesson,
    Classes,
    Account,
    Administration,
}

impl Area {
    pub const ALL: [Self; 5] = [
        Self::Entrance,
        Self::Lesson,
        Self::Classes,
        Self::Account,
        Self::Administration,
    ];

    pub fn of_path(path: &str) -> Self {
        match path.split('/').find(|part| !part.is_empty()).unwrap_or_default() {
            "lesson" | "set-up" | "phone" | "join" => Self::Lesson,
            "classes" | "teach" => Self::Classes,
            "account" | "register" | "confirm-email" | "undo-email" | "object" => Self::Account,
            "admin" => Self::Administration,
            _ => Self::Entrance,
        }
    }

    pub(crate) fn of_request() -> Self {
        Self::of_path(&path_of_request())
    }
}

/// The pages of one part of the site.
///
/// Async rendering waits for all data. The page is complete without scripts, and its redirect, status and session cookie
/// are known before the response begins.
#[component]
pub fn PagesOf(area: Area) -> impl IntoView {
    match area {
        Area::Entrance => entrance(),
        Area::Lesson => lesson(),
        Area::Classes => classes(),
        Area::Account => account(),
        Area::Administration => administration(),
    }
}

fn entrance() -> AnyView {
    view! {
        <Routes fallback=NotFoundPage>
            <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                <Route path=path!("") view=page(pages::HomePage) />
                <Route path=path!("sign-in") view=page(pages::SignInPage) />
                <Route path=path!("sign-in/code") view=page(pages::CodePage) />
                <Route path=path!("sign-out") view=page(pages::SignedOutPage) />
                <Route path=path!("guide") view=page(pages::GuidePage) />
                <Route path=path!("forgot") view=page(pages::ForgotPage) />
                <Route path=path!("forgot/:token") view=page(pages::ResetPage) />
            </ParentRoute>
        </Routes>
    }
    .into_any()
}

fn lesson() -> AnyView {
    view! {
        <Routes fallback=NotFoundPage>
            <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
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
                <Route path=path!("join") view=page(pages::JoinEntryPage) />
                <Route path=path!("join/:code") view=page(pages::JoinPage) />
            </ParentRoute>
        </Routes>
    }
    .into_any()
}

fn classes() -> AnyView {
    view! {
        <Routes fallback=NotFoundPage>
            <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                <Route path=path!("classes/:id") view=page(pages::BoardPage) />
                <Route path=path!("classes/:id/menu") view=page(pages::ClassMenuPage) />
                <Route path=path!("classes/:id/seats/:number") view=page(pages::SeatPage) />
                <Route path=path!("classes/:id/names") view=page(pages::ClassNamesPage) />
                <Route path=path!("classes/:id/questions") view=page(pages::ClassQuestionsPage) />
                <Route path=path!("classes/:id/handouts") view=page(pages::HandoutsPage) />
                <Route path=path!("classes/:id/projector") view=page(pages::ProjectorPage) />
                <Route path=path!("classes/:id/results") view=page(pages::ResultsPage) />
                <Route path=path!("classes/:id/finish") view=page(pages::FinishPage) />
                <Route path=path!("teach/:token") view=page(pages::TeacherLinkPage) />
                <Route path=path!("classes") view=page(pages::ClassesPage) />
            </ParentRoute>
        </Routes>
    }
    .into_any()
}

fn account() -> AnyView {
    view! {
        <Routes fallback=NotFoundPage>
            <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                <Route path=path!("register") view=page(pages::RegisterPage) />
                <Route path=path!("confirm-email/:token") view=page(pages::ConfirmEmailPage) />
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
            </ParentRoute>
        </Routes>
    }
    .into_any()
}

fn administration() -> AnyView {
    view! {
        <Routes fallback=NotFoundPage>
            <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
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
    }
    .into_any()
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
