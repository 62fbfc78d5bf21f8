//! The site for which browsers create passkeys, and why they create none for some addresses.

use crate::SiteHost;
use core::net::Ipv4Addr;
use serde::{Deserialize, Serialize};

/// The site, as authenticators know it. A passkey works on this site only, so both values come from the settings and
/// never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

/// Why a page offers no passkeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PasskeyObstacle {
    /// Browsers use passkeys on encrypted connections only, or on the machine of the server itself.
    PlainHttp,
    /// A passkey belongs to a name, so an address made of numbers has none.
    IpAddress,
    /// The page was opened under another address than that of the passkeys.
    OtherAddress { passkeys_at: String },
}

impl RelyingParty {
    /// The relying party of a site with this address, such as `https://learn.example.org`.
    pub fn of_url(url: &str) -> Result<Self, PasskeyObstacle> {
        let (scheme, _) = url.split_once("://").ok_or(PasskeyObstacle::PlainHttp)?;
        let site = SiteHost::from_url(url).ok_or(PasskeyObstacle::PlainHttp)?;
        let id = site.host();
        if is_ip_address(id) {
            return Err(PasskeyObstacle::IpAddress);
        }
        if scheme != "https" && id != "localhost" && !id.ends_with(".localhost") {
            return Err(PasskeyObstacle::PlainHttp);
        }
        Ok(Self {
            id: id.to_owned(),
            origin: format!("{scheme}://{site}"),
        })
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// The origin, in the form in which browsers report it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether browsers allow passkeys on a page that was opened with this `Host` header.
    pub fn offered_at(&self, authority: &str) -> Result<(), PasskeyObstacle> {
        let own = self.origin.split_once("://").map_or("", |(_, own)| own);
        if authority.eq_ignore_ascii_case(own) {
            return Ok(());
        }
        Err(PasskeyObstacle::OtherAddress {
            passkeys_at: self.origin.clone(),
        })
    }
}

/// Browsers read a host whose last part is a number as an IPv4 address.
fn is_ip_address(host: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok() || host.rsplit('.').next().is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str) -> Result<(String, String), PasskeyObstacle> {
        RelyingParty::of_url(url).map(|party| (party.id, party.origin))
    }

    #[test]
    fn a_name_over_https_and_this_machine_have_passkeys() {
        for (url, id, origin) in [
            (
                "https://Learn.example.org",
                "learn.example.org",
                "https://learn.example.org",
            ),
            (
                "https://learn.example.org:443",
                "learn.example.org",
                "https://learn.example.org",
            ),
            (
                "https://learn.example.org:8443",
                "learn.example.org",
                "https://learn.example.org:8443",
            ),
            ("http://localhost:3000", "localhost", "http://localhost:3000"),
            ("http://school.localhost", "school.localhost", "http://school.localhost"),
        ] {
            assert_eq!(of(url), Ok((id.to_owned(), origin.to_owned())), "{url}");
        }
    }

    #[test]
    fn plain_http_and_numbers_have_none() {
        for url in [
            "http://school.test",
            "http://localhost.example.org",
            "http://evil-localhost",
        ] {
            assert_eq!(of(url), Err(PasskeyObstacle::PlainHttp), "{url}");
        }
        for url in [
            "https://192.0.2.7",
            "http://127.0.0.1:3000",
            "https://[2001:db8::1]",
            "https://127.1",
        ] {
            assert_eq!(of(url), Err(PasskeyObstacle::IpAddress), "{url}");
        }
    }

    #[test]
    fn a_page_under_another_address_has_none() {
        let party = RelyingParty::of_url("http://localhost:3000").unwrap();
        assert_eq!(party.offered_at("LOCALHOST:3000"), Ok(()));
        for other in [
            "127.0.0.1:3000",
            "localhost:3001",
            "localhost",
            "school.test",
            "[::1]:3000",
            "",
        ] {
            assert!(party.offered_at(other).is_err(), "{other}");
        }
    }
}
