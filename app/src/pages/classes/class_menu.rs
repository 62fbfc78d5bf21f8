//! The page with the actions on the whole class. With scripts the board shows its content in a dialog.

mod actions;
mod exercises;
mod settings;

use crate::{
    components::{DialogPage, NotFound, loaded},
    i18n::use_texts,
    server_fns::{Board, ClassAction, ClassActionDone, load_board},
};
use actions::ClassActions;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn ClassMenuPage() -> impl IntoView {
    let texts = use_texts();
    let id = use_params_map()
        .with_untracked(|params| params.get("id"))
        .unwrap_or_default();
    let acted = use_query_map().with_untracked(|query| {
        let what = [ClassAction::AddSeats, ClassAction::Names, ClassAction::TakeBack]
            .into_iter()
            .find(|what| query.get_str("done") == Some(what.code()))?;
        Some(ClassActionDone {
            what,
            many: query.get_str("many").and_then(|many| many.parse().ok()),
        })
    });
    view! {
        {loaded(async move {
            match load_board(id).await {
                Ok(Board::Visible { board, menu: Some(menu), .. }) => view! {
                    <Title text=texts.menu_title() />
                    <DialogPage class=board.id>
                        <p class="eyebrow">{board.title.clone()}</p>
                        <ClassActions class=board.id state=board.changes.state menu=*menu acted=acted />
                    </DialogPage>
                }
                .into_any(),
                _ => view! { <NotFound /> }.into_any(),
            }
        })}
    }
}
