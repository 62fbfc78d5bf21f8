//! Tests of the work that does not belong to a request, and of failures below the application: mail delivery, leases,
//! rotation of both kinds of keys, failing databases. Also the number of statements that requests send.

mod clock_jumps;
mod database_failures;
mod hash_key_rotation;
mod key_rotation;
mod leases;
mod mail_delivery;
mod statements;
mod transaction_retries;
