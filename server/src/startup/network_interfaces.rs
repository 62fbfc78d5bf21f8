//! Finds the IPv4 addresses of this machine. The server prints them at its start, so that users can type them on other
//! devices in the network.

use nix::{ifaddrs::getifaddrs, net::if_::InterfaceFlags};
use std::net::Ipv4Addr;

/// IPv4 addresses of the network interfaces that are up. IPv6 addresses are left out, because they are too long to
/// type.
pub fn ipv4_addresses() -> Vec<Ipv4Addr> {
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
    // Addresses that begin with 172 come last, because they usually belong to container bridges and not to the network
    // of the school.
    found.sort_by_key(|address| (address.octets()[0] == 172, *address));
    found.dedup();
    found
}
