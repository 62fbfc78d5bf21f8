//! The badges of a class as a CSV table for the import of grades in Moodle.

use super::CsvFile;
use crate::{i18n, problem::Problem, request::RequestContext, server_fns::results_of};
use domain::{
    csv_writer::CsvWriter,
    grades::{Grades, Identifier},
    results::shown_exercises,
    stage::Stage,
};
use texts::Texts;

/// One row a student: the identifier, the name, one column for each badge (1 or 0), and their sum. The separator is the
/// one that Excel and Moodle expect in the language of the class.
pub async fn grades_csv(context: &RequestContext, id: &str) -> Result<CsvFile, Problem> {
    let found = results_of(context, id).await?;
    let locale = found.locale.unwrap_or_else(|| context.locale());
    let texts = Texts::of(locale);
    let exercises = shown_exercises(found.lesson, &found.seats);
    let grades = Grades::of(&found.seats, &exercises);
    let identifier = match grades.identifier {
        Identifier::Email => texts.names_email(),
        Identifier::Number => texts.names_number(),
        Identifier::Login => texts.board_login(),
    };
    let stages = Stage::ALL.map(|stage| i18n::stage_name(texts, stage));
    let exercises = exercises.iter().map(|exercise| i18n::exercise_name(texts, *exercise));
    let mut csv = CsvWriter::for_excel_in(locale);
    csv.row(
        [identifier, texts.board_label()]
            .into_iter()
            .chain(stages)
            .chain(exercises)
            .chain([texts.names_points()]),
    );
    for row in grades.rows {
        let points = row.points().to_string();
        let badges = row.badges.iter().map(|badge| u8::from(*badge).to_string());
        csv.row([row.identifier, row.name].into_iter().chain(badges).chain([points]));
    }
    Ok(CsvFile::new(&found.title, texts.names_grades_title(), csv))
}
