//! From a signal to the end.

use std::{io, time::Duration};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

/// Less than the ten seconds after which containers are killed.
const GRACE: Duration = Duration::from_secs(8);

/// True once the server was told to stop. What was begun is finished then, but nobody is waited for for ever.
pub fn at_a_signal() -> io::Result<watch::Receiver<bool>> {
    let (stop, stopping) = watch::channel(false);
    let mut signals = Signals::new()?;
    tokio::spawn(async move {
        signals.next().await;
        tracing::info!("stopping");
        let _ = stop.send(true);
        // Whoever asks twice is in a hurry.
        let _ = tokio::time::timeout(GRACE, signals.next()).await;
        tracing::warn!("some requests were not finished in time");
        std::process::exit(0);
    });
    Ok(stopping)
}

/// Ctrl-C, and what service managers send.
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
