//! The commands that an operator runs beside the server: `admin`, `migrate`, `backup`, `keys` and `check`.

mod backup;
mod check;
pub mod healthcheck;
pub mod serve;

pub use check::check;

use crate::{
    config::{Admin, Backup, Installation, KeysCommand, Migrate, Storage},
    startup::{
        data_folder::{find_keys, key_file, load_keys, prepare_folder, require_database, require_matching_keys},
        database::open as open_database,
        migrations::{bring_up_to_date, pending},
    },
};
use backend::{Settings, Stepwise, clock::SystemClock, service::AccountAct};
use domain::{
    refusal::Refusal,
    registration::{EmailFault, UsernameFault},
};
use migration::{Migrator, MigratorTrait};
use serve::StartError;
use std::{
    io::{self, Write},
    sync::Arc,
};

pub fn admin(act: Admin) -> Result<(), StartError> {
    run(async {
        match act {
            Admin::Create {
                username,
                email,
                installation,
            } => {
                let made = services(&installation)
                    .await?
                    .make_administrator(&username, &email)
                    .await;
                print(match made.map_err(to_start_error)? {
                    Some(link) => format!("{username} sets her password here, within 30 minutes:\n  {link}"),
                    None => format!("{username} is an administrator from her next sign-in on."),
                });
            }
            Admin::Invite { installation } => {
                let link = services(&installation).await?.invite().await.map_err(to_start_error)?;
                print(format!("One person may register here, within a week:\n  {link}"));
            }
            Admin::ResetFactors { username, installation } => {
                let reset = services(&installation).await?.reset_member_factors(&username).await;
                let code = reset.map_err(to_start_error)?;
                print(format!(
                    "{username} connects a phone with her password and this code, once, within 24 hours:\n  {code}\n\
                     Hand it over yourself. Her sessions have ended."
                ));
            }
            Admin::Deactivate { username, installation } => {
                act_on(&installation, &username, AccountAct::Deactivate).await?;
                print(format!("{username} cannot sign in any more. Her sessions have ended."));
            }
            Admin::Reactivate { username, installation } => {
                act_on(&installation, &username, AccountAct::Reactivate).await?;
                print(format!("{username} can sign in again."));
            }
        }
        Ok(())
    })
}

pub fn migrate(act: Migrate) -> Result<(), StartError> {
    run(async {
        match act {
            Migrate::Up { storage } => {
                prepare_folder(&storage)?;
                bring_up_to_date(&open_database(&storage).await?).await?;
                print("The schema is up to date.".to_owned());
            }
            Migrate::Status { storage } => {
                require_database(&storage)?;
                let db = open_database(&storage).await?;
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

pub fn backup(to: &Backup) -> Result<(), StartError> {
    run(async {
        backup::write(to).await?;
        print(format!(
            "{} is a whole copy. Keep the keys too, elsewhere.",
            to.to.display()
        ));
        Ok(())
    })
}

pub fn keys(act: KeysCommand) -> Result<(), StartError> {
    run(async {
        match act {
            KeysCommand::List { storage } => {
                let usage = read_only_services(&storage)
                    .await?
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
                let rotated = stepwise.seal_again(|so_far| {
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

async fn act_on(installation: &Installation, username: &str, act: AccountAct) -> Result<(), StartError> {
    let done = services(installation).await?.act_on_member(username, act).await;
    done.map_err(to_start_error)
}

async fn services(installation: &Installation) -> Result<Stepwise, StartError> {
    let key_file = prepare_folder(&installation.storage)?;
    let keys = load_keys(&installation.storage, key_file.as_deref()).await?;
    let db = open_database(&installation.storage).await?;
    bring_up_to_date(&db).await?;
    let settings = Settings {
        address: installation.base_url.clone(),
        ..Settings::default()
    };
    let stepwise = Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, settings).map_err(to_start_error)?;
    // The server must be able to open what is sealed here.
    require_matching_keys(&stepwise).await?;
    Ok(stepwise)
}

/// Opens the services for commands that only read: it creates neither database nor keys, and runs no migration.
async fn read_only_services(storage: &Storage) -> Result<Stepwise, StartError> {
    require_database(storage)?;
    let Some(keys) = find_keys(storage, key_file(storage).as_deref()).await? else {
        return Err(StartError::Refused(
            "there are no keys yet: they are made at the first start".to_owned(),
        ));
    };
    let db = open_database(storage).await?;
    if !pending(&db).await?.is_empty() {
        return Err(StartError::Refused(
            "the schema is not up to date: `stepwise migrate up` does that, as the server at its start".to_owned(),
        ));
    }
    Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, Settings::default()).map_err(to_start_error)
}

fn installation_at(storage: Storage) -> Installation {
    Installation {
        storage,
        base_url: Settings::default().address,
    }
}

fn run(work: impl Future<Output = Result<(), StartError>>) -> Result<(), StartError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(StartError::Stopped)?;
    runtime.block_on(work)
}

/// Turns the refusal of a service into a message for the operator at the terminal.
fn to_start_error(error: backend::Error) -> StartError {
    StartError::Refused(match error {
        backend::Error::Refused(Refusal::NotFound) => "there is no member of that name".to_owned(),
        backend::Error::Refused(Refusal::AppNeeded) => {
            "administrators sign in with an authenticator app, and this account has none connected".to_owned()
        }
        backend::Error::Refused(Refusal::Faults { faults }) => {
            let wrong = [
                faults.username.map(username_fault),
                faults.email.map(|fault| match fault {
                    EmailFault::Shape => "this is no e-mail address",
                    EmailFault::TooLong => "this e-mail address is too long",
                    EmailFault::Same => "somebody has this e-mail address already",
                }),
            ];
            let wrong: Vec<&str> = wrong.into_iter().flatten().collect();
            wrong.join(", ")
        }
        error => error.to_string(),
    })
}

/// A name that is taken with another address, or with an unconfirmed one, may belong to another person. `admin create`
/// does not make that account an administrator.
const fn username_fault(fault: UsernameFault) -> &'static str {
    match fault {
        UsernameFault::Length => "a user name has 3 to 40 characters",
        UsernameFault::Alphabet => "a user name has letters, digits, dots, hyphens and underscores only",
        UsernameFault::OfAStudent => "this is how students are called; choose another user name",
        UsernameFault::Taken => {
            "somebody has this user name already, with another address or with none that was confirmed"
        }
    }
}

/// Prints a result to standard output, where scripts read it.
fn print(line: String) {
    // A closed pipe is no error: the reader has seen what it needs.
    let _ = writeln!(io::stdout(), "{line}");
}
