//! Accepts and serves HTTP connections, closes slow ones, and finishes open requests when the server stops.
//!
//! It answers from the first moment, even while the server waits for its database.

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

/// Limits on connections, so that slow clients cannot use up the server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Maximum number of open connections. Further clients wait until one is closed.
    pub connections: usize,
    /// Maximum time for the head of a request. It also closes idle connections; browsers open a new one by themselves.
    pub head: Duration,
    /// Maximum time in which a client reads nothing of its response.
    pub stall: Duration,
}

impl Limits {
    pub const fn of(connections: usize) -> Self {
        Self {
            connections,
            head: Duration::from_secs(30),
            stall: Duration::from_secs(30),
        }
    }
}

/// Maximum size of a request's head. It is about ten times the size of a request with all cookies of the application.
const HEAD_BYTES: usize = 64 * 1024;
/// When the server stops, the operating system has accepted connections that the server has not taken over yet. They
/// are served until none comes for this time, but no longer than `MOST_STRAGGLERS`.
const STRAGGLERS: Duration = Duration::from_millis(100);
const MOST_STRAGGLERS: Duration = Duration::from_secs(1);
const AFTER_TROUBLE: Duration = Duration::from_millis(200);

/// The router, which is set when the start is complete.
#[derive(Clone, Default)]
pub struct Front(Arc<OnceLock<Router>>);

impl Front {
    pub fn open(&self, app: Router) {
        let _ = self.0.set(app);
    }

    async fn answer(&self, peer: SocketAddr, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
        let Some(app) = self.0.get() else {
            return Ok(starting(request.uri().path()));
        };
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request).await
    }
}

/// The answer before the start is complete: the process is alive, but not ready.
fn starting(path: &str) -> Response<Body> {
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

/// Serves until `stopping` is true, and then until all open requests are finished.
pub async fn serve(listener: TcpListener, front: Front, limits: Limits, mut stopping: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    while !*stopping.borrow() {
        let taken = tokio::select! {
            taken = next(&listener, &room) => taken,
            _ = stopping.changed() => break,
        };
        begin(taken, &front, limits, &graceful).await;
    }
    let stragglers = async {
        while let Ok(taken) = timeout(STRAGGLERS, next(&listener, &room)).await {
            begin(taken, &front, limits, &graceful).await;
        }
    };
    let _ = timeout(MOST_STRAGGLERS, stragglers).await;
    drop(listener);
    graceful.shutdown().await;
}

type Taken = io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)>;

/// Waits for a free place before it accepts the next connection.
async fn next(listener: &TcpListener, room: &Arc<Semaphore>) -> Taken {
    let place = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

async fn begin(taken: Taken, front: &Front, limits: Limits, graceful: &GracefulShutdown) {
    let (stream, peer, place) = match taken {
        Ok(taken) => taken,
        Err(error) => {
            // The client closed the connection early, or the process has too many open files. Both may be over at the
            // next attempt.
            tracing::debug!(%error, "a connection was not taken in");
            tokio::time::sleep(AFTER_TROUBLE).await;
            return;
        }
    };
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stall));
    let front = front.clone();
    let service = service_fn(move |request| {
        let front = front.clone();
        async move { front.answer(peer, request).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        let open = Open::new();
        // Browsers close connections at any time, so this is no error.
        if let Err(error) = connection.await {
            tracing::trace!(%error, "a connection ended early");
        }
        drop((open, place));
    });
}

/// Counts an open connection in the metrics until it is dropped.
struct Open;

impl Open {
    fn new() -> Self {
        gauge!("stepwise_connections").increment(1.0);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        gauge!("stepwise_connections").decrement(1.0);
    }
}

/// Raises the limit of open files and returns how many connections fit. Some files stay reserved for the database and
/// for reading the site.
pub fn make_room(wanted: usize) -> usize {
    const FOR_OTHERS: usize = 256;
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else {
        return wanted;
    };
    let needed = u64::try_from(wanted + FOR_OTHERS).unwrap_or(u64::MAX);
    let mut granted = soft;
    if soft < needed {
        let asked = needed.min(hard);
        if setrlimit(Resource::RLIMIT_NOFILE, asked, hard).is_ok() {
            granted = asked;
        }
    }
    let most = usize::try_from(granted)
        .unwrap_or(usize::MAX)
        .saturating_sub(FOR_OTHERS)
        .max(64);
    if most < wanted {
        tracing::warn!("the system lets us have {most} connections instead of {wanted} (ulimit -n)");
    }
    most.min(wanted)
}

#[cfg(test)]
mod tests;
