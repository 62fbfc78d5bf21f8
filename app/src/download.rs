//! CSV tables that teachers and administrators download.

use crate::{
    components::rfc3339,
    i18n,
    problem::Problem,
    request::RequestContext,
    server_fns::{AuditQuery, audit_filter, handouts_of},
};
use domain::{csv::Csv, results, stage::Stage, view::SeatResult};
use texts::Texts;

/// The handouts of a class: login, password and label of each seat, and the sign-in address.
pub async fn handouts_csv(context: &RequestContext, id: &str) -> Result<String, Problem> {
    let handouts = handouts_of(context, id).await?;
    let texts = Texts::of(context.locale());
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

pub async fn results_csv(context: &RequestContext, id: &str) -> Result<String, Problem> {
    let teacher = context.class_manager(id).await?;
    let found = context.stepwise.results(teacher).await?;
    Ok(results_table(Texts::of(context.locale()), found.seats))
}

/// The results of a class, one row a seat: when each stage was reached and how many seconds it took.
pub fn results_table(texts: Texts, seats: Vec<SeatResult>) -> String {
    let mut csv = Csv::default();
    let stages = Stage::ALL.map(|stage| i18n::stage_name(texts, stage));
    let mut head: Vec<String> = [texts.board_number(), texts.board_login(), texts.board_label()]
        .map(str::to_owned)
        .to_vec();
    head.extend(stages.map(str::to_owned));
    head.extend(stages.map(|stage| texts.results_seconds(stage)));
    head.extend([texts.results_failures(), texts.results_resets()].map(str::to_owned));
    csv.row(head);
    let began = results::began(&seats);
    for seat in seats {
        let mut row = vec![seat.number.to_string(), seat.login, seat.label.unwrap_or_default()];
        row.extend(seat.stages.times().map(|at| at.map(rfc3339).unwrap_or_default()));
        let laps = results::laps(seat.stages, began);
        row.extend(laps.map(|lap| lap.map(|lap| lap.as_secs().to_string()).unwrap_or_default()));
        row.extend([seat.failures.to_string(), seat.resets.to_string()]);
        csv.row(row);
    }
    csv.into_text()
}

/// The events of the audit trail that match the filter: time, event, affected account, acting administrator.
pub async fn audit_csv(context: &RequestContext, query: &AuditQuery) -> Result<String, Problem> {
    let who = context.member().await?;
    let admin = who.admin()?;
    let found = context.stepwise.audit_table(admin, &audit_filter(context, query)).await;
    let texts = Texts::of(context.locale());
    let mut csv = Csv::default();
    csv.row([
        texts.admin_when(),
        texts.admin_what(),
        texts.admin_whose(),
        texts.admin_who(),
    ]);
    for event in found? {
        csv.row([
            rfc3339(event.at).as_str(),
            i18n::event_text(texts, event.kind),
            i18n::event_account(texts, &event),
            i18n::event_actor(texts, &event),
        ]);
    }
    Ok(csv.into_text())
}
