//! Tests of what runs beside requests or goes wrong below them: mail delivery, leases, key rotation, failing databases.

mod clock_jumps;
mod database_failures;
mod key_rotation;
mod leases;
mod mail_delivery;
mod transaction_retries;
