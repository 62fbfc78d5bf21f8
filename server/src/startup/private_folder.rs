//! Creates folders that only their owner can read. An existing folder keeps its permissions.

use std::{fs::DirBuilder, io, path::Path};

#[cfg(unix)]
pub fn create(path: &Path) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    folder.recursive(true);
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}

/// Windows gives a new folder the permissions of the folder above, which other users can often read.
#[cfg(windows)]
pub fn create(path: &Path) -> io::Result<()> {
    let is_new = !path.exists();
    DirBuilder::new().recursive(true).create(path)?;
    if is_new && !restrict(path) {
        // Drives without permissions, such as USB sticks with FAT, cannot keep other users out.
        tracing::warn!("other users of this computer can get at {}", path.display());
    }
    Ok(())
}

/// Gives access to the owner of each file and to the system only, for the folder and for everything that is created in
/// it. The names of users and groups differ between languages of Windows, so they are named by their numbers.
#[cfg(windows)]
fn restrict(path: &Path) -> bool {
    const OWNER: &str = "*S-1-3-4:(OI)(CI)F";
    const SYSTEM: &str = "*S-1-5-18:(OI)(CI)F";
    let system = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
    let changed = std::process::Command::new(Path::new(&system).join(r"System32\icacls.exe"))
        .arg(path)
        .args(["/inheritance:r", "/grant:r", OWNER, SYSTEM])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
    changed.is_ok_and(|status| status.success())
}
