//! The command `stepwise migrate`: lists the migrations of the database and applies the missing ones.

use super::terminal::{print, run};
use crate::{
    config::Migrate,
    startup::{
        data_folder::{prepare_folder, require_database},
        database,
        error::StartError,
        migrations::{bring_up_to_date, pending},
    },
};
use migration::{Migrator, MigratorTrait};

pub fn migrate(act: Migrate) -> Result<(), StartError> {
    run(async {
        match act {
            Migrate::Up { storage } => {
                prepare_folder(&storage)?;
                bring_up_to_date(&database::open(&storage).await?).await?;
                print("The schema is up to date.".to_owned());
            }
            Migrate::Status { storage } => {
                require_database(&storage)?;
                let db = database::open(&storage).await?;
                let pending = pending(&db).await?;
                for step in Migrator::migrations() {
                    let state = if pending.iter().any(|name| name == step.name()) {
                        "pending"
                    } else {
                        "applied"
                    };
                    print(format!("{state}  {}", step.name()));
                }
            }
        }
        Ok(())
    })
}
