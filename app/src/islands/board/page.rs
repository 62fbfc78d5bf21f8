//! The content of the board page.

use super::{
    counts::Counts,
    dialog::BoardDialog,
    head::Head,
    join_bar::JoinBar,
    live::Live,
    notices::{Over, ShownLink, TakeOver},
    progress_chart::ProgressDisclosure,
    rows::Rows,
    tools::Tools,
};
use crate::{components::LoopbackWarning, i18n::use_texts};
use domain::session::LinkKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the board shows besides the live data of the class.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BoardContent {
    /// The address and the code with which students join.
    pub address: String,
    pub join_code: String,
    /// The page shows the passwords of all seats.
    pub all_shown: bool,
    /// The address of the site works on the server's machine only.
    pub loopback_only: bool,
    /// New links, which are shown once.
    pub teacher_link: Option<String>,
    pub read_link: Option<String>,
    /// The class has no owner, and a member with access to it is signed in.
    pub take_over: bool,
    /// For how many days after the end of the class the server keeps its data.
    pub kept_days: u64,
}

#[component]
pub fn Board(live: Live, page: BoardContent, qr: AnyView) -> impl IntoView {
    let texts = use_texts();
    let BoardContent {
        address,
        join_code,
        all_shown,
        loopback_only,
        teacher_link,
        read_link,
        take_over,
        kept_days,
    } = page;
    // When the class ends or is opened again, the page is loaded again (`live.rs`).
    let is_over = live.is_over();
    view! {
        <main class="page wide" id="main">
            <Head live=live />
            {loopback_only.then(|| view! { <LoopbackWarning /> })}
            {teacher_link.map(|link| view! { <ShownLink id=live.id kind=LinkKind::Teacher link=link /> })}
            {read_link.map(|link| view! { <ShownLink id=live.id kind=LinkKind::Reader link=link /> })}
            {(live.manages && is_over).then(|| view! { <Over live=live kept_days=kept_days /> })}
            {take_over.then(|| view! { <TakeOver id=live.id /> })}
            {(!live.manages).then(|| view! { <p class="note once">{texts.menu_looking_on()}</p> })}
            {(!is_over).then(|| view! { <JoinBar live=live address=address code=join_code qr=qr /> })}
            <Counts live=live />
            <ProgressDisclosure live=live />
            <Tools live=live all_shown=all_shown />
            <Rows live=live />
            {live.manages.then(|| view! { <BoardDialog live=live /> })}
            <p class="visually-hidden" role="status" aria-live="polite">
                {move || live.news.get()}
            </p>
            <p class="without-scripts fine">{texts.board_no_scripts()}</p>
        </main>
    }
}
