//! Tests of what runs beside requests or goes wrong below them: mail delivery, leases, key rotation, failing databases.

mod key_rotation;
mod leases;
mod machine_failures;
mod mail_delivery;
mod transaction_retries;
