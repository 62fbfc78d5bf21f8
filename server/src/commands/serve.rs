//! Starts the server: from the settings to the first answered request. Stops the server after a signal.

mod classroom_start;
mod service_settings;

pub use classroom_start::ClassroomStart;

use crate::{
    classroom::{Closing, OwnListener, RunningProgram, delete_data, listen},
    config::{Serve, unknown_variables},
    operations::{
        database_health::DatabaseHealth,
        health::{self, HealthState},
        housekeeping, logging, mailer,
        metrics::{self, MetricsAccess},
        rehearsals, shutdown,
    },
    router::{RouterConfig, router},
    site::asset_names,
    startup::{
        data_folder::{load_keys, load_token_keys, prepare_folder, require_matching_keys},
        data_lock::DataLock,
        database,
        error::StartError,
        file_permissions,
        http_server::{self, DeferredRouter, Limits},
        migrations,
        site_address::{
            announce, beside_program, leptos_options, mailed_address, relying_party, require_possible_factors, site,
        },
    },
};
use backend::{
    Settings, Stepwise,
    clock::SystemClock,
    db::{self, Db},
    notify::Channel,
    operations::Replica,
};
use service_settings::service_settings;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::timeout};

/// Maximum number of connections to the separate metrics address.
const MAX_METRICS_CONNECTIONS: usize = 64;
/// How long requests may run before the data is deleted. It is shorter than the time after which the process ends.
const FINISH_TIMEOUT: Duration = Duration::from_secs(6);

pub fn serve(settings: Box<Serve>) -> Result<(), StartError> {
    run_to_end(*settings, None)
}

/// Runs the server on the computer of a teacher.
pub(super) fn serve_classroom(settings: Serve, start: ClassroomStart) -> Result<(), StartError> {
    run_to_end(settings, Some(start))
}

fn run_to_end(settings: Serve, classroom: Option<ClassroomStart>) -> Result<(), StartError> {
    logging::to_stderr(&settings.log, settings.log_format)?;
    for name in unknown_variables() {
        tracing::warn!("{name} is not a setting");
    }
    // This must come before the start of any thread, because reading the local time zone is not safe with several
    // threads.
    let utc_offset = time::UtcOffset::current_local_offset().map_or(0, |offset| i32::from(offset.whole_minutes()));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(StartError::Stopped)?;
    runtime.block_on(run(settings, classroom, utc_offset))
}

async fn run(settings: Serve, classroom: Option<ClassroomStart>, utc_offset: i32) -> Result<(), StartError> {
    let closing = Arc::<Closing>::default();
    let button = Arc::clone(&closing);
    // Signals are handled from now on, also while the server waits for the database. In a container the server is
    // process 1, and a signal does not end process 1 if it has no handler.
    let stopping = shutdown::on_signal_or(async move { button.requested().await }).map_err(StartError::Stopped)?;
    let mut stopped = stopping.clone();
    let running = tokio::select! {
        running = start(&settings, classroom, &closing, utc_offset, stopping) => running?,
        _ = stopped.wait_for(|stop| *stop) => return Ok(()),
    };
    let _ = stopped.wait_for(|stop| *stop).await;
    if closing.deletes() {
        // The data is deleted even if a request does not end.
        let _ = timeout(FINISH_TIMEOUT, running.finish()).await;
        delete_data(&settings.storage).map_err(|error| StartError::NotDeleted {
            path: settings.storage.data.clone(),
            error,
        })?;
    } else {
        running.finish().await;
    }
    tracing::info!("stopped");
    Ok(())
}

/// The running server: the tasks and the database connection that must end before the process ends.
struct RunningServer {
    served: Vec<JoinHandle<()>>,
    mailed: JoinHandle<()>,
    texted: Option<JoinHandle<()>>,
    db: Db,
    /// Held until the server has ended.
    _lock: Option<DataLock>,
    _entry: Option<RunningProgram>,
}

