//! The board of a class: one row a seat with four badges, updated live.

mod counts;
mod header;
mod help_dialog;
mod join_bar;
mod live;
mod menu_dialog;
mod progress_chart;
mod rows;
mod tools;

use crate::{
    components::{LoadError, Message, Qr, Scene, loaded},
    i18n::use_texts,
    server_fns::{Board, ClassMenu, load_board, load_seat_passwords},
};
use counts::Counts;
use domain::{session::LinkKind, view::BoardView};
use header::{Head, LoopbackWarning, ShownLink};
use help_dialog::Help;
pub use join_bar::JoinAddress;
use join_bar::JoinBar;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
pub use live::{Live, Seat};
use menu_dialog::{Menu, Over, TakeOver};
use progress_chart::ProgressDisclosure;
use rows::Rows;
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
    let opened = Resource::new_blocking(
        move || (id.clone(), show.clone()),
        |(id, show)| async move {
            let board = load_board(id.clone()).await?;
            let passwords = match show.as_deref() {
                Some("all") => load_seat_passwords(id, None).await?,
                Some(number) => load_seat_passwords(id, number.parse().ok()).await.unwrap_or_default(),
                None => Vec::new(),
            };
            Ok::<_, crate::problem::Problem>((board, passwords))
        },
    );
    view! {
        {loaded(move || async move {
            match opened.await {
                Ok((Board::Visible { board, address, address_qr, loopback_only, teacher_link, read_link, menu }, passwords)) => {
                    let shown = Shown { passwords, teacher_link, read_link };
                    view! { <VisibleBoard board=*board address address_qr loopback_only menu shown stuck_first /> }.into_any()
                }
                Ok((Board::SignedInAsStudent { login }, _)) => view! { <SignedInAsStudent login=login /> }.into_any(),
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
    address: String,
    address_qr: Qr,
    loopback_only: bool,
    menu: Option<ClassMenu>,
    shown: Shown,
    stuck_first: bool,
) -> impl IntoView {
    let texts = use_texts();
    let id = board.id;
    let title = board.title.clone();
    let all_shown = !board.seats().is_empty() && shown.passwords.len() == board.seats().len();
    let first_shown = shown.passwords.first().map(|(number, _)| number.to_string());
    let join_code = board.join_code.clone();
    let live = Live::start(board, shown.passwords, stuck_first);
    // The `refresh` tag contains the address of the board. Without this address, the browser would refresh the current
    // address, and if that ends in `#seat-..`, the browser would scroll to the row instead of reloading the page.
    let own = live.address(if all_shown { Some("all") } else { first_shown.as_deref() });
    // While a new link is shown the page does not refresh, so that the teacher can copy the link.
    let link_shown = shown.teacher_link.is_some() || shown.read_link.is_some();
    let refresh = (!link_shown).then(|| format!(r#"<meta http-equiv="refresh" content="15;url={own}">"#));
    let live = if menu.is_some() { live } else { live.looking_on() };
    view! {
        <Title text=title.clone() />
        // Refreshes the page in browsers without scripts. With scripts the board follows its stream.
        {refresh.map(|refresh| view! { <noscript inner_html=refresh></noscript> })}
        <main class="page wide" id="main" data-lives="">
            <Head live=live />
            {loopback_only.then(|| view! { <LoopbackWarning /> })}
            {shown.teacher_link.map(|link| view! { <ShownLink id=id kind=LinkKind::Teacher link=link /> })}
            {shown.read_link.map(|link| view! { <ShownLink id=id kind=LinkKind::Reader link=link /> })}
            {match &menu {
                Some(menu) => view! {
                    <Over live=live kept_days=menu.kept_days />
                    {menu.take_over.then(|| view! { <TakeOver id=id /> })}
                }
                .into_any(),
                None => view! { <p class="note once">{texts.menu_looking_on()}</p> }.into_any(),
            }}
            <JoinBar live=live address=address code=join_code qr=address_qr />
            <Counts live=live />
            <ProgressDisclosure live=live />
            <Tools live=live all_shown=all_shown />
            <Rows live=live title=title />
            {menu.map(|menu| view! { <Help live=live /> <Menu live=live menu=menu /> })}
            <p class="visually-hidden" role="status" aria-live="polite">
                {move || live.news.get()}
            </p>
            <p class="without-scripts fine">{texts.board_no_scripts()}</p>
        </main>
    }
}
