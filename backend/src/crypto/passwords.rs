//! Hashes and compares members' passwords with Argon2id, as many in parallel as the machine has cores. Other requests
//! wait in a bounded queue that is fair to all clients, so that many sign-ins at once use up neither the memory nor the
//! threads that serve pages.

mod hash_queue;
mod memory;

use crate::{Error, Result, random};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{PasswordHasher, phc::PasswordHash},
};
use domain::{
    password_hash::{ARGON2_MEMORY_KIB, ARGON2_PASSES},
    refusal::Refusal,
    validate::MAX_PASSWORD,
};
pub use hash_queue::Client;
use hash_queue::{HashQueue, QueueTurn};
use memory::Memory;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// The memory and time of one hash, and the number of parallel hashes.
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
            memory_kib: ARGON2_MEMORY_KIB,
            passes: ARGON2_PASSES,
            at_once,
        }
    }
}

/// Maximum number of waiting passwords for each core. A hash takes 30 to 60 ms, so the last request in the queue waits
/// for less than the 20 seconds after which it times out.
const MAX_WAITING_PER_CORE: usize = 256;

#[derive(Clone)]
pub struct PasswordPool {
    argon: Argon2<'static>,
    queue: Arc<HashQueue>,
    cores: Arc<Semaphore>,
    memory: Arc<Memory>,
    /// The hash that is compared if the account does not exist, so that the work is the same.
    nobody: Arc<str>,
    verified: Arc<AtomicU64>,
    hashed: Arc<AtomicU64>,
}

/// The permission to compute one hash. The service counts the attempt after it has this permit and before the password
/// is hashed or compared.
pub struct HashPermit {
    pool: PasswordPool,
    turn: QueueTurn,
}

impl PasswordPool {
    pub fn new(cost: PasswordHashing) -> Result<Self> {
        let params =
            Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| Error::Corrupt("argon2 parameters"))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon, &random::bytes::<16>()?)?;
        let cores = cost.at_once.max(1);
        let waiting = MAX_WAITING_PER_CORE * cores;
        Ok(Self {
            argon,
            // Slightly more permits than cores: while one attempt is counted in the database, the cores hash other
            // passwords.
            queue: HashQueue::new(cores + cores.div_ceil(4), waiting, waiting / 2),
            cores: Arc::new(Semaphore::new(cores)),
            memory: Arc::default(),
            nobody: nobody.into(),
            verified: Arc::default(),
            hashed: Arc::default(),
        })
    }

    /// Waits until it is this client's turn. The request is refused at once if too many requests wait. A request that
    /// is dropped while it waits leaves the queue and is not counted.
    pub async fn place(&self, client: Client) -> Result<HashPermit> {
        let turn = self.queue.enter(client).await.map_err(|_| Refusal::Busy)?;
        Ok(HashPermit {
            pool: self.clone(),
            turn,
        })
    }

    pub fn times_verified(&self) -> u64 {
        self.verified.load(Ordering::Relaxed)
    }

    pub fn times_hashed(&self) -> u64 {
        self.hashed.load(Ordering::Relaxed)
    }

    /// The number of requests in the queue.
    pub fn waiting(&self) -> usize {
        self.queue.waiting()
    }
}

impl HashPermit {
    pub async fn hash(self, password: &str) -> Result<String> {
        self.pool.hashed.fetch_add(1, Ordering::Relaxed);
        let argon = self.pool.argon.clone();
        let password = bounded(password);
        self.in_turn(move |_| hash(&argon, password.as_bytes())).await?
    }

    /// Whether the password matches the hash. Without a hash the work is the same and the result is `false`.
    pub async fn verify(self, password: &str, stored: Option<&str>) -> Result<bool> {
        self.pool.verified.fetch_add(1, Ordering::Relaxed);
        let password = bounded(password);
        let known = stored.is_some();
        let stored: Arc<str> = stored.map_or_else(|| Arc::clone(&self.pool.nobody), Arc::from);
        let fits = self.in_turn(move |memory| fits(password.as_bytes(), &stored, memory));
        Ok(fits.await?.unwrap_or(false) && known)
    }

    async fn in_turn<T: Send + 'static>(self, work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static) -> Result<T> {
        let Self { pool, turn } = self;
        let PasswordPool { cores, memory, .. } = pool;
        let core = Arc::clone(&cores)
            .acquire_owned()
            .await
            .map_err(|_| Error::Interrupted)?;
        let task = tokio::task::spawn_blocking(move || {
            let done = memory.lend(work);
            drop(core);
            drop(turn);
            if cores.available_permits() > 0 {
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

/// Compares the password with the stored hash, in memory that the caller provides: the library's own comparison
/// allocates memory for each hash. `None` if the stored text is not a hash.
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

/// Cuts a password that is longer than the permitted length, so that a very long password takes no longer to hash.
fn bounded(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.chars().take(MAX_PASSWORD + 1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: Client = [0; 32];

    async fn hashed(pool: &PasswordPool, password: &str) -> String {
        pool.place(CLIENT).await.unwrap().hash(password).await.unwrap()
    }

    async fn fits_in(pool: &PasswordPool, password: &str, stored: Option<&str>) -> bool {
        pool.place(CLIENT)
            .await
            .unwrap()
            .verify(password, stored)
            .await
            .unwrap()
    }

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
        let stored = hashed(&pool, "correct horse").await;
        assert!(stored.starts_with("$argon2id$"));
        assert!(fits_in(&pool, "correct horse", Some(&stored)).await);
        assert!(!fits_in(&pool, "Correct horse", Some(&stored)).await);
        assert!(!fits_in(&pool, "correct horse", None).await);
        assert!(!fits_in(&pool, "correct horse", Some("not a hash")).await);
        assert_eq!(pool.times_verified(), 4);
    }

    /// Hashes that the library has computed are recognised, even if the memory was used before for a hash of another
    /// cost.
    #[tokio::test]
    async fn a_hash_of_the_library_fits_in_used_memory() {
        let (pool, mut memory) = (quick(), Vec::new());
        for (kib, passes) in [(64, 1), (256, 2), (32, 3), (64, 1)] {
            let params = Params::new(kib, passes, 1, None).unwrap();
            let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let stored = hash(&argon, b"correct horse").unwrap();
            assert_eq!(fits(b"correct horse", &stored, &mut memory), Some(true));
            assert_eq!(fits(b"correct horsf", &stored, &mut memory), Some(false));
            assert!(fits_in(&pool, "correct horse", Some(&stored)).await);
        }
        assert_eq!(fits(b"correct horse", "", &mut memory), None);
    }

    #[tokio::test]
    async fn an_empty_queue_gives_all_memory_back() {
        let pool = quick();
        let stored = hashed(&pool, "correct horse").await;
        let all = (0..8).map(|_| {
            let (pool, stored) = (pool.clone(), stored.clone());
            tokio::spawn(async move { fits_in(&pool, "correct horse", Some(&stored)).await })
        });
        for one in all.collect::<Vec<_>>() {
            assert!(one.await.unwrap());
        }
        assert_eq!(pool.memory.kept(), 0);
    }
}
