//! Settings of the command `serve`.

use super::{Cli, Command, Factors, SecurityContact, Storage, base_url, without_secrets};
use crate::startup::error::StartError;
use clap::{Args, Parser, ValueEnum};
use std::{ffi::OsStr, net::SocketAddr, path::Path};

#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Listen on all network interfaces and print the addresses that students can type
    #[arg(long, env = "STEPWISE_LAN", default_value_t = false)]
    pub lan: bool,
    /// Address and port to listen on
    #[arg(
        long,
        env = "STEPWISE_ADDR",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS:PORT"
    )]
    pub addr: SocketAddr,
    #[command(flatten)]
    pub storage: Storage,
    /// Public URL of the site, if it differs from the address to listen on (behind a proxy)
    #[arg(long, env = "STEPWISE_BASE_URL", value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Name that authenticator apps show
    #[arg(long, env = "STEPWISE_ISSUER", default_value = "Stepwise", value_name = "NAME", value_parser = issuer)]
    pub issuer: String,
    /// Users who may open classes
    #[arg(long, env = "STEPWISE_OPEN_CLASSES", default_value = "anyone", value_enum)]
    pub open_classes: OpenClasses,
    /// Maximum number of classes that one network address may open in an hour
    #[arg(long, env = "STEPWISE_CLASSES_PER_HOUR", default_value_t = 60, value_name = "N")]
    pub classes_per_hour: u32,
    /// Maximum number of wrong passwords, codes and class codes from one network address in 15 minutes, for clients without a device cookie; ten times as many for browsers with one. A whole school may share one address
    #[arg(long, env = "STEPWISE_WRONG_PER_NETWORK", default_value_t = 1000, value_name = "N")]
    pub wrong_per_network: u32,
    /// Days after its end until a class is deleted with its seats, logins, passwords and secrets
    #[arg(long, env = "STEPWISE_PURGE_AFTER", default_value_t = 7, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=365))]
    pub purge_after: u32,
    /// Who may register: all users, users with an invitation link, or no user
    #[arg(long, env = "STEPWISE_REGISTRATION", default_value = "open", value_enum)]
    pub registration: Registration,
    /// Maximum number of registrations that one network address may try in an hour
    #[arg(
        long,
        env = "STEPWISE_REGISTRATIONS_PER_HOUR",
        default_value_t = 60,
        value_name = "N"
    )]
    pub registrations_per_hour: u32,
    /// URL of the mail server: smtps://user:password@host or smtp://host?tls=required. Without it, mails are written to the folder outbox in the data folder
    #[arg(long, env = "STEPWISE_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Sender of mails
    #[arg(
        long,
        env = "STEPWISE_MAIL_FROM",
        default_value = "Stepwise <stepwise@localhost>",
        value_name = "ADDRESS"
    )]
    pub mail_from: String,
    #[command(flatten)]
    pub factors: Factors,
    /// Address that receives requests for help from members who lost their phone and recovery codes. Without it, members cannot send such requests
    #[arg(long, env = "STEPWISE_RESCUE_EMAIL", value_name = "ADDRESS", value_parser = email)]
    pub rescue_email: Option<String>,
    #[command(flatten)]
    pub security_contact: SecurityContact,
    /// Issuer (iss) of the API tokens
    #[arg(long, env = "STEPWISE_JWT_ISSUER", default_value = "stepwise", value_name = "NAME")]
    pub jwt_issuer: String,
    /// Audience (aud) of the API tokens
    #[arg(
        long,
        env = "STEPWISE_JWT_AUDIENCE",
        default_value = "stepwise-api",
        value_name = "NAME"
    )]
    pub jwt_audience: String,
    /// Lifetime of an access token, in minutes
    #[arg(long, env = "STEPWISE_ACCESS_MINUTES", default_value_t = 60, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub access_minutes: u32,
    /// Lifetime of a refresh token, in days
    #[arg(long, env = "STEPWISE_REFRESH_DAYS", default_value_t = 60, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=365))]
    pub refresh_days: u32,
    /// Maximum number of user names that one network address may look up in an hour, including registrations; 0 switches look-ups off
    #[arg(long, env = "STEPWISE_LOOKUPS_PER_HOUR", default_value_t = 600, value_name = "N")]
    pub lookups_per_hour: u32,
    /// Number of trusted proxies in front of the server, whose X-Forwarded-For is used
    #[arg(long, env = "STEPWISE_TRUSTED_PROXIES", default_value_t = 0, value_name = "N")]
    pub trusted_proxies: usize,
    /// Maximum number of open connections; further clients wait until one is closed
    #[arg(long, env = "STEPWISE_CONNECTIONS", default_value_t = 8192, value_name = "N", value_parser = clap::value_parser!(u32).range(64..=1_000_000))]
    pub connections: u32,
    /// Separate address for /metrics, in a network that only the monitoring can reach
    #[arg(long, env = "STEPWISE_METRICS_ADDR", value_name = "ADDRESS:PORT")]
    pub metrics_addr: Option<SocketAddr>,
    /// Bearer token required by /metrics. Without a token and without a separate address, only this machine can read the metrics
    #[arg(long, env = "STEPWISE_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true, value_parser = metrics_token)]
    pub metrics_token: Option<String>,
    /// Log level (error, warn, info, debug) or a filter such as info,server=debug
    #[arg(long, env = "STEPWISE_LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,
    /// Format of the log: text for people or JSON for log collectors
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

impl Serve {
    /// The URL of the mail server. An empty value means that no URL is set, because some settings files list all
    /// variables and leave unused ones empty.
    pub fn mail_server(&self) -> Option<&str> {
        self.smtp_url.as_deref().filter(|url| !url.is_empty())
    }

    /// The settings of the classroom mode. The other settings come from the environment, as with `serve`.
    pub fn of_classroom(data: &Path) -> Result<Self, StartError> {
        let arguments = [
            OsStr::new("stepwise"),
            OsStr::new("serve"),
            OsStr::new("--lan"),
            OsStr::new("--data"),
        ];
        let cli = Cli::try_parse_from(arguments.into_iter().chain([data.as_os_str()]))
            .map_err(|error| StartError::Settings(without_secrets(error).to_string()))?;
        let Command::Serve(settings) = cli.command(false) else {
            return Err(StartError::Settings("the classroom mode has no settings".to_owned()));
        };
        let mut settings = *settings;
        // The lesson is on this computer: its address is not that of a proxy, and its data lies in its own folder.
        settings.base_url = None;
        settings.trusted_proxies = 0;
        settings.storage.database_url = None;
        Ok(settings)
    }

    /// The address on which the server listens. `--lan` keeps the port, and changes a loopback address to all
    /// interfaces.
    pub fn listen_address(&self) -> SocketAddr {
        if self.lan && self.addr.ip().is_loopback() {
            SocketAddr::from(([0, 0, 0, 0], self.addr.port()))
        } else {
            self.addr
        }
    }
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
