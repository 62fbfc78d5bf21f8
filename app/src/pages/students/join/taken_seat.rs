//! Shows the seat that this browser has taken: the student writes down login and password and signs in with both.

use crate::{
    components::{Icon, Picture, PrintButton},
    i18n::use_texts,
    islands::CopyButton,
};
use domain::view::TakenSeat;
use leptos::prelude::*;

#[component]
pub fn Mine(seat: TakenSeat, class: String) -> impl IntoView {
    let texts = use_texts();
    let sign_in = format!("/sign-in?login={}", seat.login);
    let Some(password) = seat.password else {
        return view! {
            <div class="note" role="status">
                <Picture icon=Icon::Info />
                <strong>{texts.join_taken_title()}</strong>
                <p>{texts.join_taken_text()}</p>
            </div>
            <dl class="facts">
                <dt>{texts.board_login()}</dt>
                <dd>
                    <code>{seat.login}</code>
                </dd>
            </dl>
            <a class="button primary big full" href=sign_in>
                {texts.sign_in_submit()}
            </a>
        }
        .into_any();
    };
    let text = format!("{class}\n{}\t{}\n", seat.login, password);
    view! {
        <div class="note good" role="status">
            <Picture icon=Icon::Key />
            <strong>{texts.join_mine_title(seat.number)}</strong>
            <p>{texts.join_mine_text()}</p>
        </div>
        <dl class="my-seat" id="my-seat">
            <div>
                <dt>{texts.board_login()}</dt>
                <dd>{seat.login}</dd>
            </div>
            <div>
                <dt>{texts.board_password()}</dt>
                <dd>{password}</dd>
            </div>
        </dl>
        <div class="row no-print">
            <CopyButton text=text shown="my-seat".to_owned() label=texts.site_copy().to_owned() />
            <PrintButton label=texts.join_print() primary=false />
        </div>
        <a class="button primary big full no-print" href=sign_in>
            {texts.join_sign_in()} " " <Picture icon=Icon::Arrow />
        </a>
    }
    .into_any()
}
