//! Turns a signal to the process into a graceful stop with a time limit.

use std::{io, time::Duration};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

/// Shorter than the ten seconds after which container runtimes kill a process.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

/// The receiver becomes true at the first signal. Requests that take longer than `SHUTDOWN_TIMEOUT` are dropped.
pub fn on_signal() -> io::Result<watch::Receiver<bool>> {
    let (stop, stopping) = watch::channel(false);
    let mut signals = Signals::new()?;
    tokio::spawn(async move {
        signals.next().await;
        tracing::info!("stopping");
        let _ = stop.send(true);
        // A second signal ends the process at once.
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, signals.next()).await;
        tracing::warn!("some requests were not finished in time");
        std::process::exit(0);
    });
    Ok(stopping)
}

/// Ctrl-C (SIGINT), and SIGTERM, which service managers send.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
