//! Creates the services for the commands, and turns their refusals into messages for the operator.

use crate::{
    config::{Installation, Storage},
    startup::{
        data_folder::{find_keys, key_file, load_keys, prepare_folder, require_database, require_matching_keys},
        database,
        error::StartError,
        migrations::{bring_up_to_date, pending},
    },
};
use backend::{Settings, Stepwise, clock::SystemClock};
use domain::{
    refusal::Refusal,
    registration::{EmailFault, UsernameFault},
};
use std::sync::Arc;

pub(super) async fn services(installation: &Installation) -> Result<Stepwise, StartError> {
    let key_file = prepare_folder(&installation.storage)?;
    let keys = load_keys(&installation.storage, key_file.as_deref()).await?;
    let db = database::open(&installation.storage).await?;
    bring_up_to_date(&db).await?;
    let settings = Settings {
        address: installation.base_url.clone(),
        ..Settings::default()
    };
    let stepwise = Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, settings).map_err(to_start_error)?;
    // The keys must match the database, because the server must be able to decrypt what this command encrypts.
    require_matching_keys(&stepwise).await?;
    Ok(stepwise)
}

/// Creates the services for commands that only read. The function creates neither a database nor keys, and runs no
/// migration.
pub(super) async fn read_only_services(storage: &Storage) -> Result<Stepwise, StartError> {
    require_database(storage)?;
    let Some(keys) = find_keys(storage, key_file(storage).as_deref()).await? else {
        return Err(StartError::Refused(
            "there are no keys yet: the first start generates them".to_owned(),
        ));
    };
    let db = database::open(storage).await?;
    if !pending(&db).await?.is_empty() {
        return Err(StartError::Refused(
            "the schema is not up to date: run `stepwise migrate up` or start the server".to_owned(),
        ));
    }
    Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, Settings::default()).map_err(to_start_error)
}

/// Turns the refusal of a service into a message for the operator at the terminal.
pub(super) fn to_start_error(error: backend::Error) -> StartError {
    StartError::Refused(match error {
        backend::Error::Refused(Refusal::NotFound) => "there is no member of that name".to_owned(),
        backend::Error::Refused(Refusal::AppNeeded) => {
            "administrators sign in with an authenticator app, and this account has none connected".to_owned()
        }
        backend::Error::Refused(Refusal::Faults { faults }) => {
            let wrong = [
                faults.username.map(username_fault),
                faults.email.map(|fault| match fault {
                    EmailFault::Shape => "this is not an e-mail address",
                    EmailFault::TooLong => "this e-mail address is too long",
                    EmailFault::Same => "this e-mail address is already in use",
                }),
            ];
            let wrong: Vec<&str> = wrong.into_iter().flatten().collect();
            wrong.join(", ")
        }
        error => error.to_string(),
    })
}

/// `Taken` means that the account with this name has another e-mail address, or an unconfirmed one. It is possible that
/// the account belongs to another person, so `admin create` does not make that account an administrator.
const fn username_fault(fault: UsernameFault) -> &'static str {
    match fault {
        UsernameFault::Length => "a user name has 3 to 40 characters",
        UsernameFault::Alphabet => "a user name has letters, digits, dots, hyphens and underscores only",
        UsernameFault::OfAStudent => "this name has the form of a student login; choose another one",
        UsernameFault::Taken => {
            "the user name is taken by an account with another e-mail address or with an unconfirmed one"
        }
    }
}
