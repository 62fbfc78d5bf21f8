//! Seals short-lived values that the browser stores, such as a new password that one page shows once.
//!
//! A sealed value is valid for one purpose and until a given time. It is not stored in the database, so it cannot be
//! read there.

use super::Keyring;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::time::Timestamp;
use std::time::Duration;
use zeroize::Zeroizing;

#[derive(Clone)]
pub struct Sealer(Keyring);

impl Sealer {
    pub const fn new(keys: Keyring) -> Self {
        Self(keys)
    }

    pub fn seal(&self, purpose: &str, content: &str, now: Timestamp, life: Duration) -> crate::Result<String> {
        let mut plain = Zeroizing::new(now.after(life).micros().to_be_bytes().to_vec());
        plain.extend_from_slice(content.as_bytes());
        Ok(BASE64_URL_SAFE_NO_PAD.encode(self.0.seal(&context(purpose), &plain)?))
    }

    /// The content, if the value was sealed for this purpose and has not expired. In all other cases `None`, without a
    /// reason.
    pub fn open(&self, purpose: &str, sealed: &str, now: Timestamp) -> Option<String> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let plain = self.0.open(&context(purpose), &bytes).ok()?;
        let (until, content) = plain.split_first_chunk::<8>()?;
        let fresh = now < Timestamp::from_micros(i64::from_be_bytes(*until));
        fresh.then(|| String::from_utf8(content.to_vec()).ok()).flatten()
    }
}

fn context(purpose: &str) -> String {
    format!("once:{purpose}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_for_its_purpose_and_its_time_only() {
        let keys = Keyring::parse(&format!("a:{}", base64::prelude::BASE64_STANDARD.encode([5; 32]))).unwrap();
        let once = Sealer::new(keys);
        let now = Timestamp::from_seconds(1_000);
        let life = Duration::from_secs(600);
        let sealed = once.seal("link:1", "the link", now, life).unwrap();
        assert_eq!(once.open("link:1", &sealed, now).as_deref(), Some("the link"));
        assert_eq!(once.open("link:2", &sealed, now), None);
        assert_eq!(once.open("link:1", &sealed, now.after(life)), None);
        assert_eq!(once.open("link:1", "nonsense", now), None);
        assert!(!sealed.contains("link"));
    }
}
