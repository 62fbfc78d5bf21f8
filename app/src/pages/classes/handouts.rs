//! The page of cards to print and cut, eight to a sheet: address, login and password of each seat, in the language of the
//! class. The cards are readable in black and white. They do not show the labels, which only the teacher sees.

use super::receipts::Receipts;
use crate::{
    components::{
        Alert, BoldBeginnings, Icon, LoopbackWarning, NotFound, Picture, PrintButton, Qr, QrCode, StyleSheet,
        StyleSheets, TypedAddress, loaded,
    },
    i18n::{self, use_texts},
    islands::CopyButton,
    pages::form_errors::show_form_errors,
    server_fns::{Card, Handouts, MarkHandedOut, Receipt, load_handouts, take_receipt},
};
use domain::typing::{enough_of_login, enough_of_password};
use leptos::prelude::*;
use leptos_meta::{Body, Title};
use leptos_router::hooks::{use_params_map, use_query_map};
use texts::Texts;

const CARDS_A_PAGE: usize = 8;

#[component]
pub fn HandoutsPage() -> impl IntoView {
    let texts = use_texts();
    let id = use_params_map()
        .with_untracked(|params| params.get("id"))
        .unwrap_or_default();
    let twice = use_query_map().with_untracked(|query| query.get("copies").as_deref() == Some("2"));
    view! {
        <Title text=texts.handouts_title() />
        <StyleSheets sheets=&[StyleSheet::Handouts] />
        {loaded(async move {
            match load_handouts(id.clone()).await {
                Ok(handouts) => {
                    let receipt = take_receipt(&id);
                    view! { <Sheets id=id handouts=handouts twice=twice receipt=receipt /> }.into_any()
                }
                Err(_) => view! { <NotFound /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Sheets(id: String, handouts: Handouts, twice: bool, receipt: Option<Receipt>) -> impl IntoView {
    let texts = use_texts();
    let text = handouts.as_text();
    let copies = if twice { 2 } else { 1 };
    // If the teacher prints two copies of each card, both copies are side by side.
    let cards: Vec<Card> = handouts
        .cards
        .iter()
        .flat_map(|card| core::iter::repeat_n(card.clone(), copies))
        .collect();
    let (other, label) = if twice {
        ("?", texts.handouts_once())
    } else {
        ("?copies=2", texts.handouts_twice())
    };
    let count = handouts.cards.len() as u64;
    let hand_out = ServerAction::<MarkHandedOut>::new();
    show_form_errors(hand_out);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &hand_out.value().get()?.err()?, "")));
    view! {
        <Body attr:class="wide" />
        <main class="page wide" id="main">
            <header class="page-head no-print">
                <div>
                    <h1 tabindex="-1">{texts.handouts_title()}</h1>
                    <p class="lead">{texts.handouts_lead(count)}</p>
                </div>
                <div class="row">
                    <a class="button quiet" href=format!("/classes/{id}")>
                        <Picture icon=Icon::Back />
                        " "
                        {texts.help_back()}
                    </a>
                    <a class="button" href=other>
                        {label}
                    </a>
                    <CopyButton
                        text=text.clone()
                        shown="as-text".to_owned()
                        label=texts.handouts_as_text().to_owned()
                    />
                    <a class="button" href=format!("/classes/{id}/handouts.csv") download>
                        <Picture icon=Icon::Download />
                        " "
                        {texts.join_csv()}
                    </a>
                    <PrintButton label=texts.recovery_print() primary=true />
                </div>
            </header>
            {handouts.loopback_only.then(|| view! { <div class="no-print"><LoopbackWarning /></div> })}
            <div class="no-print">
                <Alert text=trouble />
                <HandedOut id=id unmarked=handouts.unmarked />
            </div>
            <div class="sheets" role="region" aria-label=texts.handouts_title() tabindex="0">
                {cards
                    .chunks(CARDS_A_PAGE)
                    .map(|cards| {
                        view! {
                            <section class="sheet">
                                {cards
                                    .iter()
                                    .map(|card| view! { <Handout card=card.clone() handouts=handouts.clone() /> })
                                    .collect_view()}
                            </section>
                        }
                    })
                    .collect_view()}
            </div>
            <Receipts class=handouts.class receipt=receipt />
            <pre class="visually-hidden no-print" id="as-text" aria-hidden="true">{text}</pre>
        </main>
    }
}

/// Asks whether these cards are handed out, because only the teacher knows: printing or downloading changes nothing.
#[component]
fn HandedOut(
    id: String,
    /// The number of seats that students without a card can still take.
    unmarked: usize,
) -> impl IntoView {
    let texts = use_texts();
    let is_out = unmarked == 0;
    let (title, text, button) = match is_out {
        true => (
            texts.cards_out_title().to_owned(),
            texts.cards_out_text(),
            texts.join_not_out(),
        ),
        false => (
            texts.cards_ask_title(unmarked as u64),
            texts.cards_ask_text(),
            texts.join_these_are_out(),
        ),
    };
    view! {
        <div class="note" class:accent=!is_out class:good=is_out>
            <Picture icon=if is_out { Icon::Check } else { Icon::Print } />
            <strong>{title}</strong>
            <p>{text}</p>
            <form class="row" method="post" action="/classes/handed-out">
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="on" value=(!is_out).to_string() />
                <button class="button small">{button}</button>
            </form>
        </div>
    }
}

#[component]
fn Handout(card: Card, handouts: Handouts) -> impl IntoView {
    let texts = Texts::of(handouts.locale);
    let lang = (texts != use_texts()).then(|| texts.locale().tag());
    let qr = Qr::of(&handouts.card_address(&card)).ok();
    let (open, keep) = match handouts.phones {
        true => (texts.card_step_scan(), texts.card_step_phone()),
        false => (texts.card_step_open(), texts.card_step_no_phone()),
    };
    view! {
        <article class="handout" lang=lang>
            <h2>
                <b>{handouts.title.clone()}</b>
                " "
                <span>{texts.help_seat(card.number)}</span>
            </h2>
            <dl>
                <dt>{texts.handouts_open()}</dt>
                <dd class="address"><TypedAddress address=handouts.sign_in_address() /></dd>
                <dt>{texts.board_login()}</dt>
                <dd>
                    <BoldBeginnings parts=enough_of_login(&card.login) text=card.login />
                </dd>
                <dt>{texts.board_password()}</dt>
                <dd>
                    <BoldBeginnings parts=enough_of_password(&card.password) text=card.password />
                </dd>
            </dl>
            <figure>
                {qr.map(|qr| view! { <QrCode qr=qr label=texts.card_qr() /> })}
            </figure>
            <ol>
                <li>{open}</li>
                <li>{texts.card_step_sign_in()}</li>
                <li>{keep}</li>
            </ol>
            <p class="sign">{texts.handouts_name()}</p>
        </article>
    }
}
