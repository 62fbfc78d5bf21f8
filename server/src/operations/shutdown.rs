//! Turns a signal to the process into a graceful stop with a time limit.

use std::{io, time::Duration};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

/// Maximum time for finishing the requests that run when the signal arrives. It is shorter than the ten seconds after
/// which container runtimes kill a process.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

/// Returns a receiver that becomes true at the first signal. Requests that are not finished `SHUTDOWN_TIMEOUT` later
/// are dropped.
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

/// The signals that stop the server: SIGINT (Ctrl-C), and SIGTERM, which service managers send.
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
