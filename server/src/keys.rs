//! The server's keys: given by the operator, or made at the first start and kept in the data folder.

use backend::crypto::{KeyError, Keyring, MacKeys};
use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};
use thiserror::Error;

pub const SEAL_KEYS: &str = "STEPWISE_SEAL_KEYS";
pub const MAC_KEYS: &str = "STEPWISE_MAC_KEYS";

#[derive(Debug, Error)]
pub enum KeysError {
    #[error("{0} has to be given: with a shared database the server makes no keys of its own")]
    Missing(&'static str),
    #[error("{name}: {error}")]
    Invalid { name: &'static str, error: KeyError },
    #[error("the keys in {} cannot be read or made: {error}", path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("the keys in {} lack {name}", path.display())]
    Incomplete { path: PathBuf, name: &'static str },
    #[error("no randomness from the system: {0}")]
    Randomness(#[from] backend::Error),
}

pub struct Keys {
    pub seal: Keyring,
    pub mac: MacKeys,
}

/// The keys that were given. Both, or the file's for what is missing.
pub fn load(seal: Option<&str>, mac: Option<&str>, file: Option<&Path>) -> Result<Keys, KeysError> {
    let kept = match (seal, mac, file) {
        (Some(_), Some(_), _) => String::new(),
        (_, _, Some(path)) => read_or_make(path)?,
        (None, _, None) => return Err(KeysError::Missing(SEAL_KEYS)),
        (_, None, None) => return Err(KeysError::Missing(MAC_KEYS)),
    };
    let find = |name: &'static str| {
        let line = kept.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.ok_or_else(|| KeysError::Incomplete {
            path: file.unwrap_or(Path::new("")).to_owned(),
            name,
        })
    };
    let seal = seal.map_or_else(|| find(SEAL_KEYS), Ok)?;
    let mac = mac.map_or_else(|| find(MAC_KEYS), Ok)?;
    Ok(Keys {
        seal: Keyring::parse(seal).map_err(|error| KeysError::Invalid { name: SEAL_KEYS, error })?,
        mac: MacKeys::parse(mac).map_err(|error| KeysError::Invalid { name: MAC_KEYS, error })?,
    })
}

fn read_or_make(path: &Path) -> Result<String, KeysError> {
    let failed = |error| KeysError::File {
        path: path.to_owned(),
        error,
    };
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let text = fresh()?;
            write_once(path, &text).map_err(failed)?;
            Ok(text)
        }
        Err(error) => Err(failed(error)),
    }
}

fn fresh() -> Result<String, KeysError> {
    let mut text = String::from("# Made at the first start. Whoever has this file can read the database's secrets.\n");
    for name in [SEAL_KEYS, MAC_KEYS] {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{name}=k1:{}", backend::crypto::new_key()?);
    }
    Ok(text)
}

/// Readable by its owner only, whole or not at all, and never over somebody else's.
fn write_once(path: &Path, text: &str) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_made_once_are_found_again() {
        let folder = std::env::temp_dir().join(format!("stepwise-keys-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("keys");
        let made = load(None, None, Some(&file)).unwrap();
        let sealed = made.seal.seal("test", b"secret").unwrap();
        let found = load(None, None, Some(&file)).unwrap();
        assert_eq!(*found.seal.open("test", &sealed).unwrap(), b"secret");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions()) & 0o777,
            0o600
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_shared_database_gets_no_keys_of_our_own() {
        assert!(matches!(load(None, None, None), Err(KeysError::Missing(SEAL_KEYS))));
        assert!(matches!(
            load(Some("a:b"), None, None),
            Err(KeysError::Missing(MAC_KEYS))
        ));
        assert!(matches!(
            load(Some("a:b"), Some("a:b"), None),
            Err(KeysError::Invalid { name: SEAL_KEYS, .. })
        ));
    }
}
