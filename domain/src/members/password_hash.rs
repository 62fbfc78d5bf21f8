//! The cost parameters for hashing members' passwords with Argon2id, as OWASP recommends: 19 MiB of memory, two passes.

pub const ARGON2_MEMORY_KIB: u32 = 19 * 1024;
pub const ARGON2_PASSES: u32 = 2;
