//! Pages that are fetched when they are first opened: what a student sees on her first page is not to carry what only
//! a teacher or a member needs. `cargo leptos build --split` makes one module of every function marked `#[lazy]`.

use crate::page;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// `module, what fetches it, Pages: Route => Page, ..` puts these pages into one module and gives each a route of its own.
/// The page is chosen by a value and not by a function: the address of a function would tie its code to the first load.
macro_rules! later {
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

                // Hydration waits for this, and then takes the view without waiting.
                #[cfg(feature = "hydrate")]
                async fn preload() {
                    $preload().await;
                }
            }
        )+
    };
}

later! {
    /// What everybody may open.
    door_pages, __preload_door_pages, DoorPages:
    Home => page::HomePage,
    SignIn => page::SignInPage,
    SignedOut => page::SignedOutPage,
    Join => page::JoinPage,
    JoinEntry => page::JoinEntryPage,
    Teach => page::TeachPage,
    Register => page::RegisterPage,
    ConfirmEmail => page::ConfirmEmailPage,
    Forgot => page::ForgotPage,
    Reset => page::ResetPage,
    Objection => page::ObjectionPage,
    Objected => page::ObjectedPage,
    UndoEmail => page::UndoEmailPage,
    EmailUndone => page::EmailUndonePage,
}

later! {
    /// The way of a student.
    student_pages, __preload_student_pages, StudentPages:
    Lesson => page::LessonPage,
    SetUp => page::SetUpPage,
    Recovery => page::RecoveryPage,
    EmailSetUp => page::EmailSetUpPage,
    SmsSetUp => page::SmsSetUpPage,
    Messages => page::MessagesPage,
    Phone => page::PhonePage,
    Code => page::CodePage,
}

later! {
    /// The lesson of a teacher.
    teacher_pages, __preload_teacher_pages, TeacherPages:
    Board => page::BoardPage,
    ClassMenu => page::ClassMenuPage,
    Seat => page::SeatPage,
    Handouts => page::HandoutsPage,
    Projector => page::ProjectorPage,
    Results => page::ResultsPage,
}

later! {
    /// What belongs to registered people.
    member_pages, __preload_member_pages, MemberPages:
    Classes => page::ClassesPage,
    Account => page::AccountPage,
    PhoneChange => page::PhoneChangePage,
    RecoveryCodes => page::RecoveryCodesPage,
    PasswordChange => page::PasswordChangePage,
    EmailChange => page::EmailChangePage,
    DeleteAccount => page::DeleteAccountPage,
    ConnectFactor => page::ConnectFactorPage,
    RemoveFactor => page::RemoveFactorPage,
    AskFirst => page::AskFirstPage,
}

later! {
    /// The work of administrators.
    admin_pages, __preload_admin_pages, AdminPages:
    Admin => page::AdminPage,
    AdminAccounts => page::AdminAccountsPage,
    AdminAccount => page::AdminAccountPage,
    AdminCode => page::AdminCodePage,
    AdminRescues => page::AdminRescuesPage,
    AdminInvites => page::AdminInvitesPage,
    AdminClasses => page::AdminClassesPage,
    AdminAudit => page::AdminAuditPage,
    AdminServer => page::AdminServerPage,
}

/// Which of the modules above an address needs: the document names it, for whatever wakes the page.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// What everybody may open.
    Door,
    Student,
    Teacher,
    Member,
    Admin,
}

#[cfg(feature = "ssr")]
impl Room {
    pub const ALL: [Self; 5] = [Self::Door, Self::Student, Self::Teacher, Self::Member, Self::Admin];

    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next()) {
            (Some("lesson" | "set-up" | "phone"), _) | (Some("sign-in"), Some("code")) => Self::Student,
            (Some("classes"), Some(_)) => Self::Teacher,
            (Some("classes" | "account"), _) => Self::Member,
            (Some("admin"), _) => Self::Admin,
            _ => Self::Door,
        }
    }

    /// How the module's name begins in the manifest.
    pub fn module(self) -> &'static str {
        match self {
            Self::Door => "door_pages_",
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
    fn an_address_announces_the_module_of_its_page() {
        for (path, room) in [
            ("/", Room::Door),
            ("/sign-in", Room::Door),
            ("/sign-in/code", Room::Student),
            ("/set-up/recovery-codes", Room::Student),
            ("/classes", Room::Member),
            ("/classes/0199/handouts", Room::Teacher),
            ("/account/password", Room::Member),
            ("/admin/audit", Room::Admin),
            ("/nowhere", Room::Door),
        ] {
            assert_eq!(Room::of(path), room, "{path}");
        }
    }
}
