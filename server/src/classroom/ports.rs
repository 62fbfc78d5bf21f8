//! Finds a port for the classroom mode: 80, so that students type no port, then 8080, then any free one.
//!
//! Browsers use passkeys on this computer under the name `localhost` only, and some of them try the IPv6 address of that
//! name first. So the program listens there too. If another program has that address, it could get the token of the start
//! page, and the start page is opened under the IPv4 address.

use crate::startup::error::StartError;
use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};
use tokio::net::TcpListener;

const PREFERRED_PORTS: [u16; 2] = [80, 8080];
const PROBE_TIMEOUT: Duration = Duration::from_millis(200);

/// The second listener, for `localhost`.
pub struct OwnListener {
    /// `None` if this computer has no IPv6, or if another program has the address.
    pub listener: Option<TcpListener>,
    /// The host under which browsers on this computer open the pages.
    pub host: &'static str,
}

impl OwnListener {
    /// Listens on the IPv6 address of this computer itself, on the port of the other listener.
    pub async fn beside(port: u16) -> Self {
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(listener) => Self {
                listener: Some(listener),
                host: "localhost",
            },
            Err(error) if is_taken(&error) => Self {
                listener: None,
                host: "127.0.0.1",
            },
            Err(_) => Self {
                listener: None,
                host: "localhost",
            },
        }
    }
}

/// On Windows, an address that another program uses alone is reported as forbidden.
fn is_taken(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied)
}

/// Listens in all networks of this computer, on the wanted port or on the first free one.
pub async fn listen(wanted: Option<u16>) -> Result<TcpListener, StartError> {
    match wanted {
        Some(port) => bind(port).await,
        None => listen_on_first_free(&PREFERRED_PORTS).await,
    }
}

async fn listen_on_first_free(ports: &[u16]) -> Result<TcpListener, StartError> {
    for port in ports {
        if is_answered(*port) {
            continue;
        }
        if let Ok(listener) = bind(*port).await {
            return Ok(listener);
        }
    }
    bind(0).await
}

/// Whether another program already answers on this port of the loopback address. On Windows a program could listen on
/// all addresses although another one has the loopback address, and browsers on this computer would get that one.
fn is_answered(port: u16) -> bool {
    let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&loopback, PROBE_TIMEOUT).is_ok()
}

async fn bind(port: u16) -> Result<TcpListener, StartError> {
    let address = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
    TcpListener::bind(address)
        .await
        .map_err(|error| StartError::cannot_listen(address, "--port", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_name_localhost_is_used_only_if_no_other_program_answers_under_it() {
        let lan = bind(0).await.unwrap();
        let port = lan.local_addr().unwrap().port();
        let own = OwnListener::beside(port).await;
        assert_eq!(own.host, "localhost");
        let second = OwnListener::beside(port).await;
        assert_eq!(second.host == "127.0.0.1", own.listener.is_some());
        assert!(second.listener.is_none());
    }

    #[tokio::test]
    async fn a_port_that_is_answered_is_passed_over() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let taken_port = taken.local_addr().unwrap().port();
        let listener = listen_on_first_free(&[taken_port]).await.unwrap();
        assert_ne!(listener.local_addr().unwrap().port(), taken_port);
        let refused = listen(Some(taken_port)).await.unwrap_err();
        assert!(matches!(refused, StartError::Taken { .. }), "{refused}");
        assert!(refused.to_string().contains("--port"), "{refused}");
    }
}
