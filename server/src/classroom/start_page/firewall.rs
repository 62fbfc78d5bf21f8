//! The help of the start page for the case that no other device reaches this computer.

use maud::{Markup, html};
use std::path::Path;
use texts::Texts;

/// `program` is the executable, if it runs under Windows: there a command can allow it in the firewall.
pub fn help(texts: Texts, port: u16, program: Option<&Path>) -> Markup {
    html! {
        details {
            summary class="button" { (texts.start_firewall_title()) }
            ul class="stack tight" {
                li { (texts.start_firewall_same_network()) }
                li {
                    (texts.start_firewall_windows())
                    @if let Some(program) = program {
                        " " (texts.start_firewall_command()) " "
                        code class="shell-command" { (windows_command(program)) }
                    }
                }
                li { (texts.start_firewall_macos()) }
                li { (texts.start_firewall_linux(port)) }
                li { (texts.start_firewall_hotspot()) }
            }
        }
    }
}

fn windows_command(program: &Path) -> String {
    let program = program.display();
    format!("netsh advfirewall firewall add rule name=Stepwise dir=in action=allow program=\"{program}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::locale::Locale;

    #[test]
    fn the_command_for_windows_names_the_executable() {
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            let on_windows = help(texts, 80, Some(Path::new(r"D:\My stick\stepwise.exe"))).into_string();
            assert!(on_windows.contains(r"action=allow program=&quot;D:\My stick\stepwise.exe&quot;</code>"));
            assert!(on_windows.contains(texts.start_firewall_command()));
            let elsewhere = help(texts, 80, None).into_string();
            assert!(!elsewhere.contains("netsh") && !elsewhere.contains(texts.start_firewall_command()));
        }
    }
}
