//! The audit trail as CSV.

use crate::{
    i18n,
    problem::Problem,
    request::RequestContext,
    server_fns::{AuditQuery, audit_filter},
};
use domain::{csv_writer::CsvWriter, time::rfc3339};
use texts::Texts;

/// The events of the audit trail that match the filter: time, event, affected account, acting administrator.
pub async fn audit_csv(context: &RequestContext, query: &AuditQuery) -> Result<String, Problem> {
    let who = context.member().await?;
    let admin = context.admin(&who).await?;
    let found = context
        .stepwise
        .admin
        .audit_table(admin, &audit_filter(context, query))
        .await;
    let texts = Texts::of(context.locale());
    let mut csv = CsvWriter::default();
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
