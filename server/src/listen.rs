//! Connections: taken in, served, cut off when they are slow, and finished when the server stops. From the first moment
//! there is an answer, also while the server waits for its database.

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

/// What one client may take of us.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// At once; whoever comes then waits until one ends.
    pub connections: usize,
    /// For the head of a request, and for a connection that rests. Browsers open another one by themselves.
    pub head: Duration,
    /// For whoever reads an answer so slowly that nothing of it moves.
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

/// The head of a request with every cookie and form field of ours is a tenth of it.
const HEAD_BYTES: usize = 64 * 1024;
/// Connections that the system has taken in for us before we stopped are ours to answer.
const STRAGGLERS: Duration = Duration::from_millis(100);
const MOST_STRAGGLERS: Duration = Duration::from_secs(1);
const AFTER_TROUBLE: Duration = Duration::from_millis(200);

/// What is served, once it is there.
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

/// It lives, and is not ready.
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

/// Serves until it is told to stop, and then until what was begun is finished.
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

/// Where there is no room, whoever comes waits until a slow one is cut off.
async fn next(listener: &TcpListener, room: &Arc<Semaphore>) -> Taken {
    let place = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

async fn begin(taken: Taken, front: &Front, limits: Limits, graceful: &GracefulShutdown) {
    let (stream, peer, place) = match taken {
        Ok(taken) => taken,
        Err(error) => {
            // A connection that broke on its way, or no more room for files: the next may go well.
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
        // People close browsers in the middle of everything.
        if let Err(error) = connection.await {
            tracing::trace!(%error, "a connection ended early");
        }
        drop((open, place));
    });
}

/// Counts a connection for as long as it lives.
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

/// As many connections as are wanted, or as the system lets us have; the rest is for the database and for files.
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
