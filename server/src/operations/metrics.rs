//! Serves metrics for Prometheus: counts and times, without names or addresses of users. By default only clients on
//! this machine are allowed to read the metrics. The operator can set a token or a separate address instead.

use super::process_metrics;
use crate::{config::Serve, middleware::request::this_machine::comes_from_loopback};
use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use backend::{Stepwise, notify::Channel};
use domain::recipient_limit::Cause;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::{sync::OnceLock, time::Duration};
use subtle::ConstantTimeEq;

const DURATION_BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0];
/// How often recorded times are sorted into their buckets, even if no scraper requests the metrics.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The clients that are allowed to read the metrics.
#[derive(Clone, Default)]
pub enum MetricsAccess {
    /// Clients on this machine, without a proxy in between.
    #[default]
    Loopback,
    /// Clients that send the token.
    Token(String),
    /// All clients that can reach the separate address, which serves only metrics.
    SeparateAddress,
}

impl MetricsAccess {
    /// The clients that are allowed to read `/metrics` at the address of the site.
    pub fn from_settings(settings: &Serve) -> Self {
        match (&settings.metrics_token, settings.metrics_addr) {
            (Some(token), _) => Self::Token(token.clone()),
            (None, Some(_)) => Self::SeparateAddress,
            (None, None) => Self::Loopback,
        }
    }

    fn allows(&self, request: &Request) -> bool {
        match self {
            Self::SeparateAddress => false,
            Self::Token(token) => {
                let given = request
                    .headers()
                    .get(header::AUTHORIZATION)
                    .and_then(|value| value.to_str().ok());
                let given = given
                    .and_then(|value| value.strip_prefix("Bearer "))
                    .unwrap_or_default();
                bool::from(given.as_bytes().ct_eq(token.as_bytes()))
            }
            Self::Loopback => comes_from_loopback(request),
        }
    }
}

#[derive(Clone)]
struct MetricsState {
    stepwise: Stepwise,
    access: MetricsAccess,
}

/// The route `/metrics` at the address of the site. Clients that are not allowed to read the metrics get 404.
pub fn routes(stepwise: Stepwise, access: MetricsAccess) -> Router {
    let state = MetricsState { stepwise, access };
    Router::new().route("/metrics", get(guarded)).with_state(state)
}

/// The route `/metrics` at the separate address. Every client that can reach that address can read the metrics.
pub fn unguarded_routes(stepwise: Stepwise) -> Router {
    let show = async |State(stepwise): State<Stepwise>| show(&stepwise).await;
    Router::new().route("/metrics", get(show)).with_state(stepwise)
}

async fn guarded(State(state): State<MetricsState>, request: Request) -> Response {
    if !state.access.allows(&request) {
        return StatusCode::NOT_FOUND.into_response();
    }
    show(&state.stepwise).await
}

async fn show(stepwise: &Stepwise) -> Response {
    match render(stepwise).await {
        Some(text) => ([(header::CONTENT_TYPE, TEXT_FORMAT)], text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// All metrics of this process as text. `None` if no recorder is installed.
pub async fn render(stepwise: &Stepwise) -> Option<String> {
    let handle = RECORDER.get().and_then(Option::as_ref)?;
    let pool = stepwise.operations.pool_size();
    gauge!("stepwise_db_connections", "state" => "idle").set(pool.idle);
    gauge!("stepwise_db_connections", "state" => "used").set(pool.open.saturating_sub(pool.idle));
    counter!("stepwise_database_statements_total").absolute(stepwise.operations.statements_so_far());
    gauge!("stepwise_waiting_passwords").set(stepwise.waiting_passwords() as f64);
    // If the database does not answer, the other metrics are still returned.
    if let Ok(Ok(figures)) = tokio::time::timeout(Duration::from_secs(2), stepwise.operations.figures()).await {
        gauge!("stepwise_open_classes").set(figures.open_classes as f64);
        gauge!("stepwise_waiting_mails").set(figures.waiting_mails as f64);
    }
    process_metrics::collect();
    Some(handle.render())
}

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Installs the recorder. Only the first call of a process has an effect.
pub fn install() {
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets(&DURATION_BUCKETS).ok()?;
        let handle = builder.install_recorder().ok()?;
        describe();
        Some(handle)
    });
}

pub async fn upkeep() {
    loop {
        tokio::time::sleep(UPKEEP_INTERVAL).await;
        if let Some(handle) = RECORDER.get().and_then(Option::as_ref) {
            handle.run_upkeep();
        }
    }
}

fn describe() {
    describe_counter!(
        "stepwise_http_requests_total",
        "Answered requests, by the pattern of their route"
    );
    describe_histogram!(
        "stepwise_http_request_duration_seconds",
        Unit::Seconds,
        "Time from the complete head of a request to its response"
    );
    describe_counter!(
        "stepwise_sign_ins_total",
        "Checked passwords and second factors, by outcome"
    );
    describe_counter!("stepwise_stages_passed_total", "Badges that turned green");
    describe_counter!(
        "stepwise_refusals_total",
        "Refused requests by reason, including throttled ones"
    );
    describe_counter!("stepwise_mails_total", "Mails and text messages, by outcome");
    describe_counter!(
        "stepwise_messages_suppressed_total",
        "Mails and text messages that were not queued because their recipient got too many within an hour"
    );
    describe_gauge!(
        "stepwise_waiting_passwords",
        "Passwords that wait to be hashed or compared on this replica"
    );
    describe_counter!("stepwise_swept_total", "Rows that housekeeping deleted on this replica");
    describe_gauge!("stepwise_connections", "Open connections of browsers and proxies");
    describe_gauge!("stepwise_streams", "Open streams of boards and lesson pages");
    describe_counter!("stepwise_streams_ended_total", "Streams that have ended, by reason");
    describe_counter!(
        "stepwise_streams_refused_total",
        "Streams that were refused because the session or the server has too many"
    );
    describe_counter!(
        "stepwise_streams_behind_total",
        "Summaries for streams whose clients read too slowly"
    );
    describe_gauge!("stepwise_open_classes", "Classes that have not ended");
    describe_gauge!("stepwise_waiting_mails", "Mails that are still queued");
    describe_gauge!("stepwise_db_connections", "Connections to the database");
    describe_counter!(
        "stepwise_database_statements_total",
        "Statements that were sent to the database, including BEGIN and COMMIT"
    );
    describe_gauge!("stepwise_database_up", "1 if the database is reachable, else 0");
    describe_gauge!("stepwise_info", "Version of the server");
    process_metrics::describe();
    gauge!("stepwise_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    gauge!("stepwise_database_up").set(1.0);
    for outcome in ["sent", "later", "dropped"] {
        for channel in Channel::ALL {
            counter!("stepwise_mails_total", "channel" => channel.code(), "outcome" => outcome).absolute(0);
        }
    }
    for channel in Channel::ALL {
        for cause in Cause::ALL {
            counter!("stepwise_messages_suppressed_total", "channel" => channel.code(), "reason" => cause.code())
                .absolute(0);
        }
    }
}
