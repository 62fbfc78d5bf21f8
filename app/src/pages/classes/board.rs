//! The board of a class: one row a seat with four badges, updated live by its island (`islands/board`).

mod dialog;
mod exercises;
mod hands;
mod head;
mod join_bar;
mod notices;
mod quick_help;
mod rows;
mod tools;
mod updates;

pub use updates::OpenBoard;

use super::receipts::Receipts;
use crate::{
    components::{LoadError, LoopbackWarning, Message, Scene, StyleSheet, StyleSheets, loaded},
    i18n::use_texts,
    islands::{LiveBoard, LiveClass},
    server_fns::{Board, ClassMenu, Receipt, load_board, load_seat_passwords, take_receipt},
};
use dialog::BoardDialog;
use domain::{
    class::ClassState,
    session::LinkKind,
    stage::Stage,
    view::{BoardView, SeatView},
};
use exercises::ExerciseBar;
use hands::Hands;
use head::Head;
use join_bar::{JoinBar, JoinDoor};
use leptos::prelude::*;
use leptos_meta::{Body, Title};
use leptos_router::hooks::{use_params_map, use_query_map};
use notices::{LookingOn, ManagerNotices, ShownLink};
use quick_help::QuickHelpForms;
use rows::{RowContext, Rows};
use tools::Tools;

/// Secrets that the server renders into the board: passwords of one or all seats, for pages without scripts, and new
/// links.
#[derive(Clone, Default, PartialEq, Eq)]
struct Shown {
    passwords: Vec<(u16, String)>,
    teacher_link: Option<String>,
    read_link: Option<String>,
}

