//! Loads the server's keys. The operator configures the keys, or the first start generates them and stores them in the
//! data folder.

use backend::crypto::{KeyError, Keyring, MacKeys, TokenKeyError, TokenKeys};
use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};
use thiserror::Error;

pub const SEAL_KEYS: &str = "STEPWISE_SEAL_KEYS";
pub const MAC_KEYS: &str = "STEPWISE_MAC_KEYS";
pub const TOKEN_KEY: &str = "STEPWISE_JWT_PRIVATE_KEY";
pub const TOKEN_PUBLIC_KEYS: &str = "STEPWISE_JWT_PUBLIC_KEYS";

#[derive(Debug, Error)]
pub enum KeysError {
    #[error("{0} must be set: with a shared database the server generates no keys")]
    Missing(&'static str),
    #[error("{name}: {error}")]
    Invalid { name: &'static str, error: KeyError },
    #[error("the keys in {} cannot be read or created: {error}", path.display())]
    File { path: PathBuf, error: io::Error },
    #[error(
        "the keys of this database are missing: put the file `keys` beside it, as it was when the database was copied, \
         or set {SEAL_KEYS} and {MAC_KEYS}"
    )]
    Lost,
    #[error(
        "the keys are those of another database ({0}): put the file `keys` beside this one, as it was when the database \
         was copied, or set {SEAL_KEYS} and {MAC_KEYS}"
    )]
    OfAnotherDatabase(String),
    #[error("the keys in {} lack {name}", path.display())]
    Incomplete { path: PathBuf, name: &'static str },
    #[error("{name}: {error}")]
    InvalidToken { name: &'static str, error: TokenKeyError },
    #[error("the system provides no randomness: {0}")]
    Randomness(#[from] backend::Error),
}

pub struct Keys {
    pub seal: Keyring,
    pub mac: MacKeys,
}

/// Loads the encryption keys and the MAC keys. Keys that are not configured are read from the file. If the file does
/// not exist, it is created with new keys.
pub fn load(seal: Option<&str>, mac: Option<&str>, file: Option<&Path>) -> Result<Keys, KeysError> {
    let stored = match (seal, mac, file) {
        (Some(_), Some(_), _) => String::new(),
        (_, _, Some(path)) => read_or_create(path, generate)?,
        (None, _, None) => return Err(KeysError::Missing(SEAL_KEYS)),
        (_, None, None) => return Err(KeysError::Missing(MAC_KEYS)),
    };
    let find = |name: &'static str| {
        let line = stored
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
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

/// Loads the private key that signs API tokens, from the setting or from the file. Tokens that were signed by one of
/// the `public` keys are accepted as well.
pub fn load_token_keys(
    private: Option<&str>,
    public: Option<&str>,
    file: Option<&Path>,
) -> Result<TokenKeys, KeysError> {
    let private = match (private, file) {
        (Some(given), _) => pem(given)?,
        (None, Some(file)) => read_or_create(file, || Ok(TokenKeys::generate()?.to_string()))?,
        (None, None) => return Err(KeysError::Missing(TOKEN_KEY)),
    };
    let public = public
        .unwrap_or_default()
        .split(',')
        .map(pem)
        .collect::<Result<String, _>>()?;
    TokenKeys::parse(&private, &public).map_err(|error| {
        let name = match error {
            TokenKeyError::NotAPublicKey => TOKEN_PUBLIC_KEYS,
            TokenKeyError::NotAPrivateKey | TokenKeyError::TooShort => TOKEN_KEY,
        };
        KeysError::InvalidToken { name, error }
    })
}

/// Returns the PEM text of a setting. `given` is the path of a file, or the PEM text itself. In the text, `\n` can
/// stand for a line break, because some tools cannot put line breaks into environment variables.
fn pem(given: &str) -> Result<String, KeysError> {
    let given = given.trim();
    if given.is_empty() || given.starts_with("-----BEGIN") {
        return Ok(given.replace("\\n", "\n") + "\n");
    }
    fs::read_to_string(given).map_err(|error| KeysError::File {
        path: given.into(),
        error,
    })
}

fn read_or_create(path: &Path, make: impl FnOnce() -> Result<String, KeysError>) -> Result<String, KeysError> {
    let failed = |error| KeysError::File {
        path: path.to_owned(),
        error,
    };
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let text = make()?;
            write_atomically(path, &text).map_err(failed)?;
            Ok(text)
        }
        Err(error) => Err(failed(error)),
    }
}

fn generate() -> Result<String, KeysError> {
    let mut text = String::from("# Generated at the first start. This file decrypts the secrets in the database.\n");
    for name in [SEAL_KEYS, MAC_KEYS] {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{name}=k1:{}", backend::crypto::new_key()?);
    }
    Ok(text)
}

/// Writes the keys to a file that only its owner can read. The content is written to a draft first and then renamed, so
/// that a crash cannot leave an incomplete file under the final name.
fn write_atomically(path: &Path, text: &str) -> io::Result<()> {
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
    fn two_folders_have_different_keys() {
        let made: Vec<String> = (0..2).map(|_| generate().unwrap()).collect();
        let keys: Vec<&str> = made
            .iter()
            .flat_map(|text| text.lines())
            .filter(|line| line.contains("k1:"))
            .collect();
        let values: std::collections::BTreeSet<_> = keys.iter().map(|line| line.split_once("k1:").unwrap().1).collect();
        assert_eq!((keys.len(), values.len()), (4, 4), "nor is one key good for two things");
    }

    #[test]
    fn a_token_key_is_given_found_or_made_once() {
        let folder = std::env::temp_dir().join(format!("stepwise-token-keys-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("jwt.pem");
        let names = |keys: &TokenKeys| serde_json::to_string(keys.published()).unwrap();
        let made = load_token_keys(None, None, Some(&file)).unwrap();
        let found = load_token_keys(None, None, Some(&file)).unwrap();
        assert_eq!(names(&made), names(&found));
        let in_a_line = fs::read_to_string(&file).unwrap().replace('\n', "\\n");
        for given in [in_a_line.as_str(), file.to_str().unwrap()] {
            let given = load_token_keys(Some(given), None, None).unwrap();
            assert_eq!(names(&given), names(&made));
        }
        assert!(matches!(
            load_token_keys(None, None, None),
            Err(KeysError::Missing(TOKEN_KEY))
        ));
        for nonsense in ["-----BEGIN PRIVATE KEY-----", "/nowhere/at-all"] {
            assert!(load_token_keys(Some(nonsense), None, None).is_err());
        }
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
