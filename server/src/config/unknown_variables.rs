//! Reports misspelt names of settings, and keeps secret values out of the error messages.

use super::Cli;
use clap::{
    Command, CommandFactory, Error,
    error::{ContextKind, ContextValue},
};

/// Unknown variables that resemble a setting, each with the setting that was probably meant. Other unknown variables
/// are ignored: container platforms set variables for neighbouring services, which may begin with the name of this
/// service.
pub fn misspelt(names: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    let known = known(&<Cli as CommandFactory>::command());
    let slip = |name: String| {
        let meant = known.iter().find(|known| is_almost(&name, known))?.clone();
        (!known.contains(&name)).then_some((name, meant))
    };
    names.into_iter().filter_map(slip).collect()
}

/// True if the name is the beginning of the known one, or differs in at most one letter in five.
fn is_almost(name: &str, known: &str) -> bool {
    let Some((name, known)) = name.strip_prefix("STEPWISE_").zip(known.strip_prefix("STEPWISE_")) else {
        return false;
    };
    let begins = known.strip_prefix(name).is_some_and(|rest| rest.starts_with('_'));
    begins || strsim::damerau_levenshtein(name, known) <= (known.len() / 5).max(1)
}

fn known(command: &Command) -> Vec<String> {
    let own = command.get_arguments().filter_map(|argument| argument.get_env());
    let mut names: Vec<String> = own.map(|name| name.to_string_lossy().into_owned()).collect();
    names.extend(command.get_subcommands().flat_map(known));
    names.sort_unstable();
    names.dedup();
    names
}

/// Removes the value from an error about a key or a password, because error messages go into logs.
pub fn without_secrets(mut error: Error) -> Error {
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    let secret = secrets(&<Cli as CommandFactory>::command())
        .iter()
        .any(|long| argument.split_whitespace().next() == Some(long));
    if secret {
        error.insert(
            ContextKind::InvalidValue,
            ContextValue::String("(not shown)".to_owned()),
        );
    }
    error
}

fn secrets(command: &Command) -> Vec<String> {
    let hidden = command
        .get_arguments()
        .filter(|argument| argument.is_hide_env_values_set());
    let mut longs: Vec<String> = hidden
        .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
        .collect();
    longs.extend(command.get_subcommands().flat_map(secrets));
    longs
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn meant(name: &str) -> Option<String> {
        misspelt([name.to_owned()]).pop().map(|(_, meant)| meant)
    }

    #[test]
    fn a_name_that_is_almost_right_is_found() {
        for (name, known) in [
            ("STEPWISE_BASEURL", "STEPWISE_BASE_URL"),
            ("STEPWISE_ISUER", "STEPWISE_ISSUER"),
            ("STEPWISE_OPEN_CLASS", "STEPWISE_OPEN_CLASSES"),
            ("STEPWISE_SEAL_KEY", "STEPWISE_SEAL_KEYS"),
            ("STEPWISE_SMTP", "STEPWISE_SMTP_URL"),
            ("STEPWISE_TRUSTED_PROXY", "STEPWISE_TRUSTED_PROXIES"),
        ] {
            assert_eq!(meant(name).as_deref(), Some(known), "{name}");
        }
    }

    #[test]
    fn what_is_right_or_somebody_elses_is_left_alone() {
        for name in [
            "STEPWISE_BASE_URL",
            "STEPWISE_SEAL_KEYS",
            "STEPWISE_PORT",
            "STEPWISE_SERVICE_HOST",
            "STEPWISE_PORT_8000_TCP_ADDR",
            "STEPWISE_IMAGE",
            "STEPWISE_CACHE",
            "DATABASE_URI",
            "HOME",
        ] {
            assert_eq!(meant(name), None, "{name}");
        }
    }

    #[test]
    fn a_complaint_does_not_show_a_secret() {
        let complaint = |arguments: &[&str]| without_secrets(Cli::try_parse_from(arguments).unwrap_err()).to_string();
        let of_token = complaint(&["stepwise", "serve", "--metrics-token", "hunter2"]);
        assert!(
            of_token.contains("--metrics-token") && of_token.contains("16 characters"),
            "{of_token}"
        );
        assert!(!of_token.contains("hunter2"), "{of_token}");
        let of_address = complaint(&["stepwise", "--addr", "here"]);
        assert!(of_address.contains("here"), "{of_address}");
    }
}
