//! The printed cards of a class as CSV.

use super::CsvFile;
use crate::{problem::Problem, request::RequestContext, server_fns::handouts_of};
use domain::csv_writer::CsvWriter;
use texts::Texts;

/// The handouts of a class in its language: login, password and label of each seat, and the sign-in address.
pub async fn handouts_csv(context: &RequestContext, id: &str) -> Result<CsvFile, Problem> {
    let handouts = handouts_of(context, id).await?;
    let texts = Texts::of(handouts.locale);
    let mut csv = CsvWriter::for_excel_in(handouts.locale);
    csv.row([
        texts.board_number(),
        texts.board_login(),
        texts.board_password(),
        texts.board_label(),
        texts.results_address(),
        texts.classes_class(),
    ]);
    let address = handouts.sign_in_address();
    for card in &handouts.cards {
        csv.row([
            card.number.to_string().as_str(),
            &card.login,
            &card.password,
            card.label.as_deref().unwrap_or_default(),
            &address,
            &handouts.title,
        ]);
    }
    Ok(CsvFile::new(&handouts.title, texts.handouts_title(), csv))
}
