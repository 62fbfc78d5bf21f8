//! A class as its teacher sees it: every seat, four badges, live.

mod counts;
mod head;
mod help;
mod live;
mod row;

use crate::{
    call::{Board, load_board, load_seat_passwords},
    component::{Message, NotFound, Qr, Scene, loaded},
    visitor::use_texts,
    words,
};
use counts::Counts;
use domain::{refusal::Refusal, view::BoardView};
use head::{Head, JoinBar, LoopbackWarning, TeacherLink};
use help::Help;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
pub use live::Live;
use row::Rows;

/// What a page without scripts is asked to show: one seat's password, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shown {
    passwords: Vec<(u16, String)>,
}

#[component]
pub fn BoardPage() -> impl IntoView {
    let texts = use_texts();
    let id = use_params_map()
        .with_untracked(|params| params.get("id"))
        .unwrap_or_default();
    let show = use_query_map().with_untracked(|query| query.get("show"));
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
                Ok((Board::Awake { board, address, address_qr, loopback_only, teacher_link }, passwords)) => {
                    let shown = Shown { passwords };
                    view! { <Awake board=*board address address_qr loopback_only teacher_link shown /> }.into_any()
                }
                Ok((Board::Asleep { login }, _)) => view! { <Asleep login=login /> }.into_any(),
                Err(problem) if problem.refusal == Refusal::NotFound => view! { <NotFound /> }.into_any(),
                Err(problem) => view! {
                    <Message
                        scene=Scene::Broken
                        title=texts.message_broken_title()
                        text=words::of_problem(texts, &problem, "")
                    >
                        <a class="button" href="/">{texts.site_first_page()}</a>
                    </Message>
                }
                .into_any(),
            }
        })}
    }
}

/// The teacher tries a student's login in her own browser.
#[component]
fn Asleep(login: String) -> impl IntoView {
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
fn Awake(
    board: BoardView,
    address: String,
    address_qr: Qr,
    loopback_only: bool,
    teacher_link: Option<String>,
    shown: Shown,
) -> impl IntoView {
    let texts = use_texts();
    let id = board.id;
    let title = board.title.clone();
    let all_shown = !board.seats().is_empty() && shown.passwords.len() == board.seats().len();
    // With its own address: one that ends in a row's name would be a jump, not a reload.
    let query = match (all_shown, shown.passwords.first()) {
        (true, _) => "show=all".to_owned(),
        (false, Some((number, _))) => format!("show={number}"),
        (false, None) => String::new(),
    };
    let refresh = format!(r#"<meta http-equiv="refresh" content="5;url=?{query}">"#);
    let live = Live::start(board, shown.passwords);
    view! {
        <Title text=title.clone() />
        // Only where there are no scripts: with them the board follows by itself.
        <noscript inner_html=refresh></noscript>
        <main class="page wide" id="main">
            <Head live=live />
            {loopback_only.then(|| view! { <LoopbackWarning /> })}
            {teacher_link.map(|link| view! { <TeacherLink id=id link=link /> })}
            <JoinBar address=address qr=address_qr />
            <Counts live=live />
            <div class="tools">
                <AllPasswords live=live all_shown=all_shown />
            </div>
            <Rows live=live title=title />
            <Help live=live />
            <p class="visually-hidden" role="status" aria-live="polite">
                {move || live.news.get()}
            </p>
            <p class="without-scripts fine">{texts.board_no_scripts()}</p>
        </main>
    }
}

#[component]
fn AllPasswords(live: Live, all_shown: bool) -> impl IntoView {
    let texts = use_texts();
    let all_shown = RwSignal::new(all_shown);
    let toggle = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if all_shown.get_untracked() {
            live.hide_passwords(None);
            all_shown.set(false);
        } else {
            live.show_passwords(None);
            all_shown.set(true);
        }
    };
    view! {
        <a
            class="button quiet"
            role="button"
            href=move || if all_shown.get() { "?" } else { "?show=all" }
            on:click=toggle
        >
            {move || if all_shown.get() { texts.board_hide_all() } else { texts.board_show_all() }}
        </a>
    }
}
