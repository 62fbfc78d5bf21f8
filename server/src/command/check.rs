//! The command `check`: tests everything that the server needs, before it is started or beside it. It creates nothing.

use super::{refused, run, say};
use crate::{
    config::{Serve, Storage, misspelt},
    mailer, privacy,
    schema::pending,
    start::{StartError, open_database, variables},
    storage::{find_keys, key_file, keys_fit, lacks_token_key, load_token_keys, prepare_folder, there_is_a_database},
};
use backend::{Settings, Stepwise, clock::SystemClock, db};
use std::sync::Arc;

/// Prints one line for each thing that was tested. The first fault decides the result.
pub fn check(settings: &Serve) -> Result<(), StartError> {
    run(async {
        let gateway = mailer::gateway(settings).map_err(|error| StartError::Settings(error.to_string()))?;
        say("settings: they can be read".to_owned());
        for (name, meant) in misspelt(variables()) {
            say(format!("settings: {name} is none; {meant} is"));
        }
        // The mail server is tested even if the data is faulty, because an operator also checks it before the first
        // start.
        let data = look_at_data(&settings.storage).await;
        let mail = look_at_mail(settings).await;
        if gateway.is_some() {
            say("text messages: the gateway's settings can be used".to_owned());
        }
        data.and(mail)
    })
}

async fn look_at_data(storage: &Storage) -> Result<(), StartError> {
    there_is_a_database(storage)?;
    if storage.data.exists() {
        prepare_folder(storage)?;
    }
    say(format!("folder: {}", storage.data.display()));
    say(match privacy::exposed(storage) {
        Some(exposed) => format!("privacy: {exposed}"),
        None => "privacy: the data is for this user alone".to_owned(),
    });
    let key_file = key_file(storage);
    let keys = find_keys(storage, key_file.as_deref()).await?;
    if !lacks_token_key(storage, key_file.as_deref()) {
        load_token_keys(storage, key_file.as_deref())?;
    }
    let db = open_database(storage).await?;
    let version = db::server_version(&db).await.unwrap_or_default();
    say(format!("database: {version}"));
    let pending = pending(&db).await?;
    if !pending.is_empty() {
        say(format!("schema: applied at the next start: {}", pending.join(", ")));
        return Ok(());
    }
    let Some(keys) = keys else {
        say("keys: they are made at the next start".to_owned());
        return Ok(());
    };
    let stepwise = Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, Settings::default());
    let stepwise = stepwise.map_err(refused)?;
    let usage = stepwise.operations.key_usage().await.map_err(refused)?;
    keys_fit(&stepwise).await?;
    let ids: Vec<String> = usage
        .into_iter()
        .map(|(id, sealed)| format!("{id} ({sealed})"))
        .collect();
    say(format!("keys: {}", ids.join(", ")));
    Ok(())
}

async fn look_at_mail(settings: &Serve) -> Result<(), StartError> {
    let well = mailer::is_well(settings)
        .await
        .map_err(|error| StartError::Settings(error.to_string()))?;
    if !well {
        return Err(StartError::Refused(
            "mail: the mail server does not answer, or refuses us".to_owned(),
        ));
    }
    say(match settings.mail_server() {
        Some(_) => "mail: the mail server answers".to_owned(),
        None => format!("mail: into {}", settings.storage.data.join("outbox").display()),
    });
    Ok(())
}
