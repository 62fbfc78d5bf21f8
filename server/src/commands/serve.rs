//! Starts the server: from the settings to the first answered request. Stops the server after a signal.

use crate::{
    config::{OpenClasses, Registration, Serve, unknown_variables},
    operations::{
        database_health::DatabaseHealth,
        health::{self, HealthState},
        housekeeping, logging, mailer,
        metrics::{self, MetricsAccess},
        shutdown,
    },
    router::{RouterConfig, router},
    site::asset_names,
    startup::{
        data_folder::{load_keys, load_token_keys, prepare_folder, require_matching_keys},
        database,
        error::StartError,
        file_permissions,
        http_server::{self, DeferredRouter, Limits},
        migrations,
        site_address::{announce, beside_program, leptos_options, mailed_address, site},
    },
};
use backend::{
    Settings, Stepwise,
    clock::SystemClock,
    db::{self, Db},
    notify::Channel,
};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// Maximum number of connections to the separate metrics address.
const MAX_METRICS_CONNECTIONS: usize = 64;

pub fn serve(settings: Box<Serve>) -> Result<(), StartError> {
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
    runtime.block_on(run(*settings, utc_offset))
}

async fn run(settings: Serve, utc_offset: i32) -> Result<(), StartError> {
    // Signals are handled from now on, also while the server waits for the database. In a container the server is
    // process 1, and a signal does not end process 1 if it has no handler.
    let stopping = shutdown::on_signal().map_err(StartError::Stopped)?;
    let mut stopped_early = stopping.clone();
    let running = tokio::select! {
        running = start(&settings, utc_offset, stopping) => running?,
        _ = stopped_early.wait_for(|stop| *stop) => return Ok(()),
    };
    running.finish().await;
    tracing::info!("stopped");
    Ok(())
}

/// The running server: the tasks and the database connection that must end before the process ends.
struct RunningServer {
    served: JoinHandle<()>,
    mailed: JoinHandle<()>,
    texted: Option<JoinHandle<()>>,
    db: Db,
}

async fn start(
    settings: &Serve,
    utc_offset: i32,
    stopping: watch::Receiver<bool>,
) -> Result<RunningServer, StartError> {
    let address = settings.listen_address();
    // The server opens the port first: a second server with the same settings fails here, before it changes any data.
    let listener = bind(address).await?;
    let own_metrics = match settings.metrics_addr {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let address = listener.local_addr().unwrap_or(address);
    // Errors in these settings are reported before the start changes any data.
    let gateway = mailer::sms_transport(settings).map_err(|error| StartError::Settings(error.to_string()))?;
    let post = mailer::mail_transport(settings).map_err(|error| StartError::Settings(error.to_string()))?;
    let key_file = prepare_folder(&settings.storage)?;
    if let Some(exposed) = file_permissions::warning(&settings.storage) {
        tracing::warn!("{exposed}");
    }
    let keys = load_keys(&settings.storage, key_file.as_deref()).await?;
    let token_keys = load_token_keys(&settings.storage, key_file.as_deref())?;
    let most = http_server::raise_open_file_limit(usize::try_from(settings.connections).unwrap_or(usize::MAX));
    let deferred = DeferredRouter::default();
    let served = tokio::spawn(http_server::serve(
        listener,
        deferred.clone(),
        Limits::of(most),
        stopping.clone(),
    ));
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
        ..services(settings, mailed_address(&site, address))
    };
    let stepwise = Stepwise::new(db.clone(), Arc::new(SystemClock), keys.seal, keys.mac, services)
        .map_err(|error| StartError::Settings(error.to_string()))?;
    require_matching_keys(&stepwise).await?;
    stepwise.use_token_keys(token_keys);
    tokio::spawn(close_streams(stepwise.clone(), stopping.clone()));
    tokio::spawn(health.database.clone().watch());
    tokio::spawn(db::keep_log_short(db.clone()));
    tokio::spawn(housekeeping::run(stepwise.clone()));
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
    let config = RouterConfig {
        site: site.clone(),
        trusted_proxies: settings.trusted_proxies,
        leptos,
        health,
        metrics: MetricsAccess::from_settings(settings),
        security_contact: settings.security_contact.clone(),
    };
    deferred.set(router(stepwise, config));
    announce(&site, address, settings.log_format);
    Ok(RunningServer {
        served,
        mailed,
        texted,
        db,
    })
}

impl RunningServer {
    /// Waits until all running requests are answered, and until the messages that are being sent are finished.
    async fn finish(self) {
        let _ = self.served.await;
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

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => StartError::Taken { address },
        _ => StartError::Listen { address, error },
    })
}

fn services(settings: &Serve, address: String) -> Settings {
    Settings {
        address,
        registration: match settings.registration {
            Registration::Open => backend::members::Registration::Open,
            Registration::Invite => backend::members::Registration::Invite,
            Registration::Closed => backend::members::Registration::Closed,
        },
        registrations_per_hour: settings.registrations_per_hour,
        rescue_email: settings.rescue_email.clone(),
        issuer: settings.issuer.clone(),
        members_only: settings.open_classes == OpenClasses::Members,
        classes_per_hour: settings.classes_per_hour,
        wrong_per_network: settings.wrong_per_network,
        purge_after: Duration::from_secs(24 * 3600) * settings.purge_after,
        offered: settings.factors.offered(),
        sms_per_hour: settings.factors.sms_per_hour,
        trust_browser_days: settings.factors.trust_browser_days,
        tokens: backend::TokenSettings {
            issuer: settings.jwt_issuer.clone(),
            audience: settings.jwt_audience.clone(),
            access_life: Duration::from_secs(60) * settings.access_minutes,
            refresh_life: Duration::from_secs(24 * 3600) * settings.refresh_days,
            lookups_per_hour: Some(settings.lookups_per_hour).filter(|most| *most > 0),
        },
        ..Settings::default()
    }
}
