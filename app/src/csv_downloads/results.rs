//! The results of a class as CSV.

use crate::{components::rfc3339, i18n, problem::Problem, request::RequestContext};
use core::time::Duration;
use domain::{
    csv_writer::CsvWriter,
    exercises::{Exercise, passed_at},
    results,
    stage::Stage,
    view::ResultsView,
};
use texts::Texts;

pub async fn results_csv(context: &RequestContext, id: &str) -> Result<String, Problem> {
    let teacher = context.class_manager(id).await?;
    let found = context.stepwise.classes.results(teacher).await?;
    Ok(results_table(Texts::of(context.locale()), found))
}

/// The results of a class, one row a seat: when each badge was earned and how many seconds it took.
pub fn results_table(texts: Texts, class: ResultsView) -> String {
    let mut csv = CsvWriter::default();
    let stages = Stage::ALL.map(|stage| i18n::stage_name(texts, stage));
    let exercises = results::shown_exercises(class.lesson, &class.seats);
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
    csv.row(head);
    let began = results::lesson_start(&class.seats);
    let seconds = |lap: Option<Duration>| lap.map(|lap| lap.as_secs().to_string()).unwrap_or_default();
    for seat in class.seats {
        let mut row = vec![
            seat.number.to_string(),
            seat.login.clone(),
            seat.label.clone().unwrap_or_default(),
        ];
        row.extend(seat.stages.times().map(|at| at.map(rfc3339).unwrap_or_default()));
        row.extend(results::stage_durations(seat.stages, began).map(seconds));
        row.extend([seat.failures.to_string(), seat.resets.to_string()]);
        let passed = |exercise: &Exercise| passed_at(&seat.exercises, *exercise).map(rfc3339);
        row.extend(exercises.iter().map(|exercise| passed(exercise).unwrap_or_default()));
        let lap = |exercise: &Exercise| results::exercise_duration(&seat, *exercise);
        row.extend(exercises.iter().map(|exercise| seconds(lap(exercise))));
        let attempts = |exercise: &Exercise| {
            let badge = seat.exercises.iter().find(|badge| badge.exercise == *exercise);
            badge.map_or(0, |badge| badge.attempts).to_string()
        };
        row.extend(exercises.iter().map(attempts));
        csv.row(row);
    }
    csv.into_text()
}
