//! Checks whether other users of this machine can read private data: the data folder, the database, the keys, the
//! mails.

use super::database;
use crate::config::Storage;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// One line that names the exposed paths and the remedy. `None` if all paths are private.
pub fn warning(settings: &Storage) -> Option<String> {
    let exposed: Vec<String> = data_paths(settings)
        .into_iter()
        .filter(|path| is_open(path) && !is_in_private_folder(path))
        .map(|path| path.display().to_string())
        .collect();
    let paths = exposed.join(" ");
    (!exposed.is_empty()).then(|| format!("other users of this machine can get at {paths}: run chmod go= {paths}"))
}

/// All paths that hold private data.
fn data_paths(settings: &Storage) -> Vec<PathBuf> {
    let folder = &settings.data;
    let mut paths = vec![folder.clone()];
    paths.extend(["keys", "jwt.pem", "outbox"].map(|name| folder.join(name)));
    if let Some(file) = database::sqlite_file(settings) {
        paths.extend(["", "-wal", "-shm"].map(|end| {
            let mut name = OsString::from(&file);
            name.push(end);
            PathBuf::from(name)
        }));
    }
    paths
}

/// Whether the path exists and gives any right to its group or to other users.
fn is_open(path: &Path) -> bool {
    permissions_of_others(path).is_some_and(|rights| rights != 0)
}

/// Whether a folder above the path gives no access to other users, so that the rights of the path itself do not matter.
fn is_in_private_folder(path: &Path) -> bool {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.ancestors()
        .skip(1)
        .any(|folder| permissions_of_others(folder) == Some(0))
}

#[cfg(unix)]
fn permissions_of_others(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(path.metadata().ok()?.permissions().mode() & 0o077)
}

#[cfg(not(unix))]
fn permissions_of_others(_: &Path) -> Option<u32> {
    None
}
