//! The results of a class as CSV.

use super::CsvFile;
use crate::{i18n, problem::Problem, request::RequestContext, server_fns::results_of};
use core::time::Duration;
use domain::{
    csv_writer::CsvWriter,
    exercises::{Exercise, passed_at},
    results,
    stage::Stage,
    time::{Timestamp, local_date_time, rfc3339},
    view::ResultsView,
};
use texts::Texts;

/// The table for the teacher: in the language of the class, with times in the time zone of the teacher's browser.
pub async fn results_csv(context: &RequestContext, id: &str) -> Result<CsvFile, Problem> {
    let found = results_of(context, id).await?;
    let locale = found.locale.unwrap_or_else(|| context.locale());
    let texts = Texts::of(locale);
    let offset = context.utc_offset();
    let mut csv = CsvWriter::for_excel_in(locale);
    let title = found.title.clone();
    write_seats(&mut csv, texts, Some(&title), found, |time| {
        local_date_time(time, offset)
    });
    Ok(CsvFile::new(&title, texts.results_title(), csv))
}

/// The results of a class for programs, one row a seat: when each badge was earned and how many seconds it took.
pub fn results_table(texts: Texts, found: ResultsView) -> String {
    let mut csv = CsvWriter::default();
    write_seats(&mut csv, texts, None, found, rfc3339);
    csv.into_text()
}

/// With `class`, the last column is the title of the class, so that tables of several classes can be put together.
fn write_seats(
    csv: &mut CsvWriter,
    texts: Texts,
    class: Option<&str>,
    found: ResultsView,
    shown: impl Fn(Timestamp) -> String,
) {
    let stages = Stage::ALL.map(|stage| i18n::stage_name(texts, stage));
    let exercises = results::shown_exercises(found.lesson, &found.seats);
    let names = || exercises.iter().map(|exercise| i18n::exercise_name(texts, *exercise));
    let mut head: Vec<String> = [texts.board_number(), texts.board_login(), texts.board_label()]
        .map(str::to_owned)
        .to_vec();
    head.extend(stages.map(str::to_owned));
    head.extend(stages.map(|stage| texts.results_seconds(stage)));
    head.extend([texts.results_failures(), texts.results_resets()].map(str::to_owned));
    head.extend(names().map(str::to_owned));
    head.extend(names().map(|name| texts.results_seconds(name)));
    head.extend(names().map(|name| texts.exercises_attempts_of(name)));
    head.extend(class.map(|_| texts.classes_class().to_owned()));
    csv.row(head);
    let began = results::lesson_start(&found.seats);
    let seconds = |lap: Option<Duration>| lap.map(|lap| lap.as_secs().to_string()).unwrap_or_default();
    for seat in found.seats {
        let mut row = vec![
            seat.number.to_string(),
            seat.login.clone(),
            seat.label.clone().unwrap_or_default(),
        ];
        row.extend(seat.stages.times().map(|at| at.map(&shown).unwrap_or_default()));
        row.extend(results::stage_durations(seat.stages, began).map(seconds));
        row.extend([seat.failures.to_string(), seat.resets.to_string()]);
        let passed = |exercise: &Exercise| passed_at(&seat.exercises, *exercise).map(&shown);
        row.extend(exercises.iter().map(|exercise| passed(exercise).unwrap_or_default()));
        let lap = |exercise: &Exercise| results::exercise_duration(&seat, *exercise);
        row.extend(exercises.iter().map(|exercise| seconds(lap(exercise))));
        let attempts = |exercise: &Exercise| {
            let badge = seat.exercises.iter().find(|badge| badge.exercise == *exercise);
            badge.map_or(0, |badge| badge.attempts).to_string()
        };
        row.extend(exercises.iter().map(attempts));
        row.extend(class.map(str::to_owned));
        csv.row(row);
    }
}
