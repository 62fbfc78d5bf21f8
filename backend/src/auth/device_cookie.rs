//! The device cookie contains a random id of the browser, the time it was issued, and the names that have signed in
//! there. A browser that has signed in with a name before has its own counter of wrong passwords for this name. An
//! attacker who tries the name in other browsers therefore cannot lock out its owner. The cookie is encrypted; the
//! server stores no copy.

use super::Auth;
use crate::{Result, random};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{credentials::normalise_name, time::Timestamp};
use std::{fmt, time::Duration};

pub const DEVICE_COOKIE_LIFE: Duration = Duration::from_secs(365 * 24 * 3600);
/// Many students share a classroom computer, so the cookie contains only the names that have signed in most recently. A
/// member has up to two.
const MAX_NAMES: usize = 16;
const PURPOSE: &str = "known-browser";

/// A browser, as its device cookie describes it.
#[derive(Clone)]
pub struct Device {
    id: String,
    issued: Timestamp,
    names: Vec<String>,
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Device")
            .field("issued", &self.issued)
            .finish_non_exhaustive()
    }
}

impl Device {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The time at which the browser got the cookie. Cookies of older releases do not contain the time, and are treated
    /// as very old.
    pub(crate) const fn issued(&self) -> Timestamp {
        self.issued
    }

    fn content(&self) -> String {
        format!("{}.{} {}", self.id, self.issued.micros(), self.names.join(" "))
    }

    fn parse(content: &str) -> Option<Self> {
        let mut words = content.split(' ').filter(|word| !word.is_empty());
        let first = words.next()?;
        let (id, issued) = first.split_once('.').unwrap_or((first, "0"));
        Some(Self {
            id: id.to_owned(),
            issued: Timestamp::from_micros(issued.parse().ok()?),
            names: words.map(str::to_owned).collect(),
        })
    }
}

impl Auth {
    /// The browser that the cookie describes, if this server has issued the cookie.
    pub fn device(&self, cookie: Option<&str>) -> Option<Device> {
        Device::parse(&self.sealer.open(PURPOSE, cookie?, self.clock.now())?)
    }

    /// A new device and its cookie, for a browser without a device cookie.
    pub fn new_device(&self) -> Result<(Device, String)> {
        let device = self.random_device()?;
        let cookie = self.seal_device(&device)?;
        Ok((device, cookie))
    }

    /// The new cookie of a browser in which a user with these names has just signed in.
    pub fn record_sign_in_of_device(&self, cookie: Option<&str>, names: &[&str]) -> Result<String> {
        let tags: Vec<_> = names.iter().map(|name| self.name_tags(name)).collect();
        let mut device = match self.device(cookie) {
            Some(device) => device,
            None => self.random_device()?,
        };
        device
            .names
            .retain(|known| !tags.iter().any(|of_name| of_name.contains(known)));
        device
            .names
            .extend(tags.into_iter().map(|mut of_name| of_name.swap_remove(0)));
        let oldest = device.names.len().saturating_sub(MAX_NAMES);
        device.names.drain(..oldest);
        self.seal_device(&device)
    }

    /// Whether a user has signed in with one of these names in this browser before.
    pub fn has_signed_in(&self, device: &Device, names: &[&str]) -> bool {
        let mut tags = names.iter().flat_map(|name| self.name_tags(name));
        tags.any(|tag| device.names.contains(&tag))
    }

    fn random_device(&self) -> Result<Device> {
        Ok(Device {
            id: BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<16>()?),
            issued: self.clock.now(),
            names: Vec::new(),
        })
    }

    fn seal_device(&self, device: &Device) -> Result<String> {
        self.sealer
            .seal(PURPOSE, &device.content(), self.clock.now(), DEVICE_COOKIE_LIFE)
    }

    /// Short keyed hashes, with which the server recognises the name but cannot read it: one for each key. New cookies
    /// contain the first hash.
    fn name_tags(&self, name: &str) -> Vec<String> {
        let macs = self.macs.all("known-name", &[normalise_name(name).as_bytes()]);
        macs.iter()
            .map(|mac| BASE64_URL_SAFE_NO_PAD.encode(&mac[..12]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_of_a_cookie_is_read_back() {
        let device = Device {
            id: "abc-_".to_owned(),
            issued: Timestamp::from_seconds(1_795_165_210),
            names: vec!["x".to_owned(), "y".to_owned()],
        };
        for names in [Vec::new(), device.names.clone()] {
            let device = Device {
                names,
                ..device.clone()
            };
            let read = Device::parse(&device.content()).unwrap();
            assert_eq!(
                (read.id, read.issued, read.names),
                (device.id, device.issued, device.names)
            );
        }
    }

    #[test]
    fn a_cookie_of_an_older_release_is_an_old_one() {
        let read = Device::parse("abc x y").unwrap();
        assert_eq!(
            (read.id.as_str(), read.issued, read.names.len()),
            ("abc", Timestamp::default(), 2)
        );
        assert!(Device::parse("").is_none() && Device::parse("abc.yesterday").is_none());
    }
}
