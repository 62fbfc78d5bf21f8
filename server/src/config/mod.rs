//! Settings: environment variables and command-line flags of the same names. The defaults run a classroom from an empty
//! folder.

mod commands;
mod factors;
mod security_contact;
mod unknown_variables;

pub use commands::{Admin, Backup, Installation, KeysCommand, Migrate, Storage};
pub use factors::Factors;
pub use security_contact::SecurityContact;
pub use unknown_variables::{misspelt, without_secrets};

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::SiteHost;
use std::{net::SocketAddr, time::Duration};

/// A school class learns two-factor authentication by doing it.
#[derive(Debug, Parser)]
#[command(
    name = "stepwise",
    version,
    about,
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server (also what happens without a command)
    Serve(Box<Serve>),
    /// Ask a running server whether it is well; the exit code is the answer
    Healthcheck(Healthcheck),
    /// Members: make an administrator, invite, rescue one who has lost her phone, shut one out
    #[command(subcommand)]
    Admin(Admin),
    /// The database's schema: look at it, bring it up to date
    #[command(subcommand)]
    Migrate(Migrate),
    /// The keys that seal secrets: which are needed, seal everything again under the first
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Copy the embedded database into a file, while the server runs
    Backup(Backup),
    /// Look at settings, folder, keys, database and mail server, and say what does not work
    Check(Box<Serve>),
}

#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Listen for the classroom, not only for this computer, and print the addresses that students can type
    #[arg(long, env = "STEPWISE_LAN", default_value_t = false)]
    pub lan: bool,
    /// Where to listen
    #[arg(
        long,
        env = "STEPWISE_ADDR",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS:PORT"
    )]
    pub addr: SocketAddr,
    #[command(flatten)]
    pub storage: Storage,
    /// The address people type, where it differs from where the server listens (behind a proxy)
    #[arg(long, env = "STEPWISE_BASE_URL", value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// The name that authenticator apps show
    #[arg(long, env = "STEPWISE_ISSUER", default_value = "Stepwise", value_name = "NAME", value_parser = issuer)]
    pub issuer: String,
    /// Who may open classes
    #[arg(long, env = "STEPWISE_OPEN_CLASSES", default_value = "anyone", value_enum)]
    pub open_classes: OpenClasses,
    /// Classes that one network address may open in an hour
    #[arg(long, env = "STEPWISE_CLASSES_PER_HOUR", default_value_t = 60, value_name = "N")]
    pub classes_per_hour: u32,
    /// Wrong passwords and codes, and wrong class codes, that clients without a device cookie may give from one network address in a quarter of an hour; browsers with one may give ten times as many. A school may be behind it
    #[arg(long, env = "STEPWISE_WRONG_PER_NETWORK", default_value_t = 1000, value_name = "N")]
    pub wrong_per_network: u32,
    /// Days after its end that a class is kept; then its seats, logins, passwords and secrets are gone for good
    #[arg(long, env = "STEPWISE_PURGE_AFTER", default_value_t = 7, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=365))]
    pub purge_after: u32,
    /// Who may register: everybody, whoever has an administrator's link, nobody
    #[arg(long, env = "STEPWISE_REGISTRATION", default_value = "open", value_enum)]
    pub registration: Registration,
    /// Registrations that one network may try in an hour
    #[arg(
        long,
        env = "STEPWISE_REGISTRATIONS_PER_HOUR",
        default_value_t = 60,
        value_name = "N"
    )]
    pub registrations_per_hour: u32,
    /// The mail server, as smtps://user:password@host or smtp://host?tls=required; without it mails are put into the folder outbox of the data folder
    #[arg(long, env = "STEPWISE_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Who mails come from
    #[arg(
        long,
        env = "STEPWISE_MAIL_FROM",
        default_value = "Stepwise <stepwise@localhost>",
        value_name = "ADDRESS"
    )]
    pub mail_from: String,
    #[command(flatten)]
    pub factors: Factors,
    /// The address to which requests for help go, of members who have lost phone and recovery codes; without it they cannot ask here
    #[arg(long, env = "STEPWISE_RESCUE_EMAIL", value_name = "ADDRESS", value_parser = email)]
    pub rescue_email: Option<String>,
    #[command(flatten)]
    pub security_contact: SecurityContact,
    /// Who hands out the API's tokens, as they say themselves
    #[arg(long, env = "STEPWISE_JWT_ISSUER", default_value = "stepwise", value_name = "NAME")]
    pub jwt_issuer: String,
    /// For whom the API's tokens are, as they say themselves
    #[arg(
        long,
        env = "STEPWISE_JWT_AUDIENCE",
        default_value = "stepwise-api",
        value_name = "NAME"
    )]
    pub jwt_audience: String,
    /// Minutes that an access token holds
    #[arg(long, env = "STEPWISE_ACCESS_MINUTES", default_value_t = 60, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub access_minutes: u32,
    /// Days that a refresh token holds
    #[arg(long, env = "STEPWISE_REFRESH_DAYS", default_value_t = 60, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=365))]
    pub refresh_days: u32,
    /// Names that one network address may ask for in an hour, by look-ups and registrations; 0: nobody may look up
    #[arg(long, env = "STEPWISE_LOOKUPS_PER_HOUR", default_value_t = 600, value_name = "N")]
    pub lookups_per_hour: u32,
    /// Proxies in front of the server whose X-Forwarded-For is believed
    #[arg(long, env = "STEPWISE_TRUSTED_PROXIES", default_value_t = 0, value_name = "N")]
    pub trusted_proxies: usize,
    /// Connections that are served at once; whoever comes then waits until one ends
    #[arg(long, env = "STEPWISE_CONNECTIONS", default_value_t = 8192, value_name = "N", value_parser = clap::value_parser!(u32).range(64..=1_000_000))]
    pub connections: u32,
    /// An address of its own for /metrics, for a network that only those who watch can reach
    #[arg(long, env = "STEPWISE_METRICS_ADDR", value_name = "ADDRESS:PORT")]
    pub metrics_addr: Option<SocketAddr>,
    /// Whoever asks for /metrics has to bring this, as "Authorization: Bearer .."; without it and without an address of its own, only this machine is told
    #[arg(long, env = "STEPWISE_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true, value_parser = metrics_token)]
    pub metrics_token: Option<String>,
    /// What to log: error, warn, info, debug, or a filter such as info,server=debug
    #[arg(long, env = "STEPWISE_LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,
    /// Lines for people, or JSON for programs
    #[arg(long, env = "STEPWISE_LOG_FORMAT", default_value = "text", value_enum)]
    pub log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OpenClasses {
    Anyone,
    Members,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Registration {
    Open,
    Invite,
    Closed,
}

#[derive(Clone, Debug, Args)]
pub struct Healthcheck {
    /// Where the server listens
    #[arg(
        long,
        env = "STEPWISE_ADDR",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS:PORT"
    )]
    pub addr: SocketAddr,
}

