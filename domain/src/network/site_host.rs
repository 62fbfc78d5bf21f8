//! The host and port in the configured address of the site, and a check whether a request is sent to that host and
//! port.

use super::address::is_loopback_host;
use core::fmt;

/// Host and port of a site. Two values are compared without regard to case, a dot at the end of the host, and the
/// default port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteHost {
    host: String,
    port: u16,
    default_port: u16,
}

impl SiteHost {
    /// Parses an address such as `https://stepwise.example.org:8443`, without a path.
    pub fn from_url(url: &str) -> Option<Self> {
        let (scheme, authority) = url.split_once("://")?;
        let default_port = match scheme {
            "https" => 443,
            "http" => 80,
            _ => return None,
        };
        let (host, port) = parse_authority(authority, default_port)?;
        Some(Self {
            host,
            port,
            default_port,
        })
    }

    /// The host in lower case, an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether an authority (from the `Host` header or from the target of a request) names this site. If the configured
    /// host is a name of this machine, all other names of this machine match too.
    pub fn matches(&self, authority: &str) -> bool {
        parse_authority(authority, self.default_port).is_some_and(|(host, port)| {
            let same = host == self.host || is_loopback_host(&self.host) && is_loopback_host(&host);
            same && port == self.port
        })
    }
}

impl fmt::Display for SiteHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port == self.default_port {
            true => f.write_str(&self.host),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

/// Returns the host, in lower case and without a dot at its end, and the port.
fn parse_authority(authority: &str, default_port: u16) -> Option<(String, u16)> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(bracketed) => {
            let (address, after) = bracketed.split_once(']')?;
            let address: core::net::Ipv6Addr = address.parse().ok()?;
            let port = match after {
                "" => None,
                after => Some(after.strip_prefix(':')?),
            };
            (format!("[{address}]"), port)
        }
        None => {
            let (name, port) = match authority.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (authority, None),
            };
            (name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase(), port)
        }
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if host.is_empty() || !host.starts_with('[') && !host.bytes().all(is_name) {
        return None;
    }
    let port = match port {
        None | Some("") => default_port,
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        Some(_) => return None,
    };
    Some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_named(url: &str, authority: &str) -> bool {
        SiteHost::from_url(url).unwrap().matches(authority)
    }

    #[test]
    fn case_a_last_dot_and_the_default_port_make_no_difference() {
        for authority in [
            "learn.example.org",
            "Learn.Example.ORG",
            "learn.example.org.",
            "learn.example.org:443",
            "learn.example.org.:443",
            "learn.example.org:",
        ] {
            assert!(is_named("https://learn.example.org", authority), "{authority}");
            assert!(is_named("https://Learn.example.org:443", authority), "{authority}");
        }
        assert!(is_named("http://learn.example.org", "learn.example.org:80"));
        assert!(is_named("http://learn.example.org:8000", "learn.example.org:8000"));
        assert!(is_named("http://[2001:db8::1]:8000", "[2001:DB8:0::1]:8000"));
        assert!(is_named("http://192.0.2.7", "192.0.2.7"));
    }

    #[test]
    fn every_other_host_is_told_apart() {
        for authority in [
            "",
            "example.org",
            "evil.example",
            "learn.example.org.evil.example",
            "evil.learn.example.org",
            "learn.example.org:80",
            "learn.example.org:8443",
            "learn.example.org:+443",
            "learn.example.org:443:443",
            "learn.example.org..",
            "user@learn.example.org",
            "learn.example.org/",
            "learn.example.org, evil.example",
            " learn.example.org",
            "127.0.0.1",
            "localhost",
            "[::1]",
            "[::1",
            "[::1]443",
        ] {
            assert!(!is_named("https://learn.example.org", authority), "{authority}");
        }
    }

    #[test]
    fn a_host_without_its_other_port_does_not_match() {
        for url in ["https://learn.example.org:8443", "http://learn.example.org:8000"] {
            for authority in ["learn.example.org", "learn.example.org:", "learn.example.org:443"] {
                assert!(!is_named(url, authority), "{url} {authority}");
            }
        }
        assert!(is_named("https://learn.example.org:8443", "learn.example.org:8443"));
    }

    #[test]
    fn a_site_on_this_machine_has_all_names_of_this_machine() {
        for authority in ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"] {
            assert!(is_named("http://localhost:8000", authority), "{authority}");
        }
        for authority in ["localhost", "10.0.0.1:8000", "127.evil.example:8000"] {
            assert!(!is_named("http://localhost:8000", authority), "{authority}");
        }
    }

    #[test]
    fn an_address_that_names_no_host_is_refused() {
        for url in [
            "https://",
            "ftp://a",
            "https://a:b",
            "https://a:70000",
            "https://a b",
            "a.example",
        ] {
            assert_eq!(SiteHost::from_url(url), None, "{url}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn any_text_is_compared_without_a_panic(authority in "\\PC{0,60}") {
            let site = SiteHost::from_url("https://learn.example.org").unwrap();
            let known = authority.to_ascii_lowercase();
            if site.matches(&authority) {
                prop_assert!(known.starts_with("learn.example.org"));
            }
        }
    }
}
