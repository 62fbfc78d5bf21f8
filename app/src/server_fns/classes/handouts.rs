//! The server function of the handouts: cards with login and password for all seats.

use crate::problem::Problem;
use domain::{ids::ClassId, locale::Locale};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Handouts {
    pub title: String,
    /// The address of the site that students enter in their browsers.
    pub address: String,
    /// The language of the cards: that of the class.
    pub locale: Locale,
    /// Whether students use their own phones.
    pub phones: bool,
    /// True if the address works on the server's machine only.
    pub loopback_only: bool,
    pub class: ClassId,
    /// The number of seats whose cards are not marked as handed out, and which students can therefore take.
    pub unmarked: usize,
    pub cards: Vec<Card>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Card {
    pub number: u16,
    pub login: String,
    pub password: String,
    pub label: Option<String>,
}

impl core::fmt::Debug for Card {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Card")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl Handouts {
    /// The address that students type.
    pub fn sign_in_address(&self) -> String {
        format!("{}/sign-in", self.address)
    }

    /// The address in the QR code of a card: the sign-in with the login filled in. It contains no secret.
    pub fn card_address(&self, card: &Card) -> String {
        let (login, lang) = (&card.login, self.locale.tag());
        format!("{}?login={login}&lang={lang}", self.sign_in_address())
    }

    /// The cards as plain text for a message or a document, one line a card.
    pub fn as_text(&self) -> String {
        let lines = self.cards.iter().map(|card| {
            let label = card
                .label
                .as_deref()
                .map(|label| format!("\t{label}"))
                .unwrap_or_default();
            format!("{}\t{}\t{}{label}\n", card.number, card.login, card.password)
        });
        format!("{}\n{}\n", self.title, self.sign_in_address()) + &lines.collect::<String>()
    }
}

#[server(prefix = "/sfn", endpoint = "handouts", input = GetUrl)]
pub async fn load_handouts(id: String) -> Result<Handouts, Problem> {
    let context = crate::request::RequestContext::current()?;
    handouts_of(&context, &id).await
}
pub async fn handouts_of(context: &crate::request::RequestContext, id: &str) -> Result<Handouts, Problem> {
    let teacher = context.class_manager(id).await?;
    let board = context.stepwise.classes.board(teacher).await?;
    let passwords = context.stepwise.classes.seat_passwords(teacher, None).await?;
    let address = context.origin_for_others();
    let mut seats = board.seats().iter();
    let cards = passwords.into_iter().filter_map(|(number, password)| {
        // Both lists are sorted by number.
        let seat = seats.find(|seat| seat.number == number)?;
        Some(Card {
            number,
            login: seat.login.clone(),
            password,
            label: seat.label.clone(),
        })
    });
    Ok(Handouts {
        cards: cards.collect(),
        title: board.title.clone(),
        locale: board.locale,
        phones: board.phones,
        loopback_only: context.site.loopback_only,
        class: board.id,
        unmarked: board.seats().iter().filter(|seat| seat.is_free()).count(),
        address,
    })
}