impl Cli {
    pub fn command(self) -> Command {
        self.command.unwrap_or_else(|| Command::Serve(Box::new(self.serve)))
    }
}

impl Serve {
    /// An empty value counts as not set, because settings files cannot leave a variable out.
    pub fn mail_server(&self) -> Option<&str> {
        self.smtp_url.as_deref().filter(|url| !url.is_empty())
    }

    /// The address to listen on. `--lan` keeps the port and listens on all interfaces.
    pub fn listen_address(&self) -> SocketAddr {
        if self.lan && self.addr.ip().is_loopback() {
            SocketAddr::from(([0, 0, 0, 0], self.addr.port()))
        } else {
            self.addr
        }
    }
}

fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or_default();
    if host.contains(['/', '?', '#', '@', ' ']) || SiteHost::of_url(url).is_none() {
        return Err("expected something like https://stepwise.example.org, without a path".to_owned());
    }
    Ok(url.to_owned())
}

fn issuer(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > 40 || name.contains(':') {
        return Err("a name of 1 to 40 characters without a colon".to_owned());
    }
    Ok(name.to_owned())
}

fn metrics_token(text: &str) -> Result<String, String> {
    if text.len() < 16 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("at least 16 characters without spaces".to_owned());
    }
    Ok(text.to_owned())
}

fn email(text: &str) -> Result<String, String> {
    domain::registration::email(text).map_err(|_| "expected something like help@school.example".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .map(Duration::from_secs)
        .map_err(|_| "a whole number of seconds".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(arguments: &[&str]) -> Result<Serve, String> {
        let cli = Cli::try_parse_from([&["stepwise"], arguments].concat()).map_err(|error| error.to_string())?;
        match cli.command() {
            Command::Serve(serve) => Ok(*serve),
            _ => Err("not serve".to_owned()),
        }
    }

    #[test]
    fn everything_has_a_default_that_runs_a_classroom() {
        let defaults = serve(&[]).unwrap();
        assert_eq!(defaults.listen_address().to_string(), "127.0.0.1:3000");
        assert!(!defaults.storage.shares_database());
        assert_eq!(serve(&["serve"]).unwrap().issuer, "Stepwise");
    }

    #[test]
    fn the_lan_sees_the_same_port() {
        assert_eq!(
            serve(&["serve", "--lan", "--addr", "127.0.0.1:4000"])
                .unwrap()
                .listen_address()
                .to_string(),
            "0.0.0.0:4000"
        );
        assert_eq!(
            serve(&["--lan", "--addr", "192.0.2.7:80"])
                .unwrap()
                .listen_address()
                .to_string(),
            "192.0.2.7:80"
        );
    }

    #[test]
    fn a_bad_value_is_named() {
        for (arguments, name) in [
            (["--addr", "here"], "--addr"),
            (["--base-url", "example.org"], "--base-url"),
            (["--base-url", "https://example.org:http"], "--base-url"),
            (["--issuer", "a:b"], "--issuer"),
            (["--db-connections", "0"], "--db-connections"),
            (["--open-classes", "nobody"], "--open-classes"),
            (["--purge-after", "0"], "--purge-after"),
            (["--registration", "sometimes"], "--registration"),
            (["--factors", "totp,fax"], "--factors"),
            (["--factors", "email"], "--factors"),
            (["--trust-browser-days", "91"], "--trust-browser-days"),
            (["--sms-method", "put"], "--sms-method"),
            (["--rescue-email", "nowhere"], "--rescue-email"),
            (["--security-contact", "nowhere"], "--security-contact"),
            (["--security-policy", "http://school.example"], "--security-policy"),
            (["--security-languages", "en;fr"], "--security-languages"),
        ] {
            assert!(serve(&arguments).unwrap_err().contains(name), "{name}");
        }
    }
}
