//! Tests of the listener: limits for slow clients, and a graceful stop.
use super::*;
use axum::routing::{get, post};
use std::future::Future;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::Notify,
    task::JoinHandle,
};

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(20);

struct Served {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    ended: JoinHandle<()>,
}

async fn serving(app: Option<Router>, limits: Limits) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = DeferredRouter::default();
    if let Some(app) = app {
        router.set(app);
    }
    let (stop, stopping) = watch::channel(false);
    let ended = tokio::spawn(serve(listener, router, limits, stopping));
    Served { address, stop, ended }
}

impl Served {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn says(&self, text: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        everything(stream).await
    }
}

/// Reads until the server closes the connection. If the connection stays open, the test fails.
async fn everything(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = in_time(stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

async fn in_time<T>(work: impl Future<Output = T>) -> T {
    timeout(LONG, work).await.expect("in time")
}

const ASK: &str = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

fn quick() -> Limits {
    Limits {
        connections: 100,
        head_timeout: SHORT,
        write_timeout: SHORT,
    }
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

#[tokio::test]
async fn before_there_is_anything_to_serve_it_lives_and_is_not_ready() {
    let served = serving(None, quick()).await;
    let alive = served.says("GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assert!(alive.await.starts_with("HTTP/1.1 200"));
    let not_yet = served.says(ASK).await.to_ascii_lowercase();
    assert!(
        not_yet.starts_with("http/1.1 503") && not_yet.contains("retry-after: 2"),
        "{not_yet}"
    );
}

#[tokio::test]
async fn a_client_that_sends_no_request_is_disconnected() {
    let served = serving(Some(hello()), quick()).await;
    assert_eq!(served.says("").await, "", "nothing said");
    assert_eq!(served.says("GET / HTTP/1.1\r\nHo").await, "", "half a head");
    let rests = served.says("GET / HTTP/1.1\r\nHost: h\r\n\r\n").await;
    assert!(
        rests.ends_with("hello"),
        "answered, and then a connection that rests: {rests}"
    );
}

#[tokio::test]
async fn a_client_that_does_not_read_the_response_is_disconnected() {
    // The response is larger than all network buffers together, so the server must wait for the client.
    let large = Router::new().route("/", get(async || vec![b'x'; 64 << 20]));
    let limits = Limits {
        connections: 1,
        ..quick()
    };
    let served = serving(Some(large), limits).await;
    let mut idle = served.connect().await;
    idle.write_all(ASK.as_bytes()).await.unwrap();
    // Only one connection is allowed. The second connection is served only if the server has closed the first one; the
    // client of the first connection keeps it open.
    let next = served
        .says("GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        .await;
    assert!(next.starts_with("HTTP/1.1 404"));
    drop(idle);
}

#[tokio::test]
async fn where_there_is_no_room_the_next_waits_for_a_slow_one_to_be_cut_off() {
    let limits = Limits {
        connections: 3,
        ..quick()
    };
    let served = serving(Some(hello()), limits).await;
    let mut slow = Vec::new();
    for _ in 0..3 {
        slow.push(served.connect().await);
    }
    assert!(served.says(ASK).await.ends_with("hello"));
}

#[tokio::test]
async fn a_stop_finishes_open_requests_and_accepts_waiting_connections() {
    let (arrived, may_go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let app = {
        let (arrived, may_go) = (Arc::clone(&arrived), Arc::clone(&may_go));
        hello().route(
            "/slow",
            post(move || async move {
                arrived.notify_one();
                may_go.notified().await;
                "done"
            }),
        )
    };
    let limits = Limits {
        connections: 2,
        ..quick()
    };
    let served = serving(Some(app), limits).await;
    let mut slow = served.connect().await;
    slow.write_all(b"POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
        .await
        .unwrap();
    in_time(arrived.notified()).await;
    served.stop.send(true).unwrap();
    let mut straggler = served.connect().await;
    straggler.write_all(ASK.as_bytes()).await.unwrap();
    assert!(everything(straggler).await.ends_with("hello"));
    may_go.notify_one();
    assert!(everything(slow).await.ends_with("done"));
    in_time(served.ended).await.unwrap();
    assert!(
        TcpStream::connect(served.address).await.is_err(),
        "nobody listens any more"
    );
}
