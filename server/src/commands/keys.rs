//! The command `stepwise keys`: lists the keys that encrypt secrets, and encrypts all secrets again with the first key.

use super::{
    services::{read_only_services, services, to_start_error},
    terminal::{print, run},
};
use crate::{
    config::{Installation, KeysCommand, Storage},
    startup::{data_folder::require_database, error::StartError},
};
use backend::Settings;

pub fn keys(act: KeysCommand) -> Result<(), StartError> {
    run(async {
        match act {
            KeysCommand::List { storage } => {
                let usage = read_only_services(&storage)
                    .await?
                    .operations
                    .key_usage()
                    .await
                    .map_err(to_start_error)?;
                for (id, sealed) in usage {
                    print(format!("{id}: {sealed} sealed"));
                }
            }
            KeysCommand::Rotate { storage } => {
                require_database(&storage)?;
                let stepwise = services(&installation_at(storage)).await?;
                let rotated = stepwise.operations.reseal_all(|so_far| {
                    print(format!(
                        "{} looked at, {} sealed again",
                        so_far.looked_at, so_far.sealed_again
                    ));
                });
                rotated.await.map_err(to_start_error)?;
                print(
                    "Everything is sealed under the first key. `stepwise keys list` shows which can be dropped."
                        .to_owned(),
                );
            }
        }
        Ok(())
    })
}

fn installation_at(storage: Storage) -> Installation {
    Installation {
        storage,
        base_url: Settings::default().address,
    }
}
