//! Finds the ipv4_addresses of this machine, which the server prints at its start so that other devices in the network can
//! open it.

use nix::{ifaddrs::getifaddrs, net::if_::InterfaceFlags};
use std::net::Ipv4Addr;

/// IPv4 ipv4_addresses of the interfaces that are up. IPv6 ipv4_addresses are left out, because they are too long to type.
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
    // Addresses that begin with 172 come last, because those are usually the bridges of containers and not the school's
    // network.
    found.sort_by_key(|address| (address.octets()[0] == 172, *address));
    found.dedup();
    found
}
