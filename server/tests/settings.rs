//! Tests that `docs/SETTINGS.md` lists exactly the settings and commands of the binary, with their defaults.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use clap::CommandFactory;
use server::config::Cli;
use std::collections::BTreeMap;

const PAGE: &str = include_str!("../../docs/SETTINGS.md");

/// Collects the settings of a command and its subcommands, with their defaults.
fn settings(command: &clap::Command, found: &mut BTreeMap<String, String>) {
    for argument in command.get_arguments() {
        let Some(name) = argument.get_env() else { continue };
        let default: Vec<&str> = argument
            .get_default_values()
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        found
            .entry(name.to_str().unwrap().to_owned())
            .or_insert_with(|| default.join(","));
    }
    for inner in command.get_subcommands() {
        settings(inner, found);
    }
}

#[test]
fn every_setting_is_documented_with_its_default_and_no_other() {
    let mut known = BTreeMap::new();
    // The settings of the server come first, because some of them have other defaults in other commands.
    settings(&<Cli as CommandFactory>::command(), &mut known);
    assert!(known.len() > 15);
    for (name, default) in &known {
        let line = PAGE.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        let line = line.unwrap_or_else(|| panic!("docs/SETTINGS.md lacks {name}"));
        let shown = line.split('|').nth(2).unwrap().trim().trim_matches('`');
        assert_eq!(shown, default, "{name}");
    }
    for word in PAGE.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        let is_setting = word.starts_with("STEPWISE_") || word == "DATABASE_URL";
        assert!(!is_setting || known.contains_key(word), "there is no setting {word}");
    }
}

#[test]
fn every_command_is_documented() {
    let cli = <Cli as CommandFactory>::command();
    for command in cli.get_subcommands().filter(|command| command.get_name() != "help") {
        let inner: Vec<&clap::Command> = command.get_subcommands().collect();
        let names = if inner.is_empty() {
            vec![command.get_name().to_owned()]
        } else {
            inner
                .iter()
                .map(|act| format!("{} {}", command.get_name(), act.get_name()))
                .collect()
        };
        for name in names {
            assert!(
                PAGE.contains(&format!("`stepwise {name}")),
                "docs/SETTINGS.md lacks stepwise {name}"
            );
        }
    }
}
