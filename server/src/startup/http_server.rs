//! Accepts and serves HTTP connections, closes the connections of slow clients, and finishes the running requests when
//! the server stops.
//!
//! The listener answers requests even before the start is complete, for example while the server waits for its
//! database.

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use metrics::gauge;
use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::timeout,
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// Limits on connections, so that slow clients cannot use up the connections of the server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Maximum number of open connections. Further clients wait until another connection is closed.
    pub connections: usize,
    /// Maximum time until the head of the next request is complete. After this time an idle connection is closed too;
    /// browsers then open a new connection.
    pub head_timeout: Duration,
    /// Maximum time without progress while the client reads a response.
    pub write_timeout: Duration,
}

impl Limits {
    pub const fn of(connections: usize) -> Self {
        Self {
            connections,
            head_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
        }
    }
}

/// Maximum size of a request's head. It is about ten times the size of a request with all cookies of the application.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// When the server stops, the operating system can still hold new connections that the server has not accepted yet. The
/// server accepts and serves them, until no further connection comes for this time, but not longer than
/// `MAX_ACCEPT_GRACE`.
const ACCEPT_GRACE: Duration = Duration::from_millis(100);
const MAX_ACCEPT_GRACE: Duration = Duration::from_secs(1);
const ACCEPT_ERROR_PAUSE: Duration = Duration::from_millis(200);

/// The router of the application. It is set when the start is complete.
#[derive(Clone, Default)]
pub struct DeferredRouter(Arc<OnceLock<Router>>);

impl DeferredRouter {
    pub fn set(&self, app: Router) {
        let _ = self.0.set(app);
    }

    async fn answer(&self, peer: SocketAddr, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
        let Some(app) = self.0.get() else {
            return Ok(not_started(request.uri().path()));
        };
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request).await
    }
}

/// The answer while the start is not complete: `/healthz` succeeds because the process runs, all other paths get 503.
fn not_started(path: &str) -> Response<Body> {
    if path == "/healthz" {
        return Response::new(Body::from("ok\n"));
    }
    let mut response = Response::new(Body::from("starting\n"));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Serves requests until `stopping` is true, and then finishes the running requests.
pub async fn serve(listener: TcpListener, router: DeferredRouter, limits: Limits, mut stopping: watch::Receiver<bool>) {
    let permits = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    while !*stopping.borrow() {
        let accepted = tokio::select! {
            accepted = accept(&listener, &permits) => accepted,
            _ = stopping.changed() => break,
        };
        spawn_connection(accepted, &router, limits, &graceful).await;
    }
    let stragglers = async {
        while let Ok(accepted) = timeout(ACCEPT_GRACE, accept(&listener, &permits)).await {
            spawn_connection(accepted, &router, limits, &graceful).await;
        }
    };
    let _ = timeout(MAX_ACCEPT_GRACE, stragglers).await;
    drop(listener);
    graceful.shutdown().await;
}

type Accepted = io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)>;

/// Waits for a free permit, and then accepts the next connection.
async fn accept(listener: &TcpListener, permits: &Arc<Semaphore>) -> Accepted {
    let permit = Arc::clone(permits).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, permit))
}

async fn spawn_connection(accepted: Accepted, router: &DeferredRouter, limits: Limits, graceful: &GracefulShutdown) {
    let (stream, peer, permit) = match accepted {
        Ok(accepted) => accepted,
        Err(error) => {
            // The client closed the connection early, or the process has too many open files. The next attempt can
            // succeed, so the server tries again after a pause.
            tracing::debug!(%error, "a connection was not accepted");
            tokio::time::sleep(ACCEPT_ERROR_PAUSE).await;
            return;
        }
    };
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write_timeout));
    let router = router.clone();
    let service = service_fn(move |request| {
        let router = router.clone();
        async move { router.answer(peer, request).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        let open = OpenConnection::new();
        // Browsers close connections at any time, so this error is not logged as a fault.
        if let Err(error) = connection.await {
            tracing::trace!(%error, "a connection ended early");
        }
        drop((open, permit));
    });
}

/// While this value exists, the metrics count one open connection.
struct OpenConnection;

impl OpenConnection {
    fn new() -> Self {
        gauge!("stepwise_connections").increment(1.0);
        Self
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        gauge!("stepwise_connections").decrement(1.0);
    }
}

/// Raises the limit of open files of the process. Returns the number of connections that the limit allows. Some files
/// stay reserved for the database and for reading the site.
#[cfg(unix)]
pub fn raise_open_file_limit(wanted: usize) -> usize {
    const RESERVED_FILES: usize = 256;
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else {
        return wanted;
    };
    let needed = u64::try_from(wanted + RESERVED_FILES).unwrap_or(u64::MAX);
    let mut granted = soft;
    if soft < needed {
        let asked = needed.min(hard);
        if setrlimit(Resource::RLIMIT_NOFILE, asked, hard).is_ok() {
            granted = asked;
        }
    }
    let most = usize::try_from(granted)
        .unwrap_or(usize::MAX)
        .saturating_sub(RESERVED_FILES)
        .max(64);
    if most < wanted {
        tracing::warn!("the limit of open files (ulimit -n) allows {most} connections instead of {wanted}");
    }
    most.min(wanted)
}

/// Windows has no such limit for connections.
#[cfg(not(unix))]
pub const fn raise_open_file_limit(wanted: usize) -> usize {
    wanted
}

#[cfg(test)]
mod tests;
