//! The addresses of this machine that others in the same network can type.

use nix::{ifaddrs::getifaddrs, net::if_::InterfaceFlags};
use std::net::Ipv4Addr;

/// Plain IPv4 addresses of interfaces that are up: the ones children can type.
pub fn addresses() -> Vec<Ipv4Addr> {
    let Ok(interfaces) = getifaddrs() else {
        return Vec::new();
    };
    let mut found: Vec<Ipv4Addr> = interfaces
        .filter(|interface| {
            interface.flags.contains(InterfaceFlags::IFF_UP) && !interface.flags.contains(InterfaceFlags::IFF_LOOPBACK)
        })
        .filter_map(|interface| Some(interface.address?.as_sockaddr_in()?.ip()))
        .filter(|address| !address.is_link_local())
        .collect();
    // Schools' networks before the bridges of containers, as far as that can be told.
    found.sort_by_key(|address| (address.octets()[0] == 172, *address));
    found.dedup();
    found
}
