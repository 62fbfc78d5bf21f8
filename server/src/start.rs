//! From settings to a server that answers, and from a signal to a clean stop.

use crate::{
    config::{Healthcheck, OpenClasses, Registration, Serve, Storage},
    keys::{self, KeysError},
    lan, mailer,
    router::{Surroundings, router},
    site_files,
};
use app::{Assets, web::Site};
use backend::{
    Settings, Stepwise,
    clock::SystemClock,
    db::{self, Db},
};
use leptos::config::{Env, LeptosOptions};
use migration::{Migrator, MigratorTrait};
use std::{
    fs, io,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};
use thiserror::Error;
use tokio::net::TcpListener;

const BETWEEN_TRIES: Duration = Duration::from_secs(1);
/// How often what is worth nothing is swept away.
const SWEEPING: Duration = Duration::from_secs(3600);
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, Error)]
pub enum StartError {
    #[error("the folder {} cannot be used: {error}", path.display())]
    Folder { path: PathBuf, error: io::Error },
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error("the database gave no answer within {waited} s: {error}")]
    Database { waited: u64, error: String },
    #[error("the database is newer than this program ({0}); install the newer version")]
    NewerSchema(String),
    #[error("the database could not be brought up to date: {0}")]
    Migration(String),
    #[error("{address} is taken by another program; choose another with --addr")]
    Taken { address: SocketAddr },
    #[error("cannot listen on {address}: {error}")]
    Listen { address: SocketAddr, error: io::Error },
    #[error("the settings do not work: {0}")]
    Settings(String),
    #[error("the server stopped: {0}")]
    Stopped(io::Error),
    #[error("{0} does not answer as it should")]
    NotWell(SocketAddr),
    #[error("{0}")]
    Refused(String),
}

pub fn serve(settings: Box<Serve>) -> Result<(), StartError> {
    log_to_stderr(&settings.log)?;
    // Before there are threads: afterwards the system's zone cannot be read safely.
    let utc_offset = time::UtcOffset::current_local_offset().map_or(0, |offset| i32::from(offset.whole_minutes()));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(StartError::Stopped)?;
    runtime.block_on(run(*settings, utc_offset))
}

/// Asks `/healthz`, for containers: no other program is needed in the image.
pub fn healthcheck(check: &Healthcheck) -> Result<(), StartError> {
    let ask = || -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&check.addr, Duration::from_secs(3))?;
        stream.set_read_timeout(Some(Duration::from_secs(3)))?;
        stream.write_all(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    match ask() {
        Ok(answer) if answer.starts_with("HTTP/1.0 200") || answer.starts_with("HTTP/1.1 200") => Ok(()),
        _ => Err(StartError::NotWell(check.addr)),
    }
}

async fn run(settings: Serve, utc_offset: i32) -> Result<(), StartError> {
    let address = settings.listen_address();
    // The port first: a second server on the same folder ends here, before it has touched anything.
    let listener = listen(address).await?;
    let address = listener.local_addr().unwrap_or(address);
    let key_file = prepare_folder(&settings.storage)?;
    let keys = load_keys(&settings.storage, key_file.as_deref())?;
    let db = open_database(&settings.storage).await?;
    migrate(&db).await?;
    let leptos = leptos_options(address);
    let mut site = site(&settings, address, site_files::assets(&leptos, &beside_program()));
    site.utc_offset = utc_offset;
    let services = services(&settings, mailed_address(&site, address));
    let stepwise = Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, services)
        .map_err(|error| StartError::Settings(error.to_string()))?;
    let post = mailer::post(&settings).map_err(|error| StartError::Settings(error.to_string()))?;
    tokio::spawn(sweep(stepwise.clone()));
    tokio::spawn(mailer::deliver(stepwise.clone(), post));
    announce(&site, address);
    let surroundings = Surroundings {
        site,
        trusted_proxies: settings.trusted_proxies,
        leptos,
    };
    let app = router(stepwise, surroundings).into_make_service_with_connect_info::<SocketAddr>();
    let (stop, stopping) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        signal().await;
        let _ = stop.send(true);
        // What was begun is finished, but nobody is waited for for ever.
        tokio::time::sleep(GRACE).await;
        tracing::warn!("some requests were not finished in time");
        std::process::exit(0);
    });
    let mut asked = stopping.clone();
    axum::serve(listener, app)
        .with_graceful_shutdown(async move {
            let _ = asked.wait_for(|stop| *stop).await;
        })
        .await
        .map_err(StartError::Stopped)?;
    tracing::info!("stopped");
    Ok(())
}

pub fn load_keys(storage: &Storage, file: Option<&Path>) -> Result<keys::Keys, KeysError> {
    keys::load(storage.seal_keys.as_deref(), storage.mac_keys.as_deref(), file)
}

async fn sweep(stepwise: Stepwise) {
    loop {
        tokio::time::sleep(SWEEPING).await;
        match stepwise.sweep().await {
            Ok(swept) => tracing::debug!(?swept, "swept"),
            Err(error) => tracing::warn!(%error, "sweeping failed; the next time comes"),
        }
    }
}

fn log_to_stderr(filter: &str) -> Result<(), StartError> {
    // At its finest this layer writes whole paths, and a path may be a teacher link.
    let filter = tracing_subscriber::EnvFilter::try_new(format!("{filter},tower_http::csrf=debug"))
        .map_err(|error| StartError::Settings(format!("STEPWISE_LOG: {error}")))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_target(false)
        .init();
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => StartError::Taken { address },
        _ => StartError::Listen { address, error },
    })
}

