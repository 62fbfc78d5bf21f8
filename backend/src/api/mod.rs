//! What only clients of the JSON API use: tokens, idempotency keys, and sign-in without a session.

pub(crate) mod idempotency;
pub(crate) mod sent_codes;
pub(crate) mod set_up;
pub(crate) mod token_families;
pub(crate) mod token_holder;
pub(crate) mod tokens;
pub(crate) mod users;

pub use idempotency::OpenByMember;
pub use sent_codes::{SendToProgram, SentToProgram};
pub use set_up::{OpenByProgram, PROGRAM_SECRET_LIFE};
pub use tokens::{LogIn, Tokens};
pub use users::{RegisterByProgram, User};
