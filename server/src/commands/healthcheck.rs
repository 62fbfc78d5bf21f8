//! The command `stepwise healthcheck`: requests `/healthz` from the running server. Containers use the command, because
//! their image has no other program for such a request.

use crate::{config::Healthcheck, startup::error::StartError};
use std::{
    io::{self, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

const TIMEOUT: Duration = Duration::from_secs(3);

pub fn healthcheck(check: &Healthcheck) -> Result<(), StartError> {
    let address = reachable(check.addr);
    let ask = || -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.write_all(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    match ask() {
        Ok(answer) if answer.starts_with("HTTP/1.0 200") || answer.starts_with("HTTP/1.1 200") => Ok(()),
        _ => Err(StartError::NotWell(check.addr)),
    }
}

/// The address to which the command connects. If the server listens on all addresses (`0.0.0.0` or `::`), no client can
/// connect to that address, so the loopback address replaces it.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}
