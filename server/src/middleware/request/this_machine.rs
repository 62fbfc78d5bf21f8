//! Whether a request comes from this machine itself, without a proxy in between.

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, Uri, header},
};
use domain::is_loopback_host;
use std::net::SocketAddr;

/// True if the connection comes from the loopback address, and the request names this machine. Without the second
/// condition, a page of another site could reach the server under its own name: the owner of a name can let it point to
/// the loopback address at any time (DNS rebinding).
pub fn is_from_this_machine(request: &Request) -> bool {
    comes_from_loopback(request) && names_this_machine(request.headers())
}

/// True if the connection comes from the loopback address and no proxy has forwarded the request.
pub fn comes_from_loopback(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback()) && !was_forwarded(request.headers())
}

fn names_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = host.and_then(|host| host.parse::<Uri>().ok());
    authority.is_some_and(|uri| uri.host().is_some_and(is_loopback_host))
}

fn was_forwarded(headers: &HeaderMap) -> bool {
    [
        "forwarded",
        "via",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-real-ip",
    ]
    .iter()
    .any(|name| headers.contains_key(*name))
}
