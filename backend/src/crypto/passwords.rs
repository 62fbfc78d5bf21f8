//! Members' passwords: Argon2id, as many at a time as the machine has cores, the rest in a queue, so that a
//! storm of sign-ins exhausts neither memory nor the threads that serve pages.

mod memory;

use crate::{Error, Result, random};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{PasswordHasher, phc::PasswordHash},
};
use domain::{
    credentials::{HASH_MEMORY_KIB, HASH_PASSES},
    validate::MAX_PASSWORD,
};
use memory::Memory;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use subtle::ConstantTimeEq;
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
    memory: Arc<Memory>,
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
            memory: Arc::default(),
            nobody: nobody.into(),
            verified: Arc::default(),
        })
    }

    pub async fn hash(&self, password: &str) -> Result<String> {
        let argon = self.argon.clone();
        let password = bounded(password);
        self.in_turn(move |_| hash(&argon, password.as_bytes())).await?
    }

    /// Whether the password fits the hash. With no hash the work is the same and the answer no.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        self.verified.fetch_add(1, Ordering::Relaxed);
        let password = bounded(password);
        let known = stored.is_some();
        let stored: Arc<str> = stored.map_or_else(|| Arc::clone(&self.nobody), Arc::from);
        let fits = self.in_turn(move |memory| fits(password.as_bytes(), &stored, memory));
        Ok(fits.await?.unwrap_or(false) && known)
    }

    pub fn times_verified(&self) -> u64 {
        self.verified.load(Ordering::Relaxed)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static) -> Result<T> {
        let (places, memory) = (Arc::clone(&self.places), Arc::clone(&self.memory));
        let place = Arc::clone(&places)
            .acquire_owned()
            .await
            .map_err(|_| Error::Interrupted)?;
        let task = tokio::task::spawn_blocking(move || {
            let done = memory.lend(work);
            drop(place);
            if places.available_permits() > 0 {
                memory.give_back();
            }
            done
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

/// The library's own comparison would ask the system for the memory of every single hash. Nothing: that is no hash.
fn fits(password: &[u8], stored: &str, memory: &mut Vec<Block>) -> Option<bool> {
    let known = PasswordHash::new(stored).ok()?;
    let (salt, expected) = (known.salt.as_ref()?, known.hash.as_ref()?);
    let algorithm = Algorithm::try_from(known.algorithm.as_str()).ok()?;
    let version = Version::try_from(known.version?).ok()?;
    let params = Params::try_from(&known).ok()?;
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::default());
    }
    let mut computed = vec![0; expected.len()];
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(password, salt, &mut computed, memory)
        .ok()?;
    Some(computed.ct_eq(expected.as_bytes()).into())
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

    /// As the library hashes and compares them, also in memory that another hash has left behind, and of another cost.
    #[tokio::test]
    async fn a_hash_of_the_library_fits_in_used_memory() {
        let (pool, mut memory) = (quick(), Vec::new());
        for (kib, passes) in [(64, 1), (256, 2), (32, 3), (64, 1)] {
            let params = Params::new(kib, passes, 1, None).unwrap();
            let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let stored = hash(&argon, b"correct horse").unwrap();
            assert_eq!(fits(b"correct horse", &stored, &mut memory), Some(true));
            assert_eq!(fits(b"correct horsf", &stored, &mut memory), Some(false));
            assert!(pool.verify("correct horse", Some(&stored)).await.unwrap());
        }
        assert_eq!(fits(b"correct horse", "", &mut memory), None);
    }

    #[tokio::test]
    async fn when_nobody_waits_any_more_all_memory_is_given_back() {
        let pool = quick();
        let stored = pool.hash("correct horse").await.unwrap();
        let all = (0..8).map(|_| {
            let (pool, stored) = (pool.clone(), stored.clone());
            tokio::spawn(async move { pool.verify("correct horse", Some(&stored)).await.unwrap() })
        });
        for one in all.collect::<Vec<_>>() {
            assert!(one.await.unwrap());
        }
        assert_eq!(pool.memory.kept(), 0);
    }
}
