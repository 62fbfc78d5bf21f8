//! The printed cards of a class as CSV.

use crate::{problem::Problem, request::RequestContext, server_fns::handouts_of};
use domain::csv_writer::CsvWriter;
use texts::Texts;

/// The handouts of a class: login, password and label of each seat, and the sign-in address.
pub async fn handouts_csv(context: &RequestContext, id: &str) -> Result<String, Problem> {
    let handouts = handouts_of(context, id).await?;
    let texts = Texts::of(context.locale());
    let mut csv = CsvWriter::default();
    csv.row([
        texts.board_number(),
        texts.board_login(),
        texts.board_password(),
        texts.board_label(),
        texts.results_address(),
    ]);
    let address = format!("{}/sign-in", handouts.address);
    for card in &handouts.cards {
        csv.row([
            card.number.to_string().as_str(),
            &card.login,
            &card.password,
            card.label.as_deref().unwrap_or_default(),
            &address,
        ]);
    }
    Ok(csv.into_text())
}
