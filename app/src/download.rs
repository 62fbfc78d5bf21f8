//! CSV tables that teachers and administrators download.

use crate::{
    call::{AuditQuery, audit_filter, handouts_of},
    component::rfc3339,
    member_words,
    problem::Problem,
    web::Visit,
    words,
};
use domain::{csv::Csv, results, stage::Stage, view::SeatResult};
use texts::Texts;

/// The handouts of a class: login, password and label of each seat, and the sign-in address.
pub async fn handouts_csv(visit: &Visit, id: &str) -> Result<String, Problem> {
    let handouts = handouts_of(visit, id).await?;
    let texts = Texts::of(visit.locale());
    let mut csv = Csv::default();
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

pub async fn results_csv(visit: &Visit, id: &str) -> Result<String, Problem> {
    let teacher = visit.manages(id).await?;
    let found = visit.stepwise.results(teacher).await;
    let found = found.map_err(|error| visit.problem(error))?;
    Ok(results_table(Texts::of(visit.locale()), found.seats))
}

/// The results of a class, one row a seat: when each stage was reached and how many seconds it took.
pub fn results_table(texts: Texts, seats: Vec<SeatResult>) -> String {
    let mut csv = Csv::default();
    let stages = Stage::ALL.map(|stage| words::of_stage(texts, stage));
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

/// The events of the audit trail that match the filter: time, event, affected account, acting administrator.
pub async fn audit_csv(visit: &Visit, query: &AuditQuery) -> Result<String, Problem> {
    let who = visit.member().await?;
    let admin = who.admin().map_err(|error| visit.problem(error))?;
    let found = visit.stepwise.audit_table(admin, &audit_filter(visit, query)).await;
    let texts = Texts::of(visit.locale());
    let mut csv = Csv::default();
    csv.row([
        texts.admin_when(),
        texts.admin_what(),
        texts.admin_whose(),
        texts.admin_who(),
    ]);
    for event in found.map_err(|error| visit.problem(error))? {
        csv.row([
            rfc3339(event.at).as_str(),
            member_words::of_event(texts, event.kind),
            member_words::whose(texts, &event),
            member_words::by_whom(texts, &event),
        ]);
    }
    Ok(csv.into_text())
}
