//! Finds the network and the site of an IP address, and recognises the addresses of this machine. The limits count all
//! clients of one network or one site together.

use core::net::{IpAddr, Ipv6Addr};

/// The limit of one IPv6 site is this many times the limit of one network, because a provider can give one customer a
/// /48, which has 65,536 networks.
pub const NETWORKS_PER_SITE: u32 = 16;

/// The network of an IP address. An IPv4 address is its own network, even if it is written as an IPv6 address. For IPv6
/// it is the /64, because one household or one machine has all addresses of its /64.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The site of an IPv6 address, which is its /48. IPv4 addresses have no site, because their networks are single
/// addresses.
pub fn site_of(address: IpAddr) -> Option<Ipv6Addr> {
    match address.to_canonical() {
        IpAddr::V4(_) => None,
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            Some(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

/// Whether a host is this machine: `localhost`, or a loopback address. A host name that only begins like a loopback
/// address (`127.evil.example`) is another machine.
pub fn is_loopback_host(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> String {
        network_of(text.parse().unwrap()).to_string()
    }

    fn site(text: &str) -> Option<String> {
        site_of(text.parse().unwrap()).map(|site| site.to_string())
    }

    #[test]
    fn an_old_address_counts_for_itself_however_it_is_written() {
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
    }

    #[test]
    fn new_addresses_of_one_household_count_together() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:2:ffff::1"), "2001:db8:1:2::");
        assert_ne!(network("2001:db8:1:3::1"), network("2001:db8:1:2::1"));
    }

    #[test]
    fn the_networks_of_one_site_count_together_and_ipv4_has_no_site() {
        assert_eq!(site("2001:db8:1:2::7").as_deref(), Some("2001:db8:1::"));
        assert_eq!(site("2001:db8:1:2::7"), site("2001:db8:1:ffff:1::"));
        assert_ne!(site("2001:db8:1:2::7"), site("2001:db8:2:2::7"));
        assert_eq!(site("192.0.2.7"), None);
        assert_eq!(site("::ffff:192.0.2.7"), None);
    }

    #[test]
    fn a_loopback_host_is_an_address_or_the_exact_name() {
        for host in [
            "localhost",
            "LocalHost",
            "127.0.0.1",
            "127.1.2.3",
            "[::1]",
            "::1",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in [
            "127.evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "127.1",
            "[::1",
            "[localhost]",
            "10.0.0.1",
            "",
        ] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
