//! Receipts of acts on the board and on the page of the cards: what has changed, and a button that undoes it. They
//! disappear by themselves; the style sheet counts the ten seconds.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    server_fns::{ClassAction, Receipt, SeatAction},
};
use domain::ids::ClassId;
use leptos::prelude::*;
use texts::Texts;

/// The element is in the page also without a receipt, because screen readers announce only changes inside it. The dialog
/// over the board fills it with the receipt of its act.
#[component]
pub fn Receipts(class: ClassId, receipt: Option<Receipt>) -> impl IntoView {
    view! {
        <div class="toasts" id="receipts" role="status">
            {receipt.map(|receipt| view! { <ShownReceipt class=class receipt=receipt /> })}
        </div>
    }
}

#[component]
fn ShownReceipt(class: ClassId, receipt: Receipt) -> impl IntoView {
    let texts = use_texts();
    let undo = undo_of(&receipt);
    view! {
        <div class="toast receipt">
            <Picture icon=Icon::Check />
            <p>{text_of(texts, &receipt)}</p>
            {undo
                .map(|(action, fields)| view! {
                    <form method="post" action=action>
                        <input type="hidden" name="id" value=class.to_string() />
                        {fields
                            .into_iter()
                            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                            .collect_view()}
                        <button class="button small">{texts.receipt_undo()}</button>
                    </form>
                })}
        </div>
    }
}

fn text_of(texts: Texts, receipt: &Receipt) -> String {
    match receipt {
        Receipt::Paused => texts.receipt_paused().to_owned(),
        Receipt::GoesOn => texts.receipt_goes_on().to_owned(),
        Receipt::EndChanged => texts.receipt_end_changed().to_owned(),
        Receipt::Ended => texts.receipt_ended().to_owned(),
        Receipt::ReadLinkOff => texts.receipt_read_link_off().to_owned(),
        Receipt::LessonChanged => texts.receipt_lesson_changed().to_owned(),
        Receipt::LanguageChanged => texts.receipt_language_changed().to_owned(),
        Receipt::PhonesOn => texts.receipt_phones_on().to_owned(),
        Receipt::PhonesOff => texts.receipt_phones_off().to_owned(),
        Receipt::DebriefOn => texts.debrief_started().to_owned(),
        Receipt::DebriefOff => texts.debrief_stopped().to_owned(),
        Receipt::SelfJoinOn => texts.receipt_self_join_on().to_owned(),
        Receipt::SelfJoinOff => texts.receipt_self_join_off().to_owned(),
        Receipt::HandedOut { seats, .. } => texts.receipt_handed_out(*seats),
        Receipt::CardsTakenBack { seats } => texts.receipt_cards_taken_back(*seats),
        Receipt::Labelled { number, .. } => texts.receipt_labelled(number),
        Receipt::Unlocked(number) => texts.receipt_unlocked(number),
        Receipt::Helped(number) => texts.receipt_helped(number),
        Receipt::FactorReset(number) => texts.receipt_factor_reset(number),
        Receipt::NewPassword(number) => texts.receipt_new_password(number),
        Receipt::SeatTakenBack(number) => texts.receipt_seat_taken_back(number),
        Receipt::Freed(number) => texts.receipt_freed(number),
        Receipt::Removed(number) => texts.receipt_removed(number),
    }
}

type Fields = Vec<(&'static str, String)>;

/// The form that undoes the act: its address, and its fields besides the class.
fn undo_of(receipt: &Receipt) -> Option<(&'static str, Fields)> {
    let act = |what: ClassAction| ("/classes/act", vec![("what", what.code().to_owned())]);
    let self_join = |on: bool| ("/classes/self-join", vec![("on", on.to_string())]);
    Some(match receipt {
        Receipt::Paused => act(ClassAction::GoOn),
        Receipt::GoesOn => act(ClassAction::Pause),
        Receipt::PhonesOn => act(ClassAction::PhonesOff),
        Receipt::PhonesOff => act(ClassAction::Phones),
        Receipt::DebriefOn => act(ClassAction::DebriefOff),
        Receipt::DebriefOff => act(ClassAction::Debrief),
        Receipt::SelfJoinOn => self_join(false),
        Receipt::SelfJoinOff => self_join(true),
        Receipt::HandedOut { seats, at } if *seats > 0 => {
            let since = at.micros().to_string();
            ("/classes/handed-out", vec![("on", false.to_string()), ("since", since)])
        }
        Receipt::Labelled { number, before } => (
            "/classes/seat",
            vec![
                ("number", number.to_string()),
                ("act", SeatAction::Label.code().to_owned()),
                ("label", before.clone().unwrap_or_default()),
            ],
        ),
        _ => return None,
    })
}
