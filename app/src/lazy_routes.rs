//! The lazily loaded routes: the pages are compiled into several WebAssembly modules, and the browser loads a module
//! when the user first opens one of its pages. `cargo leptos build --split` makes one module of every function marked
//! `#[lazy]`.

use crate::pages;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// Puts several pages into one WebAssembly module and declares a route for each page. The arguments are the name of the
/// module function, its preload function, the name of an enum of the pages, and `Route => Page` pairs. A variant of the
/// enum chooses the page: a function pointer would link the code of the page into the main module.
macro_rules! lazy_routes {
    ($(#[$why:meta])* $module:ident, $preload:ident, $pages:ident: $($route:ident => $page:path),+ $(,)?) => {
        #[derive(Clone, Copy)]
        enum $pages { $($route),+ }

        $(#[$why])*
        #[lazy]
        fn $module(page: $pages) -> AnyView {
            match page {
                $($pages::$route => { use $page as Page; view! { <Page /> }.into_any() })+
            }
        }

        $(
            pub struct $route;

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    $module($pages::$route).await
                }

                // Hydration waits until the module is loaded, so that `view` does not have to wait for it.
                #[cfg(feature = "hydrate")]
                async fn preload() {
                    $preload().await;
                }
            }
        )+
    };
}

lazy_routes! {
    /// Pages that need no sign-in.
    public_pages, __preload_public_pages, PublicPages:
    Home => pages::HomePage,
    SignIn => pages::SignInPage,
    SignedOut => pages::SignedOutPage,
    Join => pages::JoinPage,
    JoinEntry => pages::JoinEntryPage,
    Teach => pages::TeacherLinkPage,
    Register => pages::RegisterPage,
    ConfirmEmail => pages::ConfirmEmailPage,
    Forgot => pages::ForgotPage,
    Reset => pages::ResetPage,
    Objection => pages::ObjectionPage,
    Objected => pages::ObjectedPage,
    UndoEmail => pages::UndoEmailPage,
    EmailUndone => pages::EmailUndonePage,
}

lazy_routes! {
    /// Pages of students, and pages for connecting and using a second factor, which members use too.
    student_pages, __preload_student_pages, StudentPages:
    Lesson => pages::LessonPage,
    SetUp => pages::SetUpPage,
    Recovery => pages::RecoveryPage,
    EmailSetUp => pages::EmailSetUpPage,
    SmsSetUp => pages::SmsSetUpPage,
    Messages => pages::MessagesPage,
    Phone => pages::PhonePage,
    Code => pages::CodePage,
}

lazy_routes! {
    /// Pages of a class for its teacher.
    teacher_pages, __preload_teacher_pages, TeacherPages:
    Board => pages::BoardPage,
    ClassMenu => pages::ClassMenuPage,
    Seat => pages::SeatPage,
    Handouts => pages::HandoutsPage,
    Projector => pages::ProjectorPage,
    Results => pages::ResultsPage,
}

lazy_routes! {
    /// Pages of members.
    member_pages, __preload_member_pages, MemberPages:
    Classes => pages::ClassesPage,
    Account => pages::AccountPage,
    PhoneChange => pages::PhoneChangePage,
    RecoveryCodes => pages::RecoveryCodesPage,
    PasswordChange => pages::PasswordChangePage,
    EmailChange => pages::EmailChangePage,
    DeleteAccount => pages::DeleteAccountPage,
    ConnectFactor => pages::ConnectFactorPage,
    RemoveFactor => pages::RemoveFactorPage,
    PreferFactor => pages::PreferFactorPage,
}

lazy_routes! {
    /// Pages of administrators.
    admin_pages, __preload_admin_pages, AdminPages:
    Admin => pages::AdminPage,
    AdminAccounts => pages::AdminAccountsPage,
    AdminAccount => pages::AdminAccountPage,
    AdminCode => pages::AdminCodePage,
    AdminRescues => pages::AdminRescuesPage,
    AdminInvites => pages::AdminInvitesPage,
    AdminClasses => pages::AdminClassesPage,
    AdminAudit => pages::AdminAuditPage,
    AdminServer => pages::AdminServerPage,
}

/// The WebAssembly module that contains the page of an address. The start script fetches the files of this module.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageModule {
    /// Pages that need no sign-in.
    Public,
    Student,
    Teacher,
    Member,
    Admin,
}

#[cfg(feature = "ssr")]
impl PageModule {
    pub const ALL: [Self; 5] = [Self::Public, Self::Student, Self::Teacher, Self::Member, Self::Admin];

    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next()) {
            (Some("lesson" | "set-up" | "phone"), _) | (Some("sign-in"), Some("code")) => Self::Student,
            (Some("classes"), Some(_)) => Self::Teacher,
            (Some("classes" | "account"), _) => Self::Member,
            (Some("admin"), _) => Self::Admin,
            _ => Self::Public,
        }
    }

    /// The prefix of the module's name in the split manifest.
    pub fn name_prefix(self) -> &'static str {
        match self {
            Self::Public => "public_pages_",
            Self::Student => "student_pages_",
            Self::Teacher => "teacher_pages_",
            Self::Member => "member_pages_",
            Self::Admin => "admin_pages_",
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_page_loads_the_module_that_contains_it() {
        for (path, module) in [
            ("/", PageModule::Public),
            ("/sign-in", PageModule::Public),
            ("/sign-in/code", PageModule::Student),
            ("/set-up/recovery-codes", PageModule::Student),
            ("/classes", PageModule::Member),
            ("/classes/0199/handouts", PageModule::Teacher),
            ("/account/password", PageModule::Member),
            ("/admin/audit", PageModule::Admin),
            ("/nowhere", PageModule::Public),
        ] {
            assert_eq!(PageModule::of(path), module, "{path}");
        }
    }
}
