//! Members' passwords: Argon2id, as many at a time as the machine has cores, the rest in a queue, so that a
//! storm of sign-ins exhausts neither memory nor the threads that serve pages.

use crate::{Error, Result, random};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::{
    credentials::{HASH_MEMORY_KIB, HASH_PASSES},
    validate::MAX_PASSWORD,
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// How hard a hash is to compute.
#[derive(Clone, Copy, Debug)]
pub struct PasswordHashing {
    pub memory_kib: u32,
    pub passes: u32,
    pub at_once: usize,
}

impl Default for PasswordHashing {
    fn default() -> Self {
        let at_once = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            memory_kib: HASH_MEMORY_KIB,
            passes: HASH_PASSES,
            at_once,
        }
    }
}

#[derive(Clone)]
pub struct PasswordPool {
    argon: Argon2<'static>,
    places: Arc<Semaphore>,
    /// Compared with when there is no such account, so that the same work is done.
    nobody: Arc<str>,
    verified: Arc<AtomicU64>,
}

impl PasswordPool {
    pub fn new(cost: PasswordHashing) -> Result<Self> {
        let params =
            Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| Error::Corrupt("argon2 parameters"))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon, &random::bytes::<16>()?)?;
        Ok(Self {
            argon,
            places: Arc::new(Semaphore::new(cost.at_once.max(1))),
            nobody: nobody.into(),
            verified: Arc::default(),
        })
    }

    pub async fn hash(&self, password: &str) -> Result<String> {
        let argon = self.argon.clone();
        let password = bounded(password);
        self.in_turn(move || hash(&argon, password.as_bytes())).await?
    }

    /// Whether the password fits the hash. With no hash the work is the same and the answer no.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        self.verified.fetch_add(1, Ordering::Relaxed);
        let argon = self.argon.clone();
        let password = bounded(password);
        let known = stored.is_some();
        let stored: Arc<str> = stored.map_or_else(|| Arc::clone(&self.nobody), Arc::from);
        let fits = self.in_turn(move || {
            PasswordHash::new(&stored).is_ok_and(|hash| argon.verify_password(password.as_bytes(), &hash).is_ok())
        });
        Ok(fits.await? && known)
    }

    pub fn times_verified(&self) -> u64 {
        self.verified.load(Ordering::Relaxed)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|_| Error::Interrupted)?;
        let task = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        task.await.map_err(|_| Error::Interrupted)
    }
}

fn hash(argon: &Argon2<'_>, password: &[u8]) -> Result<String> {
    let salt: [u8; 16] = random::bytes()?;
    let hash = argon
        .hash_password_with_salt(password, &salt)
        .map_err(|_| Error::Corrupt("password hash"))?;
    Ok(hash.to_string())
}

/// More than anybody may register is cut: a megabyte costs no more than a word.
fn bounded(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.chars().take(MAX_PASSWORD + 1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick() -> PasswordPool {
        PasswordPool::new(PasswordHashing {
            memory_kib: 64,
            passes: 1,
            at_once: 2,
        })
        .unwrap()
    }

    #[tokio::test]
    async fn the_right_password_fits_and_no_other() {
        let pool = quick();
        let stored = pool.hash("correct horse").await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(pool.verify("correct horse", Some(&stored)).await.unwrap());
        assert!(!pool.verify("Correct horse", Some(&stored)).await.unwrap());
        assert!(!pool.verify("correct horse", None).await.unwrap());
        assert!(!pool.verify("correct horse", Some("not a hash")).await.unwrap());
        assert_eq!(pool.times_verified(), 4);
    }
}
