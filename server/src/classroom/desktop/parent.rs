//! The program that has started this one, on Windows.

/// Shells, terminals, parts of Windows that start services and tasks, and tools of developers.
const STARTERS: &[&str] = &[
    "cmd",
    "powershell",
    "powershell_ise",
    "pwsh",
    "bash",
    "sh",
    "dash",
    "zsh",
    "fish",
    "nu",
    "busybox",
    "wsl",
    "wslhost",
    "wt",
    "windowsterminal",
    "openconsole",
    "conhost",
    "mintty",
    "alacritty",
    "wezterm-gui",
    "conemuc",
    "conemuc64",
    "sshd",
    "sshd-session",
    "services",
    "svchost",
    "taskeng",
    "taskhostw",
    "wmiprvse",
    "wsmprovhost",
    "srvany",
    "psexesvc",
    // Starts the program of a container.
    "cexecsvc",
    "cargo",
    "rustup",
    "make",
    "just",
    "node",
    "java",
    "ruby",
    "perl",
];

/// Their file names often end in a version or an architecture: `python3.13.exe`, `WinSW-x64.exe`.
const VERSIONED_STARTERS: &[&str] = &["python", "winsw", "nssm"];

/// Its file name; `None` if it has ended.
#[cfg(windows)]
pub(super) fn file_name() -> Option<String> {
    use winsafe::{HPROCESSLIST, co::TH32CS};
    let own = std::process::id();
    let mut list = HPROCESSLIST::CreateToolhelp32Snapshot(TH32CS::SNAPPROCESS, None).ok()?;
    let mut processes = Vec::new();
    for process in list.iter_processes() {
        let process = process.ok()?;
        processes.push((process.th32ProcessID, process.th32ParentProcessID, process.szExeFile()));
    }
    let (_, parent, _) = processes.iter().find(|(id, ..)| *id == own)?;
    let (.., name) = processes.iter().find(|(id, ..)| id == parent)?;
    Some(name.clone())
}

/// Whether programs with this file name start others for a command line, a script or a service.
pub(super) fn is_shell_or_service(file_name: &str) -> bool {
    let name = file_name.to_ascii_lowercase();
    let name = name.strip_suffix(".exe").unwrap_or(&name);
    STARTERS.contains(&name) || VERSIONED_STARTERS.iter().any(|begin| name.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_and_services_are_told_apart_from_the_desktop() {
        for (parent, expected) in [
            ("cmd.exe", true),
            ("CMD.EXE", true),
            ("cmd", true),
            ("WindowsTerminal.exe", true),
            ("OpenConsole.exe", true),
            ("pwsh.exe", true),
            ("services.exe", true),
            ("svchost.exe", true),
            ("nssm.exe", true),
            ("WinSW-x64.exe", true),
            ("WinSW.NET4.exe", true),
            ("python3.13.exe", true),
            ("pythonw.exe", true),
            ("cargo.exe", true),
            ("explorer.exe", false),
            ("Explorer.EXE", false),
            ("msedge.exe", false),
            ("chrome.exe", false),
            ("firefox.exe", false),
            ("TOTALCMD64.EXE", false),
            ("doublecmd.exe", false),
            ("7zFM.exe", false),
            ("shell.exe", false),
        ] {
            assert_eq!(is_shell_or_service(parent), expected, "{parent}");
        }
    }
}
