//! The commands that an operator runs beside the server: `admin`, `migrate`, `backup`, `keys` and `check`.

mod check;

pub use check::check;

use crate::{
    backup,
    config::{Admin, Backup, KeysCommand, Migrate, Place, Storage},
    schema::pending,
    start::{StartError, migrate as bring_up_to_date, open_database},
    storage::{find_keys, key_file, keys_fit, load_keys, prepare_folder, there_is_a_database},
};
use backend::{Settings, Stepwise, admin::AccountAct, clock::SystemClock};
use domain::{
    refusal::Refusal,
    registration::{EmailFault, UsernameFault},
};
use migration::{Migrator, MigratorTrait};
use std::{
    io::{self, Write},
    sync::Arc,
};

pub fn admin(act: Admin) -> Result<(), StartError> {
    run(async {
        match act {
            Admin::Create { username, email, place } => {
                let made = services(&place)
                    .await?
                    .admin
                    .make_administrator(&username, &email)
                    .await;
                say(match made.map_err(refused)? {
                    Some(link) => format!("{username} sets her password here, within 30 minutes:\n  {link}"),
                    None => format!("{username} is an administrator from her next sign-in on."),
                });
            }
            Admin::Invite { place } => {
                let link = services(&place).await?.admin.invite().await.map_err(refused)?;
                say(format!("One person may register here, within a week:\n  {link}"));
            }
            Admin::ResetFactors { username, place } => {
                let reset = services(&place).await?.admin.reset_member_factors(&username).await;
                let code = reset.map_err(refused)?;
                say(format!(
                    "{username} connects a phone with her password and this code, once, within 24 hours:\n  {code}\n\
                     Hand it over yourself. Her sessions have ended."
                ));
            }
            Admin::Deactivate { username, place } => {
                act_on(&place, &username, AccountAct::Deactivate).await?;
                say(format!("{username} cannot sign in any more. Her sessions have ended."));
            }
            Admin::Reactivate { username, place } => {
                act_on(&place, &username, AccountAct::Reactivate).await?;
                say(format!("{username} can sign in again."));
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
                say("The schema is up to date.".to_owned());
            }
            Migrate::Status { storage } => {
                there_is_a_database(&storage)?;
                let db = open_database(&storage).await?;
                let pending = pending(&db).await?;
                for step in Migrator::migrations() {
                    let state = if pending.iter().any(|name| name == step.name()) {
                        "pending"
                    } else {
                        "applied"
                    };
                    say(format!("{state}  {}", step.name()));
                }
            }
        }
        Ok(())
    })
}

pub fn backup(to: &Backup) -> Result<(), StartError> {
    run(async {
        backup::write(to).await?;
        say(format!(
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
                let usage = looking(&storage).await?.operations.key_usage().await.map_err(refused)?;
                for (id, sealed) in usage {
                    say(format!("{id}: {sealed} sealed"));
                }
            }
            KeysCommand::Rotate { storage } => {
                there_is_a_database(&storage)?;
                let stepwise = services(&at(storage)).await?;
                let rotated = stepwise.operations.reseal_all(|so_far| {
                    say(format!(
                        "{} looked at, {} sealed again",
                        so_far.looked_at, so_far.sealed_again
                    ));
                });
                rotated.await.map_err(refused)?;
                say(
                    "Everything is sealed under the first key. `stepwise keys list` shows which can be dropped."
                        .to_owned(),
                );
            }
        }
        Ok(())
    })
}

async fn act_on(place: &Place, username: &str, act: AccountAct) -> Result<(), StartError> {
    let done = services(place).await?.admin.act_on_member(username, act).await;
    done.map_err(refused)
}

async fn services(place: &Place) -> Result<Stepwise, StartError> {
    let key_file = prepare_folder(&place.storage)?;
    let keys = load_keys(&place.storage, key_file.as_deref()).await?;
    let db = open_database(&place.storage).await?;
    bring_up_to_date(&db).await?;
    let settings = Settings {
        address: place.base_url.clone(),
        ..Settings::default()
    };
    let stepwise = Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, settings).map_err(refused)?;
    // The server must be able to open what is sealed here.
    keys_fit(&stepwise).await?;
    Ok(stepwise)
}

/// Opens the services for commands that only read: it creates neither database nor keys, and runs no migration.
async fn looking(storage: &Storage) -> Result<Stepwise, StartError> {
    there_is_a_database(storage)?;
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
    Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, Settings::default()).map_err(refused)
}

fn at(storage: Storage) -> Place {
    Place {
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
fn refused(error: backend::Error) -> StartError {
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
fn say(line: String) {
    // A closed pipe is no error: the reader has seen what it needs.
    let _ = writeln!(io::stdout(), "{line}");
}
