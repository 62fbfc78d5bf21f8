//! Sends mails to an SMTP server.

use super::transport::{OutgoingMessage, SendError, Transport, message};
use async_trait::async_trait;
use domain::is_loopback_host;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::Mailbox, transport::smtp};
use std::{error::Error as _, time::Duration};
use thiserror::Error;
use url::Url;

/// Timeout for sending one mail.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);
/// Enhanced status codes of replies about the recipient: the mailbox does not exist, or it accepts no mail (RFC 3463,
/// RFC 7505). Codes about the sender (5.1.7, 5.1.8) and about rules of the server (5.7.1) are not in this list, because
/// the operator can correct their cause while the mail waits.
const RECIPIENT_REFUSED: [&str; 6] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

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

    /// A mail is refused for good only if the server says that the recipient is wrong and still accepts a connection and
    /// the login. So a refused greeting or login never deletes a mail.
    async fn try_send(&self, message: Message) -> Result<(), SendError> {
        let Err(error) = self.transport.send(message).await else {
            return Ok(());
        };
        if is_about_recipient(&error) && self.is_well().await {
            return Err(SendError::Refused);
        }
        Err(SendError::NotNow(reason(&error)))
    }
}

/// Whether the server refuses the recipient for good. The reply code does not say this: 550 and 553 are also replies to
/// a refused sender, and lettre does not report which command the reply belongs to. So the enhanced status code decides.
fn is_about_recipient(error: &smtp::Error) -> bool {
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    let status = text.split_whitespace().next().unwrap_or_default();
    error.is_permanent() && RECIPIENT_REFUSED.contains(&status)
}

/// The reason for the log. It does not contain the text of the reply, because the text can contain the e-mail address of
/// the recipient.
fn reason(error: &smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server hangs".to_owned(),
        None => "the mail server cannot be reached".to_owned(),
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
        tokio::time::timeout(self.timeout, self.try_send(message))
            .await
            .unwrap_or_else(|_| Err(SendError::NotNow("the mail server hangs".to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
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

    /// A mail server that accepts every mail, but gives `answer` to `command`. The command `CONNECT` stands for a new
    /// connection. The lines that the clients send are appended to `got`.
    async fn serve(listener: TcpListener, command: &'static str, answer: &'static str, got: Arc<Mutex<String>>) {
        let reply = |to: &str, usual: &'static str| if to == command { answer } else { usual };
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            let greeting = format!("{}\r\n", reply("CONNECT", "220 test"));
            write.write_all(greeting.as_bytes()).await.unwrap();
            let mut in_data = false;
            while let Ok(Some(line)) = lines.next_line().await {
                got.lock().unwrap().extend([line.as_str(), "\n"]);
                let word = line.split(' ').next().unwrap_or_default();
                let usual = match word {
                    _ if in_data && line == "." => {
                        in_data = false;
                        "250 taken"
                    }
                    _ if in_data => continue,
                    "EHLO" => "250-test\r\n250 AUTH PLAIN",
                    "DATA" => {
                        in_data = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
                let answered = format!("{}\r\n", reply(word, usual));
                write.write_all(answered.as_bytes()).await.unwrap();
            }
        }
    }

    async fn sent(command: &'static str, answer: &'static str) -> (Result<(), SendError>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://user:secret@{}", listener.local_addr().unwrap());
        let got = Arc::new(Mutex::new(String::new()));
        let server = tokio::spawn(serve(listener, command, answer, Arc::clone(&got)));
        let smtp = Smtp::new(&url, "Stepwise <stepwise@school.example>").unwrap();
        let outcome = smtp.send(&letter()).await;
        server.abort();
        let got = got.lock().unwrap().clone();
        (outcome, got)
    }

    #[tokio::test]
    async fn a_letter_reaches_a_mail_server_as_text_and_html() {
        let (outcome, got) = sent("RCPT", "250 ok").await;
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
        for (command, answer) in [
            ("RCPT", "550 5.1.1 no such ada@school.example"),
            ("RCPT", "550-5.1.1 no such mailbox\r\n550 5.1.1 ada@school.example"),
            ("RCPT", "556 5.1.10 school.example takes no mail"),
            (".", "550 5.2.1 ada@school.example is disabled"),
        ] {
            let (outcome, _) = sent(command, answer).await;
            assert!(matches!(outcome, Err(SendError::Refused)), "{answer}: {outcome:?}");
        }
        let (outcome, _) = sent("RCPT", "451 4.1.1 greylisted ada@school.example").await;
        let Err(SendError::NotNow(why)) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(!why.contains("ada"), "{why}");
    }

    #[tokio::test]
    async fn a_mail_waits_if_the_server_refuses_something_other_than_the_recipient() {
        for (command, answer) in [
            ("CONNECT", "554 5.7.1 no service for this network"),
            ("AUTH", "535 5.7.8 wrong password"),
            ("AUTH", "530 authentication required"),
            ("MAIL", "550 sender refused"),
            ("MAIL", "550 5.7.1 stepwise@school.example may not send"),
            ("MAIL", "553 5.1.8 no such domain"),
            // The reply does not say whether the recipient is wrong or the server does not relay.
            ("RCPT", "550 ada@school.example refused"),
            ("RCPT", "554 5.7.1 relay access denied"),
            (".", "554 5.7.1 this looks like spam"),
            // The code is about a recipient, but a test connection fails in the same way.
            ("CONNECT", "554 5.1.1 no such user"),
            ("AUTH", "550 5.1.1 no such user"),
        ] {
            let (outcome, _) = sent(command, answer).await;
            let Err(SendError::NotNow(why)) = outcome else {
                panic!("{command} {answer}: {outcome:?}")
            };
            assert_eq!(why, format!("the mail server answered {}", &answer[..3]), "{command}");
        }
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
