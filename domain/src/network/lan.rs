//! The addresses of this machine in its local networks, in the order in which students can probably reach them.

use core::net::Ipv4Addr;

/// An address and the name of its network interface, such as `wlan0` or `Wi-Fi`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanAddress {
    pub interface: String,
    pub ip: Ipv4Addr,
    /// Number of bits of the address that all devices of the network share.
    pub prefix: u8,
}

/// How the names of interfaces begin that belong to containers, virtual machines and VPNs, in lower case.
const VIRTUAL_INTERFACES: [&str; 18] = [
    "docker",
    "podman",
    "br-",
    "veth",
    "vethernet",
    "cni",
    "lxc",
    "virbr",
    "virtualbox",
    "vboxnet",
    "vmware",
    "vmnet",
    "tun",
    "tap",
    "utun",
    "wg",
    "zt",
    "tailscale",
];

impl LanAddress {
    fn is_virtual(&self) -> bool {
        let name = self.interface.to_lowercase();
        VIRTUAL_INTERFACES.iter().any(|prefix| name.starts_with(prefix))
    }

    /// Whether a client with this address is in the same network.
    pub fn is_in_network(&self, client: Ipv4Addr) -> bool {
        let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix.min(32))).unwrap_or(0);
        u32::from(self.ip) & mask == u32::from(client) & mask
    }

    /// Addresses that begin with 172 usually belong to containers, even if the name of the interface does not say so.
    fn is_in_container_range(&self) -> bool {
        self.ip.octets()[0] == 172
    }
}

/// Sorts the addresses: first the one that the teacher has chosen, last those that lead to no other device. Addresses
/// of this machine only, and those that a machine gives itself without a network, are left out.
pub fn in_order_of_reach(addresses: Vec<LanAddress>, chosen: Option<Ipv4Addr>) -> Vec<LanAddress> {
    let mut found: Vec<LanAddress> = addresses
        .into_iter()
        .filter(|address| !address.ip.is_loopback() && !address.ip.is_link_local() && !address.ip.is_unspecified())
        .collect();
    found.sort_by_key(|address| {
        let is_other = chosen != Some(address.ip);
        (
            is_other,
            address.is_virtual(),
            address.is_in_container_range(),
            address.ip,
        )
    });
    found.dedup_by_key(|address| address.ip);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(addresses: &[(&str, [u8; 4])], chosen: Option<[u8; 4]>) -> Vec<String> {
        let addresses = addresses.iter().map(|(interface, ip)| LanAddress {
            interface: (*interface).to_owned(),
            ip: Ipv4Addr::from(*ip),
            prefix: 24,
        });
        let sorted = in_order_of_reach(addresses.collect(), chosen.map(Ipv4Addr::from));
        sorted.into_iter().map(|address| address.ip.to_string()).collect()
    }

    #[test]
    fn the_network_of_the_school_comes_before_containers_and_virtual_machines() {
        let found = [
            ("docker0", [10, 1, 0, 1]),
            ("vEthernet (WSL)", [10, 2, 0, 1]),
            ("eth1", [172, 20, 0, 3]),
            ("Wi-Fi", [192, 168, 1, 20]),
        ];
        assert_eq!(
            sorted(&found, None),
            ["192.168.1.20", "172.20.0.3", "10.1.0.1", "10.2.0.1"]
        );
    }

    #[test]
    fn the_teacher_s_choice_comes_first_while_it_exists() {
        let found = [("docker0", [172, 17, 0, 1]), ("wlan0", [10, 0, 0, 5])];
        assert_eq!(sorted(&found, Some([172, 17, 0, 1])), ["172.17.0.1", "10.0.0.5"]);
        assert_eq!(sorted(&found, Some([10, 9, 9, 9])), ["10.0.0.5", "172.17.0.1"]);
    }

    #[test]
    fn the_prefix_decides_who_is_in_the_network() {
        let at = |prefix| LanAddress {
            interface: String::new(),
            ip: Ipv4Addr::new(192, 168, 1, 20),
            prefix,
        };
        let (near, far) = (Ipv4Addr::new(192, 168, 1, 200), Ipv4Addr::new(10, 0, 0, 1));
        assert!(at(24).is_in_network(near) && !at(24).is_in_network(far));
        assert!(!at(32).is_in_network(near) && at(32).is_in_network(at(32).ip));
        assert!(at(0).is_in_network(far));
    }

    #[test]
    fn addresses_that_no_student_can_use_are_left_out() {
        let found = [
            ("lo", [127, 0, 0, 1]),
            ("eth0", [169, 254, 7, 7]),
            ("eth1", [0, 0, 0, 0]),
        ];
        assert!(sorted(&found, None).is_empty());
    }
}
