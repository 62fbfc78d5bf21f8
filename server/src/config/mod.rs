//! Settings: each setting is an environment variable and a command-line flag with a similar name. With the default
//! values the server can run a lesson with an empty data folder.

mod commands;
mod factors;
mod secrets;
mod security_contact;
mod serve;
mod unknown_variables;

pub use commands::{Admin, Backup, Installation, KeysCommand, Migrate, Storage};
pub use factors::Factors;
pub use secrets::without_secrets;
pub use security_contact::SecurityContact;
pub use serve::{LogFormat, OpenClasses, Registration, Serve};
pub use unknown_variables::unknown_variables;

use clap::{Args, Parser, Subcommand};
use domain::SiteHost;
use std::{net::SocketAddr, path::PathBuf, time::Duration};

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
    /// Run the server (the default command)
    Serve(Box<Serve>),
    /// Hold a lesson on this computer: listen in the local network and open a start page in the browser (the command of a double click)
    Classroom(Classroom),
    /// Check whether the server is running; the exit code is the result
    Healthcheck(Healthcheck),
    /// Manage members: create an administrator, invite, reset second factors, deactivate
    #[command(subcommand)]
    Admin(Admin),
    /// Show or update the schema of the database
    #[command(subcommand)]
    Migrate(Migrate),
    /// List the encryption keys that are in use, or encrypt everything again with the first key
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Copy the embedded database to a file while the server runs
    Backup(Backup),
    /// Check the settings, the data folder, the keys, the database and the mail server
    Check(Box<Serve>),
}

#[derive(Clone, Debug, Args)]
pub struct Healthcheck {
    /// Address and port on which the server listens
    #[arg(
        long,
        env = "STEPWISE_ADDR",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS:PORT"
    )]
    pub addr: SocketAddr,
}

#[derive(Clone, Debug, Default, Args)]
pub struct Classroom {
    /// Folder for the database and the keys. Without it, the data lies beside the program, or in the folder of the user if the folder of the program cannot be used
    #[arg(long, env = "STEPWISE_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Port to listen on. Without it: 80, 8080 or a free one
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Print the address of the start page instead of opening it
    #[arg(long)]
    pub no_browser: bool,
}

impl Cli {
    /// The command of the arguments. Without arguments it is `classroom` after a double click, and otherwise `serve`.
    pub fn command(self, is_started_by_double_click: bool) -> Command {
        match self.command {
            Some(command) => command,
            None if is_started_by_double_click => Command::Classroom(Classroom::default()),
            None => Command::Serve(Box::new(self.serve)),
        }
    }
}

fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or_default();
    if host.contains(['/', '?', '#', '@', ' ']) || SiteHost::from_url(url).is_none() {
        return Err("expected something like https://stepwise.example.org, without a path".to_owned());
    }
    Ok(url.to_owned())
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
        match cli.command(false) {
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
    fn a_double_click_starts_the_classroom_mode_and_a_terminal_the_server() {
        let command = |arguments: &[&str], clicked| Cli::try_parse_from(arguments).unwrap().command(clicked);
        assert!(matches!(command(&["stepwise"], true), Command::Classroom(_)));
        assert!(matches!(command(&["stepwise"], false), Command::Serve(_)));
        assert!(matches!(command(&["stepwise", "serve"], true), Command::Serve(_)));
        assert!(matches!(
            command(&["stepwise", "classroom"], false),
            Command::Classroom(_)
        ));
    }

    #[test]
    fn the_classroom_listens_in_the_local_network_and_has_no_other_address() {
        let settings = Serve::of_classroom("/tmp/lesson".as_ref()).unwrap();
        assert_eq!(settings.listen_address().ip().to_string(), "0.0.0.0");
        assert_eq!((settings.base_url, settings.trusted_proxies), (None, 0));
        assert_eq!(settings.storage.data, PathBuf::from("/tmp/lesson"));
        assert!(!settings.storage.shares_database());
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
            (["--factors", "totp,passkey"], "--factors"),
            (["--admin-factors", "totp"], "--admin-factors"),
            (["--admin-factors", "passkey,email"], "--admin-factors"),
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
