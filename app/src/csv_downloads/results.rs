//! The results of a class as CSV.

use super::CsvFile;
use crate::{
    components::{local_date_time, rfc3339},
    i18n,
    problem::Problem,
    request::RequestContext,
    server_fns::results_of,
};
use domain::{csv_writer::CsvWriter, results, stage::Stage, time::Timestamp, view::SeatResult};
use texts::Texts;

/// The table for the teacher: in the language of the class, with times in the time zone of the teacher's browser.
pub async fn results_csv(context: &RequestContext, id: &str) -> Result<CsvFile, Problem> {
    let found = results_of(context, id).await?;
    let locale = found.locale.unwrap_or_else(|| context.locale());
    let texts = Texts::of(locale);
    let offset = context.utc_offset();
    let mut csv = CsvWriter::for_excel_in(locale);
    let class = Some(found.title.as_str());
    write_seats(&mut csv, texts, class, found.seats, |time| {
        local_date_time(time, offset)
    });
    Ok(CsvFile::new(&found.title, texts.results_title(), csv))
}

/// The results of a class for programs, one row a seat: when each stage was reached and how many seconds it took.
pub fn results_table(texts: Texts, seats: Vec<SeatResult>) -> String {
    let mut csv = CsvWriter::default();
    write_seats(&mut csv, texts, None, seats, rfc3339);
    csv.into_text()
}

/// With `class`, the last column is the title of the class, so that tables of several classes can be put together.
fn write_seats(
    csv: &mut CsvWriter,
    texts: Texts,
    class: Option<&str>,
    seats: Vec<SeatResult>,
    shown: impl Fn(Timestamp) -> String,
) {
    let stages = Stage::ALL.map(|stage| i18n::stage_name(texts, stage));
    let mut head: Vec<String> = [texts.board_number(), texts.board_login(), texts.board_label()]
        .map(str::to_owned)
        .to_vec();
    head.extend(stages.map(str::to_owned));
    head.extend(stages.map(|stage| texts.results_seconds(stage)));
    head.extend([texts.results_failures(), texts.results_resets()].map(str::to_owned));
    head.extend(class.map(|_| texts.classes_class().to_owned()));
    csv.row(head);
    let began = results::lesson_start(&seats);
    for seat in seats {
        let mut row = vec![seat.number.to_string(), seat.login, seat.label.unwrap_or_default()];
        row.extend(seat.stages.times().map(|at| at.map(&shown).unwrap_or_default()));
        let laps = results::stage_durations(seat.stages, began);
        row.extend(laps.map(|lap| lap.map(|lap| lap.as_secs().to_string()).unwrap_or_default()));
        row.extend([seat.failures.to_string(), seat.resets.to_string()]);
        row.extend(class.map(str::to_owned));
        csv.row(row);
    }
}
