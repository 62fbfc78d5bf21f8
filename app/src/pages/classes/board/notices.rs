//! Notices at the top of the board: new links that are shown once, the end of the class,
//! a class without an owner, a rehearsal.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    islands::CopyButton,
    server_fns::ClassMenu,
};
use domain::{ids::ClassId, session::LinkKind};
use leptos::prelude::*;

/// A new link, shown until the teacher confirms that it is saved.
#[component]
pub fn ShownLink(id: ClassId, kind: LinkKind, link: String) -> impl IntoView {
    let texts = use_texts();
    let (name, shown, which) = match kind {
        LinkKind::Teacher => ("teacher-link", "link", "teacher"),
        LinkKind::Reader => ("reader-link", "read-link", "reader"),
    };
    let (title, text) = match kind {
        LinkKind::Teacher => (texts.board_link_title(), texts.board_link_text()),
        LinkKind::Reader => (texts.menu_read_link_title(), texts.menu_read_link_text()),
    };
    view! {
        <section class="note accent once" aria-labelledby=name>
            <Picture icon=Icon::Key />
            <strong id=name>{title}</strong>
            <p>{text}</p>
            <div class="copy">
                <code id=shown>{link.clone()}</code>
                " "
                <CopyButton text=link shown=shown.to_owned() label=texts.site_copy().to_owned() />
            </div>
            <form method="post" action="/classes/link-saved">
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="which" value=which />
                <button class="button primary">{texts.board_link_saved()}</button>
            </form>
        </section>
    }
}

/// The notices for the teacher of the class.
#[component]
pub fn ManagerNotices(id: ClassId, menu: ClassMenu, is_over: bool) -> impl IntoView {
    let own_seat = menu.own_seat.filter(|_| !is_over);
    view! {
        {own_seat.map(|(login, password)| view! { <Rehearsal id=id login=login password=password /> })}
        {is_over.then(|| view! { <Over id=id kept_days=menu.kept_days /> })}
        {menu.take_over.then(|| view! { <TakeOver id=id /> })}
    }
}

/// In a rehearsal: the students are simulated, and the teacher can be the student of the seat that is left.
#[component]
pub fn Rehearsal(id: ClassId, login: String, password: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="note warn once" aria-labelledby="rehearsal">
            <Picture icon=Icon::Info />
            <strong id="rehearsal">{texts.rehearsal_class()}</strong>
            <p>{texts.rehearsal_text(&login)}</p>
            <div class="row">
                <form method="post" action="/sign-in">
                    <input type="hidden" name="username" value=login />
                    <input type="hidden" name="password" value=password />
                    <button class="button">{texts.rehearsal_be_student()}</button>
                </form>
                <a class="button" href=format!("/classes/{id}/projector") target="_blank">
                    {texts.board_projector()}
                </a>
            </div>
        </section>
    }
}

/// For a colleague who has opened the class with the read-only link.
#[component]
pub fn LookingOn() -> impl IntoView {
    let texts = use_texts();
    view! { <p class="note once">{texts.menu_looking_on()}</p> }
}

/// The notice that the class has ended, with a link to the menu in which the teacher can open the class again.
#[component]
fn Over(id: ClassId, kept_days: u64) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note warn once" role="status">
            <Picture icon=Icon::Clock />
            <strong>{texts.board_ended()}</strong>
            <p>{texts.menu_over(kept_days)}</p>
            <div class="row">
                <a class="button" href=format!("/classes/{id}/finish")>
                    {texts.finish_title()}
                </a>
                <a
                    class="button"
                    href=format!("/classes/{id}/menu")
                    title=texts.menu_title()
                    aria-haspopup="dialog"
                    data-press="dialog"
                >
                    {texts.menu_open_again()}
                </a>
            </div>
        </div>
    }
}

/// Offers a member to become the owner of a class that has no owner.
#[component]
fn TakeOver(id: ClassId) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="note once" aria-labelledby="take-over">
            <Picture icon=Icon::User />
            <strong id="take-over">{texts.menu_take_over()}</strong>
            <p>{texts.menu_take_over_text()}</p>
            <form class="row" method="post" action="/classes/act">
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="what" value="take_over" />
                <button class="button">{texts.menu_take_over_do()}</button>
            </form>
        </section>
    }
}
