//! The administrator pages: their common frame, and the start page.

mod account;
mod accounts;
mod audit;
mod classes;
mod enrolment_code;
mod invites;
mod reauthenticate;
mod rescues;
mod server;

use crate::{
    components::{Icon, LoadError, Picture, StyleSheet, StyleSheets, loaded},
    i18n::use_texts,
    problem::Problem,
    server_fns::load_admin,
};
pub use account::AdminAccountPage;
pub use accounts::AdminAccountsPage;
pub use audit::AdminAuditPage;
pub use classes::AdminClassesPage;
use domain::{page_address::path_with_query, view::AdminView};
pub use enrolment_code::AdminCodePage;
pub use invites::AdminInvitesPage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
pub use rescues::AdminRescuesPage;
pub use server::AdminServerPage;

/// The frame of an administrator page, with links to the other administrator pages.
#[component]
fn AdminFrame(title: &'static str, here: &'static str, children: Children) -> impl IntoView {
    let texts = use_texts();
    let pages = [
        ("/admin", texts.admin_overview()),
        ("/admin/accounts", texts.admin_accounts()),
        ("/admin/rescues", texts.admin_rescues()),
        ("/admin/invites", texts.admin_invites()),
        ("/admin/classes", texts.admin_classes()),
        ("/admin/audit", texts.admin_audit()),
        ("/admin/server", texts.admin_server()),
    ];
    let pages = pages.map(|(path, name)| {
        view! {
            <a href=path aria-current=(path == here).then_some("page")>
                {name}
            </a>
        }
    });
    view! {
        <Title text=title />
        <StyleSheets sheets=&[StyleSheet::Admin] />
        <main class="page admin" id="main">
            <nav class="tabs" aria-label=texts.admin_title()>
                {pages.collect_view()}
            </nav>
            <header class="page-head">
                <div>
                    <p class="eyebrow">{texts.admin_title()}</p>
                    <h1 tabindex="-1">{title}</h1>
                </div>
            </header>
            <div class="stack loose">{children()}</div>
        </main>
    }
}

/// An administrator page with its loaded data. Signed-in users who are not administrators see the "not found" page.
fn framed<T, V>(
    (title, here): (&'static str, &'static str),
    found: impl Future<Output = Result<T, Problem>> + Send + 'static,
    content: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    V: IntoView + Send + 'static,
{
    loaded(async move {
        match found.await {
            Ok(found) => view! {
                <AdminFrame title=title here=here>
                    {content(found)}
                </AdminFrame>
            }
            .into_any(),
            Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
        }
    })
}

/// Returns a query parameter of the page, for example the search text, or the row at which the shown part of a list
/// begins.
fn asked(name: &'static str) -> String {
    use_query_map()
        .with_untracked(|query| query.get(name))
        .unwrap_or_default()
}

/// Links to the next rows of a list and back to the first rows.
#[component]
fn Pages(
    path: &'static str,
    /// Query parameters that the links keep, for example the search text.
    kept: Vec<(&'static str, String)>,
    /// The name of the query parameter that holds `next`.
    mark: &'static str,
    next: Option<String>,
    is_first: bool,
) -> impl IntoView {
    let texts = use_texts();
    let address = move |next: Option<String>| {
        let more = next.map(|next| (mark, next));
        path_with_query(path, kept.iter().cloned().chain(more))
    };
    let back = (!is_first).then(|| address(None));
    let next = next.map(|next| address(Some(next)));
    view! {
        <div class="row">
            {back
                .map(|href| view! {
                    <a class="button" href=href>
                        {texts.admin_first()}
                    </a>
                })}
            {next
                .map(|href| view! {
                    <a class="button" href=href>
                        {texts.admin_next()}
                        " "
                        <Picture icon=Icon::Arrow />
                    </a>
                })}
        </div>
    }
}

#[component]
fn Done(text: &'static str) -> impl IntoView {
    view! {
        <div class="note good" role="status">
            <Picture icon=Icon::Check />
            <p>{text}</p>
        </div>
    }
}

#[component]
pub fn AdminPage() -> impl IntoView {
    let texts = use_texts();
    let overview = load_admin();
    framed((texts.admin_overview(), "/admin"), overview, |overview| {
        view! { <Overview overview=overview /> }
    })
}

#[component]
fn Overview(overview: AdminView) -> impl IntoView {
    let texts = use_texts();
    let AdminView {
        open_rescues,
        members,
        administrators,
        classes,
        open_classes,
        seats,
    } = overview;
    let facts = [
        (texts.admin_members(), members),
        (texts.admin_administrators(), administrators),
        (texts.admin_classes_open(), open_classes),
        (texts.admin_classes_all(), classes),
        (texts.admin_seats(), seats),
    ];
    view! {
        {match open_rescues {
            0 => view! { <p class="soft">{texts.admin_nothing_waits()}</p> }.into_any(),
            some => view! {
                <div class="note warn" role="status">
                    <Picture icon=Icon::User />
                    <strong>{texts.admin_wait(some)}</strong>
                    <p class="row">
                        <a class="button small" href="/admin/rescues">
                            {texts.admin_look()}
                        </a>
                    </p>
                </div>
            }
            .into_any(),
        }}
        <section class="card">
            <dl class="facts">
                {facts
                    .map(|(name, count)| view! {
                        <dt>{name}</dt>
                        <dd>{count}</dd>
                    })
                    .collect_view()}
            </dl>
        </section>
    }
}
