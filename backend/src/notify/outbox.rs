//! Writes mails into a folder, for tests and for servers in a classroom without a mail server.

use super::{
    smtp::BadMailSettings,
    transport::{OutgoingMessage, SendError, Transport, message},
};
use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use lettre::message::Mailbox;
use std::{io, path::PathBuf};

pub struct Outbox {
    folder: PathBuf,
    from: Mailbox,
}

impl Outbox {
    pub fn new(folder: PathBuf, from: &str) -> Result<Self, BadMailSettings> {
        let from = from.parse().map_err(|_| BadMailSettings::From)?;
        Ok(Self { folder, from })
    }

    /// Writes a draft and renames it, so that no incomplete mail is visible. Only the operator can read the file,
    /// because mails contain secret links.
    async fn write(&self, bytes: Vec<u8>, name: String) -> io::Result<()> {
        let folder = self.folder.clone();
        let written = tokio::task::spawn_blocking(move || {
            use std::{fs, io::Write as _};
            let mut make = fs::DirBuilder::new();
            make.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
            make.create(&folder)?;
            let draft = folder.join(format!(".{name}"));
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&draft)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(draft, folder.join(name))
        });
        written.await.map_err(io::Error::other)?
    }
}

#[async_trait]
impl Transport for Outbox {
    async fn send(&self, letter: &OutgoingMessage) -> Result<(), SendError> {
        let message = message(letter, &self.from)?;
        let random = crate::random::bytes::<9>().map_err(|error| SendError::NotNow(error.to_string()))?;
        let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        // File names begin with the time, so that they sort by it.
        let name = format!("{:013}-{}.eml", now.as_millis(), BASE64_URL_SAFE_NO_PAD.encode(random));
        let written = self.write(message.formatted(), name).await;
        written.map_err(|error| SendError::NotNow(format!("the outbox: {error}")))
    }
}
