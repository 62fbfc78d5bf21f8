//! Header and footer around every page: site name, account links, language and theme menus.

use crate::components::{Icon, NetworkNotice, Picture, loaded};
use crate::{
    i18n::use_texts,
    preferences::{of_visitor, path_of_request},
    server_fns::{SignedInUser, current_user},
};
use domain::{account::AccountKind, locale::Locale};
use leptos::prelude::*;
use leptos_router::components::Outlet;

#[component]
pub fn Layout() -> impl IntoView {
    view! {
        <Frame>
            <Outlet />
        </Frame>
    }
}

#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let texts = use_texts();
    view! {
        <a class="skip" href="#main">{texts.site_skip()}</a>
        <header class="site-header">
            <a class="brand" href="/">
                <Mark />
                " "
                <span>{texts.site_name()}</span>
            </a>
            <div class="end">
                {loaded(async { view! { <Account who=current_user().await.ok().flatten() /> } })}
            </div>
        </header>
        {children()}
        <footer class="site-footer">
            <p>{texts.site_name()} " · " {texts.site_tagline()}</p>
            <div class="row">
                // On a phone the header has no room for the language menu beside the account links, so signed-in users
                // find the menu in the footer.
                {loaded(async move {
                    let who = current_user().await.ok().flatten();
                    let is_student = who.as_ref().is_some_and(|who| who.kind == AccountKind::Student);
                    view! {
                        {(!is_student).then(|| view! { <GuideLink /> })}
                        {who.map(|_| view! { <LanguageMenu /> })}
                    }
                })}
                <ThemeMenu />
            </div>
        </footer>
        <NetworkNotice />
    }
}

/// Leads teachers to the guide. Students do not see this link, because the guide contains the answers.
#[component]
fn GuideLink() -> impl IntoView {
    let texts = use_texts();
    view! {
        <nav>
            <a href="/guide">{texts.guide_link()}</a>
        </nav>
    }
}

#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <g class="low">
                <rect x="2" y="22" width="6" height="8" rx="2" />
                <rect x="9.5" y="16" width="6" height="14" rx="2" />
                <rect x="17" y="10" width="6" height="20" rx="2" />
            </g>
            <rect class="top" x="24.5" y="2" width="6" height="28" rx="2" />
        </svg>
    }
}

#[component]
fn Account(who: Option<SignedInUser>) -> impl IntoView {
    let texts = use_texts();
    match who {
        None => {
            // A teacher whose link opens the board without an account has no login there, and the sign-in needs no link
            // to itself.
            let path = path_of_request();
            let has_own_way = path.starts_with("/classes/") || path.starts_with("/sign-in");
            view! {
                <LanguageMenu />
                {(!has_own_way).then(|| view! { <a class="button" href="/sign-in">{texts.site_have_login()}</a> })}
            }
            .into_any()
        }
        Some(SignedInUser {
            login,
            kind,
            must_set_up,
        }) => {
            let is_member = kind == AccountKind::Member && !must_set_up;
            let home = match kind {
                AccountKind::Student => ("/lesson", texts.site_my_lesson()),
                AccountKind::Member if must_set_up => ("/set-up", texts.members_to_set_up()),
                AccountKind::Member => ("/account", texts.account_title()),
            };
            view! {
                {is_member
                    .then(|| view! {
                        <a class="button quiet" href="/classes">
                            {texts.site_my_classes()}
                        </a>
                    })}
                <a class="button quiet" href=home.0 aria-label=home.1 title=texts.site_signed_in_as(&login)>
                    <Picture icon=Icon::User />
                    " "
                    {login.clone()}
                </a>
                // The sign-out is a plain form, so that it always loads a new document without data of the session.
                <form method="post" action="/sign-out">
                    <button class="button">{texts.site_sign_out()}</button>
                </form>
            }
            .into_any()
        }
    }
}

/// The language menu; each name is written in its own language. A plain form loads a new document, in which all texts
/// are in the chosen language.
#[component]
fn LanguageMenu() -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="lang" method="post" action="/language">
            <div class="segmented" role="group" aria-label=texts.site_language()>
                {Locale::ALL
                    .map(|locale| {
                        view! {
                            <button
                                name="lang"
                                value=locale.tag()
                                lang=locale.tag()
                                aria-pressed=(locale == texts.locale()).to_string()
                            >
                                {locale.own_name()}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </form>
    }
}

#[component]
fn ThemeMenu() -> impl IntoView {
    let texts = use_texts();
    let chosen = of_visitor().theme;
    let choice = move |theme: Option<&'static str>, label: &'static str, icon: Option<Icon>| {
        view! {
            <button
                name="theme"
                value=theme.unwrap_or("auto")
                aria-pressed=(theme == chosen).to_string()
                aria-label=icon.map(|_| label)
            >
                {match icon {
                    Some(icon) => view! { <Picture icon=icon /> }.into_any(),
                    None => label.into_any(),
                }}
            </button>
        }
    };
    view! {
        <form method="post" action="/theme">
            <div class="segmented" role="group" aria-label=texts.site_colours()>
                {choice(None, texts.site_colours_auto(), None)}
                {choice(Some("light"), texts.site_colours_light(), Some(Icon::Sun))}
                {choice(Some("dark"), texts.site_colours_dark(), Some(Icon::Moon))}
            </div>
        </form>
    }
}
