//! Turns a signal to the process into a graceful stop with a time limit.

use std::{io, time::Duration};
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows;
use tokio::sync::watch;

/// Maximum time for finishing the requests and messages that run when the signal arrives. It is shorter than the ten
/// seconds after which container runtimes kill a process.
pub(super) const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

/// Returns a receiver that becomes true at the first signal, or when `button` is ready: the program can have a button
/// that closes it. Requests that are not finished `SHUTDOWN_TIMEOUT` later are dropped.
pub fn on_signal_or(button: impl Future<Output = ()> + Send + 'static) -> io::Result<watch::Receiver<bool>> {
    let (stop, stopping) = watch::channel(false);
    let mut signals = Signals::new()?;
    tokio::spawn(async move {
        tokio::select! {
            () = signals.next() => {}
            () = button => {}
        }
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
#[cfg(unix)]
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

#[cfg(unix)]
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

/// The events that stop the server: Ctrl-C, Ctrl-Break, the closed window of the terminal, the end of the user's session,
/// and the shutdown of the computer.
#[cfg(windows)]
struct Signals {
    ctrl_c: windows::CtrlC,
    ctrl_break: windows::CtrlBreak,
    closed: windows::CtrlClose,
    logoff: windows::CtrlLogoff,
    shutdown: windows::CtrlShutdown,
}

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            ctrl_c: windows::ctrl_c()?,
            ctrl_break: windows::ctrl_break()?,
            closed: windows::ctrl_close()?,
            logoff: windows::ctrl_logoff()?,
            shutdown: windows::ctrl_shutdown()?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.ctrl_c.recv() => {}
            _ = self.ctrl_break.recv() => {}
            _ = self.closed.recv() => {}
            _ = self.logoff.recv() => {}
            _ = self.shutdown.recv() => {}
        }
    }
}
