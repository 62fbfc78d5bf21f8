//! Shows the seat that this browser has taken: the student writes down login and password and types the password below.

use super::sign_in::SeatSignIn;
use crate::{
    components::{BoldBeginnings, Icon, Picture, PrintButton},
    i18n::use_texts,
    islands::CopyButton,
    server_fns::SignIn,
};
use domain::{
    typing::{enough_of_login, enough_of_password},
    view::TakenSeat,
};
use leptos::prelude::*;

#[component]
pub fn Mine(seat: TakenSeat, class: String, sign_in: ServerAction<SignIn>) -> impl IntoView {
    let texts = use_texts();
    let Some(password) = seat.password else {
        let sign_in = format!("/sign-in?login={}", seat.login);
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
                <dd>
                    <BoldBeginnings parts=enough_of_login(&seat.login) text=seat.login.clone() />
                </dd>
            </div>
            <div>
                <dt>{texts.board_password()}</dt>
                <dd>
                    <BoldBeginnings parts=enough_of_password(&password) text=password />
                </dd>
            </div>
        </dl>
        <p class="fine">{texts.card_bold_enough()}</p>
        <div class="row no-print">
            <CopyButton text=text shown="my-seat".to_owned() label=texts.site_copy().to_owned() />
            <PrintButton label=texts.join_print() primary=false />
        </div>
        <SeatSignIn sign_in=sign_in login=seat.login />
    }
    .into_any()
}
