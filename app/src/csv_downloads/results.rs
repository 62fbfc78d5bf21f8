//! The results of a class as CSV.

use crate::{components::rfc3339, i18n, problem::Problem, request::RequestContext};
use domain::{csv_writer::CsvWriter, results, stage::Stage, view::SeatResult};
use texts::Texts;

pub async fn results_csv(context: &RequestContext, id: &str) -> Result<String, Problem> {
    let teacher = context.class_manager(id).await?;
    let found = context.stepwise.classes.results(teacher).await?;
    Ok(results_table(Texts::of(context.locale()), found.seats))
}

/// The results of a class, one row a seat: when each stage was reached and how many seconds it took.
pub fn results_table(texts: Texts, seats: Vec<SeatResult>) -> String {
    let mut csv = CsvWriter::default();
    let stages = Stage::ALL.map(|stage| i18n::stage_name(texts, stage));
    let mut head: Vec<String> = [texts.board_number(), texts.board_login(), texts.board_label()]
        .map(str::to_owned)
        .to_vec();
    head.extend(stages.map(str::to_owned));
    head.extend(stages.map(|stage| texts.results_seconds(stage)));
    head.extend([texts.results_failures(), texts.results_resets()].map(str::to_owned));
    csv.row(head);
    let began = results::lesson_start(&seats);
    for seat in seats {
        let mut row = vec![seat.number.to_string(), seat.login, seat.label.unwrap_or_default()];
        row.extend(seat.stages.times().map(|at| at.map(rfc3339).unwrap_or_default()));
        let laps = results::stage_durations(seat.stages, began);
        row.extend(laps.map(|lap| lap.map(|lap| lap.as_secs().to_string()).unwrap_or_default()));
        row.extend([seat.failures.to_string(), seat.resets.to_string()]);
        csv.row(row);
    }
    csv.into_text()
}
