//! The pages and acts of administrators. Reading requires an `Admin`; an act requires a `FreshAdmin`, who has just
//! given a code.

pub(crate) mod accounts;
pub(crate) mod acts;
pub(crate) mod audit_trail;
pub(crate) mod classes;
pub(crate) mod cli;
pub(crate) mod invites;
pub(crate) mod overview;
pub(crate) mod rescues;
pub(crate) mod server;

pub use accounts::FindAccounts;
pub use acts::AccountAct;
pub use audit_trail::AuditFilter;
