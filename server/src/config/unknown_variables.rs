//! Finds environment variables that look like settings but are not, so that the server can report a misspelt name.

use super::Cli;
use clap::{Command, CommandFactory};

const PREFIX: &str = "STEPWISE_";
/// Kubernetes sets variables with these prefixes in every container if a service has the name `stepwise`.
const KUBERNETES_PREFIXES: [&str; 2] = ["STEPWISE_PORT", "STEPWISE_SERVICE_"];

/// The environment variables of this process that begin with `STEPWISE_` and that are no setting of any command.
pub fn unknown_variables() -> Vec<String> {
    // A name that is not valid UTF-8 cannot be a setting.
    unknown(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()))
}

fn unknown(names: impl Iterator<Item = String>) -> Vec<String> {
    let known = settings_of(&<Cli as CommandFactory>::command());
    names
        .filter(|name| name.starts_with(PREFIX) && !known.contains(name))
        .filter(|name| !KUBERNETES_PREFIXES.iter().any(|prefix| name.starts_with(prefix)))
        .collect()
}

fn settings_of(command: &Command) -> Vec<String> {
    let own = command.get_arguments().filter_map(|argument| argument.get_env());
    let mut names: Vec<String> = own.map(|name| name.to_string_lossy().into_owned()).collect();
    names.extend(command.get_subcommands().flat_map(settings_of));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_no_setting_is_found() {
        let names = [
            "STEPWISE_BASEURL",
            "STEPWISE_BASE_URL",
            "STEPWISE_SEAL_KEYS",
            "STEPWISE_ISUER",
            "STEPWISE_PORT",
            "STEPWISE_SERVICE_HOST",
            "STEPWISE_PORT_8000_TCP_ADDR",
            "DATABASE_URI",
            "HOME",
        ];
        let found = unknown(names.into_iter().map(str::to_owned));
        assert_eq!(found, ["STEPWISE_BASEURL", "STEPWISE_ISUER"]);
    }
}