#[component]
pub fn BoardPage() -> impl IntoView {
    let id = use_params_map()
        .with_untracked(|params| params.get("id"))
        .unwrap_or_default();
    let (show, stuck_first) = use_query_map().with_untracked(|query| {
        let stuck_first = query.get("order").as_deref() == Some("stuck");
        (query.get("show"), stuck_first)
    });
    let opened = async move {
        let board = load_board(id.clone()).await?;
        let receipt = take_receipt(&id);
        let passwords = match show.as_deref() {
            Some("all") => load_seat_passwords(id, None).await?,
            Some(number) => load_seat_passwords(id, number.parse().ok()).await.unwrap_or_default(),
            None => Vec::new(),
        };
        Ok::<_, crate::problem::Problem>((board, passwords, receipt))
    };
    view! {
        {loaded(async move {
            match opened.await {
                Ok((Board::Visible { board, address, address_qr, loopback_only, teacher_link, read_link, menu }, passwords, receipt)) => {
                    let shown = Shown { passwords, teacher_link, read_link };
                    let door = JoinDoor { address, qr: address_qr };
                    view! { <VisibleBoard board=*board door loopback_only menu=menu.map(|menu| *menu) shown stuck_first receipt /> }.into_any()
                }
                Ok((Board::SignedInAsStudent { login }, ..)) => view! { <SignedInAsStudent login=login /> }.into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

/// Shown if a student is signed in in the teacher's browser: the board is hidden until the student signs out.
#[component]
fn SignedInAsStudent(login: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Message scene=Scene::Over title=texts.board_asleep_title() text=texts.board_asleep_text(login)>
            <form method="post" action="/sign-out">
                <button class="button primary">{texts.site_sign_out()}</button>
            </form>
        </Message>
    }
}

#[component]
fn VisibleBoard(
    board: BoardView,
    door: JoinDoor,
    loopback_only: bool,
    menu: Option<ClassMenu>,
    shown: Shown,
    stuck_first: bool,
    receipt: Option<Receipt>,
) -> impl IntoView {
    let all_shown = !board.seats().is_empty() && shown.passwords.len() == board.seats().len();
    let own = own_address(&shown.passwords, all_shown, stuck_first);
    // While a new link is shown the page does not refresh, so that the teacher can copy the link.
    let link_shown = shown.teacher_link.is_some() || shown.read_link.is_some();
    // The `refresh` tag contains the address of the board. Without this address, the browser would refresh the current
    // address, and if that ends in `#seat-..`, the browser would scroll to the row instead of reloading the page.
    let refresh = (!link_shown).then(|| format!(r#"<meta http-equiv="refresh" content="15;url={own}">"#));
    let (id, title) = (board.id, board.title.clone());
    let is_over = board.changes.state == ClassState::Ended;
    let manages = menu.is_some();
    let debrief = menu.as_ref().map(|menu| menu.debrief).filter(|_| !is_over);
    let live = LiveBoard {
        id: id.to_string(),
        version: board.changes.version,
        now: board.changes.now,
        state: board.changes.state,
        expires: board.expires,
        self_join: board.changes.self_join,
        lesson: board.changes.lesson.to_string(),
        stuck_first,
        all_shown,
    };
    let (body, classes) = (body_classes(&board), classes_of(&board));
    let context = RowContext {
        class: id,
        lesson: board.changes.opened_lesson(),
        now: board.changes.now,
        manages,
        stuck_first,
    };
    view! {
        <Title text=title />
        <Body attr:class=body />
        <StyleSheets sheets=&[StyleSheet::Board, StyleSheet::BoardRows, StyleSheet::BoardExercises] />
        // Refreshes the page in browsers without scripts. With scripts the board follows its stream.
        {refresh.map(|refresh| view! { <noscript inner_html=refresh></noscript> })}
        <LiveClass board=live>
            <main class=classes id="main">
                <Head board=board.clone() own=own manages=manages />
                {loopback_only.then(|| view! { <LoopbackWarning /> })}
                {shown.teacher_link.map(|link| view! { <ShownLink id=id kind=LinkKind::Teacher link=link /> })}
                {shown.read_link.map(|link| view! { <ShownLink id=id kind=LinkKind::Reader link=link /> })}
                {menu.map(|menu| view! { <ManagerNotices id=id menu=menu is_over=is_over /> })}
                {(!manages).then(|| view! { <LookingOn /> })}
                {(!is_over).then(|| view! { <JoinBar board=board.clone() door=door manages=manages /> })}
                <Tools board=board.clone() all_shown=all_shown stuck_first=stuck_first manages=manages debrief=debrief />
                {manages.then(|| view! { <QuickHelpForms class=id /> })}
                <Receipts class=id receipt=receipt />
                <NoScripts />
                <ExerciseBar board=board.clone() manages=manages />
                {manages.then(|| view! { <Hands board=board.clone() /> })}
                <Rows board=board context=context passwords=shown.passwords />
                {manages.then(|| view! { <BoardDialog /> })}
                <p class="visually-hidden" id="news" role="status" aria-live="polite"></p>
            </main>
        </LiveClass>
    }
}

/// The classes of `<body>`. The island changes them when the first student signs in.
fn body_classes(board: &BoardView) -> &'static str {
    match board.seats().iter().any(|seat| seat.stages.is_reached(Stage::SignedIn)) {
        true => "wide begun",
        false => "wide",
    }
}

/// The classes of `<main>` show and hide parts of the board. The island changes them with the class.
fn classes_of(board: &BoardView) -> String {
    let seats = board.seats();
    let is_full = board.changes.self_join && !seats.iter().any(SeatView::is_free);
    let states = [("paused", board.changes.state == ClassState::Paused), ("full", is_full)];
    let states = states.iter().filter(|(_, is_on)| *is_on);
    states.fold("page wide board-page".to_owned(), |classes, (state, _)| {
        format!("{classes} {state}")
    })
}

#[component]
fn NoScripts() -> impl IntoView {
    let texts = use_texts();
    view! { <p class="without-scripts fine">{texts.board_no_scripts()}</p> }
}

/// The address that shows the board again, with the same revealed passwords and the same order.
fn own_address(passwords: &[(u16, String)], all_shown: bool, stuck_first: bool) -> String {
    let show = match passwords.first() {
        Some(_) if all_shown => Some("show=all".to_owned()),
        Some((number, _)) => Some(format!("show={number}")),
        None => None,
    };
    let order = stuck_first.then(|| "order=stuck".to_owned());
    let query: Vec<String> = show.into_iter().chain(order).collect();
    format!("?{}", query.join("&"))
}
