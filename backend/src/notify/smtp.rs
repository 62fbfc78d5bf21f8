//! Sends mails to an SMTP server.

use super::transport::{OutgoingMessage, SendError, Transport, message};
use async_trait::async_trait;
use domain::is_loopback_host;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, message::Mailbox};
use std::time::Duration;
use thiserror::Error;
use url::Url;

/// Timeout for sending one mail.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Debug, Error)]
pub enum BadMailSettings {
    #[error("STEPWISE_SMTP_URL: expected something like smtps://user:password@mail.example.org")]
    Url,
    #[error(
        "STEPWISE_SMTP_URL: smtp:// would send the user name and the password unencrypted; write smtps://, or add ?tls=required"
    )]
    Unencrypted,
    #[error("STEPWISE_MAIL_FROM: expected something like Stepwise <stepwise@example.org>")]
    From,
}

pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    timeout: Duration,
}

impl Smtp {
    pub fn new(url: &str, from: &str) -> Result<Self, BadMailSettings> {
        Self::with_timeout(url, from, SEND_TIMEOUT)
    }

    fn with_timeout(url: &str, from: &str, timeout: Duration) -> Result<Self, BadMailSettings> {
        let from = from.parse().map_err(|_| BadMailSettings::From)?;
        if sends_credentials_unencrypted(url) {
            return Err(BadMailSettings::Unencrypted);
        }
        // The error does not contain the URL, because the URL contains a password.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| BadMailSettings::Url)?;
        Ok(Self {
            transport: builder.timeout(Some(timeout)).build(),
            from,
            timeout,
        })
    }

    /// Whether the server can be reached and accepts the login.
    pub async fn is_well(&self) -> bool {
        matches!(
            tokio::time::timeout(self.timeout, self.transport.test_connection()).await,
            Ok(Ok(true))
        )
    }
}

/// Whether the SMTP URL contains a user name or a password but does not require TLS. `tls=opportunistic` does not
/// require it: an attacker on the network can suppress TLS. A server on this machine is allowed, because its connection
/// does not use a network.
fn sends_credentials_unencrypted(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    let insists_on_tls = url
        .query_pairs()
        .find(|(name, _)| name == "tls")
        .is_some_and(|(_, value)| value == "required");
    url.scheme() == "smtp" && has_credentials && !insists_on_tls && !url.host_str().is_some_and(is_loopback_host)
}

#[async_trait]
impl Transport for Smtp {
    async fn send(&self, letter: &OutgoingMessage) -> Result<(), SendError> {
        let message = message(letter, &self.from)?;
        match tokio::time::timeout(self.timeout, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(SendError::Refused),
            // The server's own answer is not reported, because it can contain the e-mail address of the recipient.
            Ok(Err(error)) if error.is_transient() => Err(SendError::NotNow("the mail server asks to wait".to_owned())),
            Ok(Err(error)) if error.is_timeout() => Err(SendError::NotNow("the mail server hangs".to_owned())),
            Ok(Err(_)) => Err(SendError::NotNow("the mail server cannot be reached".to_owned())),
            Err(_) => Err(SendError::NotNow("the mail server hangs".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
        net::TcpListener,
    };

    fn letter() -> OutgoingMessage {
        OutgoingMessage {
            to: "ada@school.example".to_owned(),
            subject: "Код".to_owned(),
            text: "hello\n.\nbye".to_owned(),
            html: "<p>hello</p>".to_owned(),
        }
    }

    /// A mail server for one client. It returns the lines that the client has sent.
    async fn serve(listener: TcpListener, answer_to_mail: &'static str) -> String {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await.unwrap();
        let (mut got, mut in_data) = (String::new(), false);
        while let Ok(Some(line)) = lines.next_line().await {
            got.push_str(&line);
            got.push('\n');
            let answer = match line.split(' ').next().unwrap_or_default() {
                _ if in_data && line == "." => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => continue,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "RCPT" => answer_to_mail,
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        }
        got
    }

    async fn sent(answer: &'static str) -> (Result<(), SendError>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(serve(listener, answer));
        let smtp = Smtp::new(&url, "Stepwise <stepwise@school.example>").unwrap();
        let outcome = smtp.send(&letter()).await;
        drop(smtp);
        (outcome, server.await.unwrap())
    }

    #[tokio::test]
    async fn a_letter_reaches_a_mail_server_as_text_and_html() {
        let (outcome, got) = sent("250 ok").await;
        assert!(outcome.is_ok());
        for part in [
            "RCPT TO:<ada@school.example>",
            "From: Stepwise <stepwise@school.example>",
            "text/plain",
            "text/html",
        ] {
            assert!(got.contains(part), "{part} in {got}");
        }
    }

    #[tokio::test]
    async fn a_permanent_refusal_is_not_retried_and_no_address_is_in_an_error() {
        assert!(matches!(
            sent("550 no such ada@school.example").await.0,
            Err(SendError::Refused)
        ));
        let (outcome, _) = sent("451 greylisted ada@school.example").await;
        let Err(SendError::NotNow(why)) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(!why.contains("ada"), "{why}");
    }

    #[tokio::test]
    async fn a_server_that_hangs_or_is_not_there_is_tried_later() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let hangs = Smtp::with_timeout(&url, "a@b.example", Duration::from_millis(50)).unwrap();
        assert!(matches!(hangs.send(&letter()).await, Err(SendError::NotNow(_))));
        drop(listener);
        let away = Smtp::new(&url, "a@b.example").unwrap();
        assert!(matches!(away.send(&letter()).await, Err(SendError::NotNow(_))));
        assert!(!away.is_well().await);
    }

    #[test]
    fn bad_settings_are_named_without_their_password() {
        for (url, from) in [("mail.example.org", "a@b.example"), ("smtp://u:secret@h", "nobody")] {
            let error = Smtp::new(url, from).err().unwrap().to_string();
            assert!(error.starts_with("STEPWISE_") && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn credentials_travel_encrypted_or_not_at_all() {
        let taken = |url: &str| match Smtp::new(url, "a@b.example") {
            Ok(_) => true,
            Err(BadMailSettings::Unencrypted) => false,
            Err(error) => panic!("{url}: {error}"),
        };
        for url in [
            "smtps://user:secret@mail.example.org",
            "smtp://user:secret@mail.example.org?tls=required",
            "smtp://user:secret@mail.example.org:2525/client.example?tls=required",
            // A relay that identifies its clients by their IP addresses.
            "smtp://mail.example.org",
            "smtp://mail.example.org?tls=opportunistic",
            // A server on this machine.
            "smtp://user:secret@localhost:1025",
            "smtp://user:secret@127.0.0.1:1025",
            "smtp://user:secret@[::1]:1025",
        ] {
            assert!(taken(url), "{url}");
        }
        for url in [
            "smtp://user:secret@mail.example.org",
            "smtp://user@mail.example.org",
            "smtp://:secret@mail.example.org",
            "smtp://user:secret@mail.example.org:587",
            "smtp://user:secret@mail.example.org?tls=opportunistic",
            "smtp://user:secret@mail.example.org?TLS=required",
            "SMTP://user:secret@mail.example.org",
            "smtp://user:secret@127.evil.example",
            "smtp://user:secret@localhost.evil.example",
        ] {
            assert!(!taken(url), "{url}");
        }
        let error = Smtp::new("smtp://user:secret@mail.example.org", "a@b.example")
            .err()
            .unwrap()
            .to_string();
        assert!(
            error.starts_with("STEPWISE_SMTP_URL") && !error.contains("secret") && !error.contains('\n'),
            "{error}"
        );
    }
}
