//! A TCP proxy in front of a database. For Stepwise, closing and opening the proxy looks like a restart of the
//! database.

use std::{future::pending, sync::Arc};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::{Mutex, watch},
    task::{JoinHandle, JoinSet},
};

pub struct Proxy {
    to: String,
    pub port: u16,
    open: Mutex<Option<JoinHandle<()>>>,
    silenced: watch::Sender<()>,
}

impl Proxy {
    /// Makes a proxy in front of the database that refuses connections until it is opened. Returns the proxy, and the
    /// database URL that leads through it.
    pub fn before(url: &str) -> (Arc<Self>, String) {
        let host = url.split('@').nth(1).unwrap().split('/').next().unwrap();
        let port = super::process::free_port();
        let proxy = Self {
            to: host.to_owned(),
            port,
            open: Mutex::new(None),
            silenced: watch::Sender::new(()),
        };
        (Arc::new(proxy), url.replace(host, &format!("127.0.0.1:{port}")))
    }

    pub async fn open(&self) {
        // The port can be bound again right after `close`, because Tokio sets SO_REUSEADDR.
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        let (to, silenced) = (self.to.clone(), self.silenced.clone());
        let open = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (mut here, _) = listener.accept().await.unwrap();
                let (to, mut silenced) = (to.clone(), silenced.subscribe());
                connections.spawn(async move {
                    let mut there = TcpStream::connect(to).await.unwrap();
                    tokio::select! {
                        _ = copy_bidirectional(&mut here, &mut there) => {}
                        _ = silenced.changed() => pending().await,
                    }
                });
            }
        });
        *self.open.lock().await = Some(open);
    }

    /// Keeps all connections open without transferring anything, as if the host had disappeared and another one had taken
    /// its address. New connections work.
    pub fn silence(&self) {
        self.silenced.send_replace(());
    }

    /// Stops listening and breaks all connections.
    pub async fn close(&self) {
        if let Some(open) = self.open.lock().await.take() {
            open.abort();
            let _ = open.await;
        }
    }
}
