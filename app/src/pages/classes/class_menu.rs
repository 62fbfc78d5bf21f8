//! The page with the actions on the whole class, for browsers without scripts. With scripts the board shows the same
//! components in a dialog.

mod actions;

use crate::{
    browser,
    components::{DialogPage, NotFound, loaded},
    i18n::use_texts,
    server_fns::{Board, ClassAction, ClassActionDone, load_board},
};
pub use actions::ClassActions;
use domain::ids::ClassId;
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
    let board = Resource::new_blocking(move || id.clone(), load_board);
    view! {
        {loaded(move || {
            let acted = acted.clone();
            async move {
                match board.await {
                    Ok(Board::Visible { board, menu: Some(menu), .. }) => view! {
                        <Title text=texts.menu_title() />
                        // After an action, the page leads back to the board.
                        <DialogPage class=board.id>
                            <p class="eyebrow">{board.title.clone()}</p>
                            <ClassActions class=board.id state=board.changes.state menu=menu acted=acted done=back_to(board.id) />
                        </DialogPage>
                    }
                    .into_any(),
                    _ => view! { <NotFound /> }.into_any(),
                }
            }
        })}
    }
}

/// Leads back to the board, which shows the result of every action.
fn back_to(class: ClassId) -> Callback<ClassActionDone> {
    Callback::new(move |_| browser::navigate_to(&format!("/classes/{class}")))
}
