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
    /// The start page, the guide, signing in and out, and forgotten passwords.
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

/// The routes of an area: its paths and their pages.
macro_rules! routes {
    ($($path:tt => $page:ident,)+) => {
        view! {
            <Routes fallback=NotFoundPage>
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    $(<Route path=path!($path) view=page(pages::$page) />)+
                </ParentRoute>
            </Routes>
        }
        .into_any()
    };
}

fn entrance() -> AnyView {
    routes! {
        "" => HomePage,
        "sign-in" => SignInPage,
        "sign-in/code" => CodePage,
        "sign-out" => SignedOutPage,
        "guide" => GuidePage,
        "forgot" => ForgotPage,
        "forgot/:token" => ResetPage,
    }
}

fn lesson() -> AnyView {
    routes! {
        "lesson" => LessonPage,
        "lesson/certificate" => CertificatePage,
        "lesson/family-sheet" => FamilySheetPage,
        "lesson/questions" => QuestionsPage,
        "lesson/:exercise" => ExercisePage,
        "lesson/files/:file" => FilePage,
        "set-up" => SetUpPage,
        "set-up/recovery-codes" => RecoveryPage,
        "set-up/passkey" => PasskeySetUpPage,
        "set-up/email" => EmailSetUpPage,
        "set-up/sms" => SmsSetUpPage,
        "phone" => PhonePage,
        "phone/messages" => MessagesPage,
        "join" => JoinEntryPage,
        "join/:code" => JoinPage,
    }
}

fn classes() -> AnyView {
    routes! {
        "classes/:id" => BoardPage,
        "classes/:id/menu" => ClassMenuPage,
        "classes/:id/seats/:number" => SeatPage,
        "classes/:id/names" => ClassNamesPage,
        "classes/:id/questions" => ClassQuestionsPage,
        "classes/:id/handouts" => HandoutsPage,
        "classes/:id/projector" => ProjectorPage,
        "classes/:id/results" => ResultsPage,
        "classes/:id/finish" => FinishPage,
        "teach/:token" => TeacherLinkPage,
        "classes" => ClassesPage,
    }
}

fn account() -> AnyView {
    routes! {
        "register" => RegisterPage,
        "confirm-email/:token" => ConfirmEmailPage,
        "account" => AccountPage,
        "account/phone" => PhoneChangePage,
        "account/recovery-codes" => RecoveryCodesPage,
        "account/password" => PasswordChangePage,
        "account/email" => EmailChangePage,
        "account/delete" => DeleteAccountPage,
        "account/connect/:kind" => ConnectFactorPage,
        "account/remove/:kind" => RemoveFactorPage,
        "account/first/:kind" => PreferFactorPage,
        "account/passkeys/:passkey" => PasskeyPage,
        "account/tokens" => PersonalTokensPage,
        "undo-email/done" => EmailUndonePage,
        "undo-email/:token" => UndoEmailPage,
        "object/done" => ObjectedPage,
        "object/:token" => ObjectionPage,
    }
}

fn administration() -> AnyView {
    routes! {
        "admin" => AdminPage,
        "admin/accounts" => AdminAccountsPage,
        "admin/accounts/:id" => AdminAccountPage,
        "admin/code" => AdminCodePage,
        "admin/rescues" => AdminRescuesPage,
        "admin/invites" => AdminInvitesPage,
        "admin/classes" => AdminClassesPage,
        "admin/audit" => AdminAuditPage,
        "admin/server" => AdminServerPage,
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
