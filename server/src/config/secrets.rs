//! Keeps the values of secret settings out of error messages.

use super::Cli;
use clap::{
    Command, CommandFactory, Error,
    error::{ContextKind, ContextValue},
};

/// Removes the value from an error about a secret setting, because error messages are written into logs.
pub fn without_secrets(mut error: Error) -> Error {
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    let is_secret = secret_flags(&<Cli as CommandFactory>::command())
        .iter()
        .any(|flag| argument.split_whitespace().next() == Some(flag));
    if is_secret {
        error.insert(
            ContextKind::InvalidValue,
            ContextValue::String("(not shown)".to_owned()),
        );
    }
    error
}

/// The flags of secret settings: the flags whose environment values `--help` hides.
fn secret_flags(command: &Command) -> Vec<String> {
    let hidden = command
        .get_arguments()
        .filter(|argument| argument.is_hide_env_values_set());
    let mut flags: Vec<String> = hidden
        .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
        .collect();
    flags.extend(command.get_subcommands().flat_map(secret_flags));
    flags
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

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
