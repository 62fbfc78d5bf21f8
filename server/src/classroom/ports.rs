//! Finds a port for the classroom mode: 80, so that students type no port, then 8080, then any free one.

use crate::startup::error::StartError;
use std::{
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};
use tokio::net::TcpListener;

const PREFERRED_PORTS: [u16; 2] = [80, 8080];
const PROBE_TIMEOUT: Duration = Duration::from_millis(200);

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
        .map_err(|error| StartError::cannot_listen(address, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_that_is_answered_is_passed_over() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let taken_port = taken.local_addr().unwrap().port();
        let listener = listen_on_first_free(&[taken_port]).await.unwrap();
        assert_ne!(listener.local_addr().unwrap().port(), taken_port);
        let refused = listen(Some(taken_port)).await.unwrap_err();
        assert!(matches!(refused, StartError::Taken { .. }), "{refused}");
    }
}