/// Where the generated keys live; nowhere with a shared database.
pub fn prepare_folder(settings: &Storage) -> Result<Option<PathBuf>, StartError> {
    if settings.shares_database() {
        return Ok(None);
    }
    let path = &settings.data;
    let failed = |error| StartError::Folder {
        path: path.clone(),
        error,
    };
    fs::create_dir_all(path).map_err(failed)?;
    let probe = path.join(".writable");
    fs::write(&probe, b"")
        .and_then(|()| fs::remove_file(&probe))
        .map_err(failed)?;
    Ok(Some(path.join("keys")))
}

pub async fn open_database(settings: &Storage) -> Result<Db, StartError> {
    let embedded = format!("sqlite://{}?mode=rwc", settings.data.join("stepwise.sqlite").display());
    let url = settings.database_url.as_deref().unwrap_or(&embedded);
    let began = Instant::now();
    loop {
        match db::connect(url, settings.db_connections).await {
            Ok(db) => {
                let version = db::server_version(&db).await.unwrap_or_default();
                tracing::info!(%version, "database");
                return Ok(db);
            }
            Err(error) if settings.shares_database() && began.elapsed() < settings.db_wait => {
                tracing::warn!("waiting for the database: {}", without_address(&error.to_string(), url));
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
            Err(error) => {
                let error = without_address(&error.to_string(), url);
                return Err(StartError::Database {
                    waited: began.elapsed().as_secs(),
                    error,
                });
            }
        }
    }
}

/// An address may carry a password.
fn without_address(error: &str, url: &str) -> String {
    error.replace(url, "the database").replace('\n', " ")
}

pub async fn migrate(db: &Db) -> Result<(), StartError> {
    Migrator::up(db.migration_connection(), None).await.map_err(|error| {
        let text = error.to_string();
        // The tool's own words for a step that was applied and that this program does not have.
        if text.contains("is missing, this migration has been applied") {
            StartError::NewerSchema(text.split('\'').nth(1).unwrap_or("unknown step").to_owned())
        } else {
            StartError::Migration(text.replace('\n', " "))
        }
    })
}

/// Where links in mails lead. Not what a request says: whoever asks for a link must not decide where it goes.
fn mailed_address(site: &Site, address: SocketAddr) -> String {
    let known = site.base_url.clone().or_else(|| site.lan.first().cloned());
    known.unwrap_or_else(|| own_address(address))
}

fn services(settings: &Serve, address: String) -> Settings {
    Settings {
        address,
        registration: match settings.registration {
            Registration::Open => backend::service::Registration::Open,
            Registration::Invite => backend::service::Registration::Invite,
            Registration::Closed => backend::service::Registration::Closed,
        },
        registrations_per_hour: settings.registrations_per_hour,
        issuer: settings.issuer.clone(),
        members_only: settings.open_classes == OpenClasses::Members,
        classes_per_hour: settings.classes_per_hour,
        wrong_per_network: settings.wrong_per_network,
        purge_after: Duration::from_secs(24 * 3600) * settings.purge_after,
        ..Settings::default()
    }
}

fn site(settings: &Serve, address: SocketAddr, assets: Assets) -> Site {
    let lan = match address.ip() {
        ip if ip.is_unspecified() => lan::addresses()
            .iter()
            .map(|ip| origin(&ip.to_string(), address.port()))
            .collect(),
        ip if ip.is_loopback() => Vec::new(),
        ip => vec![origin(&ip.to_string(), address.port())],
    };
    Site {
        loopback_only: address.ip().is_loopback() && settings.base_url.is_none(),
        base_url: settings.base_url.clone(),
        lan,
        assets,
        ..Site::default()
    }
}

fn origin(host: &str, port: u16) -> String {
    if port == 80 {
        format!("http://{host}")
    } else {
        format!("http://{host}:{port}")
    }
}

/// Where this computer itself finds the server.
fn own_address(address: SocketAddr) -> String {
    let host = if address.ip().is_unspecified() {
        "127.0.0.1".to_owned()
    } else {
        address.ip().to_string()
    };
    origin(&host, address.port())
}

/// The first thing a teacher looks for.
fn announce(site: &Site, address: SocketAddr) {
    let own = site.base_url.clone().unwrap_or_else(|| own_address(address));
    eprintln!("\n  Stepwise is ready: {own}\n");
    if address.ip().is_unspecified() {
        match site.lan.as_slice() {
            [] => eprintln!("  This computer is in no network that students could reach it in.\n"),
            lan => {
                eprintln!("  Students in the same network open:");
                for address in lan {
                    eprintln!("    {address}");
                }
                eprintln!();
            }
        }
    }
}

/// As the build tools say in their variables; a program started by itself finds its site beside it.
fn leptos_options(address: SocketAddr) -> LeptosOptions {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let beside = beside_program();
    let hash_file = beside.join("hash.txt");
    let root = variable("LEPTOS_SITE_ROOT").unwrap_or_else(|| beside.join("site").display().to_string());
    let env = if variable("LEPTOS_WATCH").is_some() {
        Env::DEV
    } else {
        Env::PROD
    };
    LeptosOptions::builder()
        .output_name(variable("LEPTOS_OUTPUT_NAME").unwrap_or_else(|| "stepwise".to_owned()))
        .site_root(root)
        .site_pkg_dir(variable("LEPTOS_SITE_PKG_DIR").unwrap_or_else(|| "pkg".to_owned()))
        .site_addr(address)
        .reload_port(
            variable("LEPTOS_RELOAD_PORT")
                .and_then(|port| port.parse().ok())
                .unwrap_or(3001),
        )
        .env(env)
        .hash_files(hash_file.exists() && variable("LEPTOS_HASH_FILES").as_deref() != Some("false"))
        .build()
}

fn beside_program() -> PathBuf {
    std::env::current_exe()
        .ok()
        .and_then(|exe| exe.parent().map(Path::to_owned))
        .unwrap_or_default()
}

async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
