//! Finds the client's IP address: the address of the connection, or behind trusted proxies the address in
//! `X-Forwarded-For`.

use app::request::ClientAddress;
use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
    response::Response,
};
use domain::forwarded_address;
use std::net::{IpAddr, SocketAddr};

pub async fn insert<F: Future<Output = Response>>(
    trusted_proxies: usize,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let connection = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    if let Some(address) = forwarded(request.headers(), trusted_proxies).or(connection) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    next(request).await
}

/// The entry of `X-Forwarded-For` that the outermost trusted proxy added. Each proxy appends the address of its own
/// client, so a client can forge all entries before that entry.
fn forwarded(headers: &HeaderMap, trusted_proxies: usize) -> Option<IpAddr> {
    let back = trusted_proxies.checked_sub(1)?;
    let all: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    forwarded_address(all.iter().rev().nth(back)?)
}

#[cfg(test)]
mod property_tests;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().unwrap());
        assert_eq!(forwarded(&headers, 0), None);
        assert_eq!(forwarded(&headers, 1), "198.51.100.7".parse().ok());
        assert_eq!(forwarded(&headers, 2), "203.0.113.9".parse().ok());
        assert_eq!(forwarded(&headers, 3), None);
    }

    #[test]
    fn entries_may_have_ports() {
        let mut headers = HeaderMap::new();
        headers.append(
            "x-forwarded-for",
            "203.0.113.9:4711, [2001:db8::1]:443".parse().unwrap(),
        );
        headers.append("x-forwarded-for", "\"[2001:db8::2]:443\",unknown".parse().unwrap());
        assert_eq!(forwarded(&headers, 1), None, "the proxy's own address counts");
        assert_eq!(forwarded(&headers, 2), "2001:db8::2".parse().ok());
        assert_eq!(forwarded(&headers, 3), "2001:db8::1".parse().ok());
        assert_eq!(forwarded(&headers, 4), "203.0.113.9".parse().ok());
    }
}