async fn start(
    settings: &Serve,
    mut classroom: Option<ClassroomStart>,
    closing: &Arc<Closing>,
    utc_offset: i32,
    stopping: watch::Receiver<bool>,
) -> Result<RunningServer, StartError> {
    let address = settings.listen_address();
    // The server opens the port first: a second server with the same settings fails here, before it changes any data.
    let listener = match &classroom {
        Some(start) => listen(start.port).await?,
        None => bind(address, "--addr").await?,
    };
    let own_metrics = match settings.metrics_addr {
        Some(address) => Some(bind(address, "--metrics-addr").await?),
        None => None,
    };
    let address = listener.local_addr().unwrap_or(address);
    let own = match &classroom {
        Some(_) => Some(OwnListener::beside(address.port()).await),
        None => None,
    };
    // Errors in these settings are reported before the start changes any data.
    let passkeys_at = relying_party(settings.base_url.as_deref(), address);
    require_possible_factors(settings.factors.admin_factors, &passkeys_at)?;
    let gateway = mailer::sms_transport(settings).map_err(|error| StartError::Settings(error.to_string()))?;
    let post = mailer::mail_transport(settings).map_err(|error| StartError::Settings(error.to_string()))?;
    let key_file = prepare_folder(&settings.storage)?;
    let lock = match classroom.as_mut().and_then(|start| start.lock.take()) {
        Some(lock) => Some(lock),
        None => DataLock::acquire(&settings.storage)?,
    };
    if let Some(exposed) = file_permissions::warning(&settings.storage) {
        tracing::warn!("{exposed}");
    }
    let keys = load_keys(&settings.storage, key_file.as_deref()).await?;
    let token_keys = load_token_keys(&settings.storage, key_file.as_deref())?;
    let most = http_server::raise_open_file_limit(usize::try_from(settings.connections).unwrap_or(usize::MAX));
    let deferred = DeferredRouter::default();
    let start_host = own.as_ref().map_or("localhost", |own| own.host);
    let listeners = [Some(listener), own.and_then(|own| own.listener)];
    let served = listeners.into_iter().flatten().map(|listener| {
        tokio::spawn(http_server::serve(
            listener,
            deferred.clone(),
            Limits::of(most),
            stopping.clone(),
        ))
    });
    let served = served.collect();
    metrics::install();
    let db = database::open(&settings.storage).await?;
    migrations::bring_up_to_date(&db).await?;
    let health = HealthState {
        db: db.clone(),
        database: DatabaseHealth::connect(&settings.storage).await?,
        stopping: stopping.clone(),
    };
    let leptos = leptos_options(address);
    let mut site = site(settings, address, asset_names::assets(&leptos, &beside_program()));
    site.utc_offset = utc_offset;
    let services = Settings {
        // Pages must still find a free connection while all boards and lesson pages hold one.
        max_streams: most / 2,
        ..service_settings(settings, mailed_address(&site, address), passkeys_at)
    };
    let stepwise = Stepwise::new(db.clone(), Arc::new(SystemClock), keys.seal, keys.mac, services)
        .map_err(|error| StartError::Settings(error.to_string()))?;
    require_matching_keys(&stepwise).await?;
    stepwise.use_token_keys(token_keys);
    tokio::spawn(close_streams(stepwise.clone(), stopping.clone()));
    tokio::spawn(health.database.clone().watch());
    tokio::spawn(db::keep_log_short(db.clone()));
    let replica = Replica::new().map_err(|error| StartError::Settings(error.to_string()))?;
    tokio::spawn(housekeeping::run(stepwise.clone(), replica));
    tokio::spawn(rehearsals::run(stepwise.clone(), replica));
    tokio::spawn(metrics::upkeep());
    let mailed = tokio::spawn(mailer::deliver(
        stepwise.clone(),
        Channel::Email,
        post,
        stopping.clone(),
    ));
    let texted = gateway.map(|gateway| {
        tokio::spawn(mailer::deliver(
            stepwise.clone(),
            Channel::Sms,
            gateway,
            stopping.clone(),
        ))
    });
    if let Some(listener) = own_metrics {
        let deferred = DeferredRouter::default();
        deferred.set(metrics::unguarded_routes(stepwise.clone()).merge(health::routes(health.clone())));
        tokio::spawn(http_server::serve(
            listener,
            deferred,
            Limits::of(MAX_METRICS_CONNECTIONS),
            stopping,
        ));
    }
    let pages = match &classroom {
        Some(start) => Some(start.pages(address.port(), &site, closing)?),
        None => None,
    };
    let config = RouterConfig {
        classroom: pages.clone(),
        site: site.clone(),
        trusted_proxies: settings.trusted_proxies,
        leptos,
        health,
        metrics: MetricsAccess::from_settings(settings),
        security_contact: settings.security_contact.clone(),
    };
    let now = stepwise.now();
    deferred.set(router(stepwise, config));
    announce(&site, address, settings.log_format);
    let entry = match (classroom, pages) {
        (Some(start), Some(pages)) => Some(start.open(start_host, &pages, now)?),
        _ => None,
    };
    Ok(RunningServer {
        served,
        mailed,
        texted,
        db,
        _lock: lock,
        _entry: entry,
    })
}

impl RunningServer {
    /// Waits until all running requests are answered, and until the messages that are being sent are finished.
    async fn finish(self) {
        for served in self.served {
            let _ = served.await;
        }
        let _ = self.mailed.await;
        if let Some(texted) = self.texted {
            let _ = texted.await;
        }
        self.db.close().await;
    }
}

/// Ends the streams of pages when the server stops, because the server waits until all responses are complete.
async fn close_streams(stepwise: Stepwise, mut stopping: watch::Receiver<bool>) {
    if stopping.wait_for(|is_stopping| *is_stopping).await.is_ok() {
        stepwise.live.close();
    }
}

async fn bind(address: SocketAddr, option: &'static str) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| StartError::cannot_listen(address, option, error))
}
