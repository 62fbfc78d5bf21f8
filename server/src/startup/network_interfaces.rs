//! Finds the IPv4 addresses of this machine, which users type on other devices in the network.

use domain::LanAddress;
use if_addrs::IfAddr;

/// The addresses of the network interfaces that are up. IPv6 addresses are left out, because they are too long to type.
pub fn lan_addresses() -> Vec<LanAddress> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    interfaces
        .into_iter()
        .filter(|interface| interface.is_oper_up() && !interface.is_loopback())
        .filter_map(|interface| match interface.addr {
            IfAddr::V4(address) => Some(LanAddress {
                interface: interface.name,
                ip: address.ip,
                prefix: address.prefixlen,
            }),
            IfAddr::V6(_) => None,
        })
        .collect()
}
