//! Recognises folders on network drives. The write-ahead log of SQLite needs memory that all connections share, which a
//! network drive does not offer, so a database there can be damaged (<https://www.sqlite.org/wal.html>).

#[cfg(target_os = "linux")]
mod fuse;

use std::path::Path;

/// The kind of network drive on which the folder lies; `None` for a local drive, such as a disk or a USB stick.
pub fn kind_of(folder: &Path) -> Option<&'static str> {
    let folder = folder.canonicalize().ok()?;
    file_system(&folder)
}

/// The numbers are those of Linux (`man 2 statfs`).
#[cfg(target_os = "linux")]
fn file_system(folder: &Path) -> Option<&'static str> {
    match nix::sys::statfs::statfs(folder).ok()?.filesystem_type().0 as u32 {
        fuse::NUMBER => fuse::network_type(folder),
        number => name_of(number),
    }
}

#[cfg(target_os = "linux")]
const fn name_of(number: u32) -> Option<&'static str> {
    match number {
        0x6969 => Some("NFS"),
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => Some("SMB"),
        0x0102_1997 => Some("9P"),
        0x5346_414F => Some("AFS"),
        0x00C3_6400 => Some("Ceph"),
        _ => None,
    }
}

#[cfg(target_os = "macos")]
fn file_system(folder: &Path) -> Option<&'static str> {
    let found = nix::sys::statfs::statfs(folder).ok()?;
    let name = found.filesystem_type_name();
    ["nfs", "smbfs", "afpfs", "webdav"]
        .into_iter()
        .find(|known| *known == name)
}

/// The path of a folder on a network drive begins with the name of the server, also if the drive has a letter.
#[cfg(windows)]
fn file_system(folder: &Path) -> Option<&'static str> {
    use std::path::{Component, Prefix};
    match folder.components().next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Some("SMB"),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn file_system(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_folder_is_on_no_network_drive() {
        assert_eq!(kind_of(&std::env::temp_dir()), None);
        assert_eq!(kind_of(Path::new("/there/is/no/such/folder")), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn drives_of_schools_are_recognised() {
        assert_eq!(name_of(0x6969), Some("NFS"));
        assert_eq!(name_of(0xFF53_4D42), Some("SMB"));
        // ext4, and FAT on a USB stick
        for local in [0xEF53, 0x4D44] {
            assert_eq!(name_of(local), None, "{local:x}");
        }
    }
}
