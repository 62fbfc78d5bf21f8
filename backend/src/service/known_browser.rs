//! Browsers that have signed in to a name before. They count their own wrong passwords, so that a stranger who
//! tries a name from elsewhere locks only other strangers out. What a browser is known for travels with it,
//! sealed, in a cookie.

use crate::{Result, Stepwise, random};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::credentials::normalise_name;
use std::time::Duration;

pub const KNOWN_FOR: Duration = Duration::from_secs(365 * 24 * 3600);
/// A classroom computer sees many students; the last ones are remembered.
const MOST_NAMES: usize = 12;
const PURPOSE: &str = "known-browser";

impl Stepwise {
    /// The mark of this browser, if it has signed in to this name before.
    pub fn known_browser_mark(&self, cookie: Option<&str>, name: &str) -> Option<Vec<u8>> {
        let (browser, names) = self.open_known_browser(cookie?)?;
        names.contains(&self.name_tag(name)).then(|| browser.into_bytes())
    }

    /// The cookie for a browser that has just signed in to a name.
    pub fn know_browser(&self, cookie: Option<&str>, name: &str) -> Result<String> {
        let tag = self.name_tag(name);
        let known = cookie.and_then(|cookie| self.open_known_browser(cookie));
        let (browser, mut names) = match known {
            Some(known) => known,
            None => (BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<16>()?), Vec::new()),
        };
        names.retain(|known| *known != tag);
        names.push(tag);
        let oldest = names.len().saturating_sub(MOST_NAMES);
        let content = format!("{browser} {}", names[oldest..].join(" "));
        self.once().seal(PURPOSE, &content, self.now(), KNOWN_FOR)
    }

    fn open_known_browser(&self, cookie: &str) -> Option<(String, Vec<String>)> {
        let content = self.once().open(PURPOSE, cookie, self.now())?;
        let mut words = content.split(' ').map(str::to_owned);
        Some((words.next()?, words.collect()))
    }

    /// Short, keyed, and only good for recognising the name again.
    fn name_tag(&self, name: &str) -> String {
        let mac = self.parts().macs.mac("known-name", &[normalise_name(name).as_bytes()]);
        BASE64_URL_SAFE_NO_PAD.encode(&mac[..12])
    }
}
