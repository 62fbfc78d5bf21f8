//! The schema, one file a step, alike on SQLite, PostgreSQL and MySQL/MariaDB.
//! A step that has landed is never edited: what must change is a step of its own.

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
        ]
    }
}
