//! Migrations of the database schema, one file each, for SQLite, PostgreSQL and MySQL/MariaDB.
//!
//! A released migration is never changed, because some databases have already run it. Each change of the schema is a
//! new migration.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m20261120_000001_accounts;
mod m20261120_000002_classes;
mod m20261120_000003_factors;
mod m20261120_000004_throttle;
mod m20261120_000005_sessions;
mod m20261120_000006_class_life;
mod m20261120_000007_joining;
mod m20261120_000008_members;
mod m20261120_000009_mailed_links;
mod m20261120_000010_mails;
mod m20261120_000011_audit;
mod m20261120_000012_session_account;
mod m20261120_000013_message_codes;
mod m20261120_000014_mail_channel;
mod m20261120_000015_trusted_browsers;
mod m20261120_000016_practice_messages;
mod m20261120_000020_enrolment;
mod m20261120_000021_rescue;
mod m20261120_000022_audit_actor;
mod m20261120_000030_token_epoch;
mod m20261120_000031_factor_of_program;
mod m20261120_000032_opened_once;
mod m20261120_000040_leases;
mod m20261120_000050_audit_gone;
mod m20261129_000060_first_email;
mod m20261129_000065_session_limit;
mod m20261129_000066_token_families;
mod m20261129_000067_new_device_mail;
mod m20261129_000075_message_log;
mod m20261130_000081_class_settings;
mod m20261130_000085_exercises;
mod m20261130_000091_passkeys;
mod m20261130_000092_personal_tokens;
mod m20261130_000093_external_id;
mod m20261130_000094_debrief;
mod m20261130_000094_questions;
mod m20261130_000094_rehearsal;
mod m20261130_000096_passkey_password;
mod m20261130_000105_gate_times;
mod m20261130_000106_rehearsal_index;
mod m20261130_000107_seat_reset;
mod table;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261120_000001_accounts::Migration),
            Box::new(m20261120_000002_classes::Migration),
            Box::new(m20261120_000003_factors::Migration),
            Box::new(m20261120_000004_throttle::Migration),
            Box::new(m20261120_000005_sessions::Migration),
            Box::new(m20261120_000006_class_life::Migration),
            Box::new(m20261120_000007_joining::Migration),
            Box::new(m20261120_000008_members::Migration),
            Box::new(m20261120_000009_mailed_links::Migration),
            Box::new(m20261120_000010_mails::Migration),
            Box::new(m20261120_000011_audit::Migration),
            Box::new(m20261120_000012_session_account::Migration),
            Box::new(m20261120_000013_message_codes::Migration),
            Box::new(m20261120_000014_mail_channel::Migration),
            Box::new(m20261120_000015_trusted_browsers::Migration),
            Box::new(m20261120_000016_practice_messages::Migration),
            Box::new(m20261120_000020_enrolment::Migration),
            Box::new(m20261120_000021_rescue::Migration),
            Box::new(m20261120_000022_audit_actor::Migration),
            Box::new(m20261120_000030_token_epoch::Migration),
            Box::new(m20261120_000031_factor_of_program::Migration),
            Box::new(m20261120_000032_opened_once::Migration),
            Box::new(m20261120_000040_leases::Migration),
            Box::new(m20261120_000050_audit_gone::Migration),
            Box::new(m20261129_000060_first_email::Migration),
            Box::new(m20261129_000065_session_limit::Migration),
            Box::new(m20261129_000066_token_families::Migration),
            Box::new(m20261129_000067_new_device_mail::Migration),
            Box::new(m20261129_000075_message_log::Migration),
            Box::new(m20261130_000081_class_settings::Migration),
            Box::new(m20261130_000085_exercises::Migration),
            Box::new(m20261130_000091_passkeys::Migration),
            Box::new(m20261130_000092_personal_tokens::Migration),
            Box::new(m20261130_000093_external_id::Migration),
            Box::new(m20261130_000094_debrief::Migration),
            Box::new(m20261130_000094_questions::Migration),
            Box::new(m20261130_000094_rehearsal::Migration),
            Box::new(m20261130_000096_passkey_password::Migration),
            Box::new(m20261130_000105_gate_times::Migration),
            Box::new(m20261130_000106_rehearsal_index::Migration),
            Box::new(m20261130_000107_seat_reset::Migration),
        ]
    }
}
