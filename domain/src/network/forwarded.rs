//! Parses the addresses in `X-Forwarded-For`. Proxies write them in several forms, and a client can put any text there.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The IP address in one entry of the header. The entry can have a port, brackets, quotes or a zone: `203.0.113.9`,
/// `203.0.113.9:4711`, `2001:db8::1`, `[2001:db8::1]:443`, `"[2001:db8::1]"`, `fe80::1%eth0`. Returns `None` for any
/// other text.
pub fn forwarded_address(entry: &str) -> Option<IpAddr> {
    let entry = unquoted(entry.trim());
    if let Some(bracketed) = entry.strip_prefix('[') {
        let (address, after) = bracketed.split_once(']')?;
        let fits = after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
        return ipv6(address).filter(|_| fits);
    }
    match entry.split_once(':') {
        None => ipv4(entry),
        // An entry with exactly one colon has a port; every IPv6 address has at least two colons.
        Some((address, port)) if !port.contains(':') => ipv4(address).filter(|_| is_port(port)),
        Some(_) => ipv6(entry),
    }
}

fn unquoted(entry: &str) -> &str {
    let inner = entry.strip_prefix('"').and_then(|entry| entry.strip_suffix('"'));
    inner.map_or(entry, str::trim)
}

fn ipv4(text: &str) -> Option<IpAddr> {
    text.parse::<Ipv4Addr>().ok().map(IpAddr::V4)
}

fn ipv6(text: &str) -> Option<IpAddr> {
    let address = text.split_once('%').map_or(text, |(address, _)| address);
    address.parse::<Ipv6Addr>().ok().map(IpAddr::V6)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(entry: &str) -> Option<String> {
        forwarded_address(entry).map(|address| address.to_string())
    }

    #[test]
    fn every_form_that_proxies_write_is_understood() {
        for (entry, address) in [
            ("203.0.113.9", "203.0.113.9"),
            (" 203.0.113.9 ", "203.0.113.9"),
            ("203.0.113.9:4711", "203.0.113.9"),
            ("\"203.0.113.9:4711\"", "203.0.113.9"),
            ("2001:db8::1", "2001:db8::1"),
            ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%eth0]:80", "fe80::1"),
            ("::ffff:203.0.113.9", "::ffff:203.0.113.9"),
            ("::1", "::1"),
        ] {
            assert_eq!(found(entry).as_deref(), Some(address), "{entry}");
        }
    }

    #[test]
    fn other_text_is_no_address() {
        for entry in [
            "",
            "unknown",
            "_hidden",
            "203.0.113",
            "203.0.113.9:",
            "203.0.113.9:http",
            "203.0.113.9:70000",
            "203.0.113.9:+80",
            "203.0.113.9:4711:1",
            "[203.0.113.9]:80",
            "[2001:db8::1",
            "[2001:db8::1]443",
            "[2001:db8::1]:",
            "[]",
            "\"203.0.113.9",
            "for=203.0.113.9",
            "203.0.113.9, 203.0.113.10",
        ] {
            assert_eq!(found(entry), None, "{entry}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn any_text_is_read_without_a_panic(entry in "\\PC{0,60}") {
            let _ = forwarded_address(&entry);
        }

        #[test]
        fn text_of_the_characters_of_addresses_is_read_without_a_panic(entry in "[0-9a-f:.%\\[\\]\" ]{0,50}") {
            let _ = forwarded_address(&entry);
        }

        #[test]
        fn an_address_is_found_in_each_of_its_forms(four: u32, six: u128, port: u16) {
            let (four, six) = (Ipv4Addr::from(four), Ipv6Addr::from(six));
            for entry in [format!("{four}"), format!("{four}:{port}"), format!("\"{four}:{port}\"")] {
                prop_assert_eq!(forwarded_address(&entry), Some(IpAddr::V4(four)));
            }
            for entry in [format!("{six}"), format!("[{six}]"), format!("[{six}]:{port}"), format!("\"[{six}]:{port}\"")] {
                prop_assert_eq!(forwarded_address(&entry), Some(IpAddr::V6(six)));
            }
        }
    }
}
