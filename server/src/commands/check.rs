//! The command `stepwise check`: tests everything that the server needs, before its start or while it runs. The command
//! creates nothing.

use super::{
    services::to_start_error,
    terminal::{print, run},
};
use crate::{
    config::{Serve, Storage, unknown_variables},
    operations::mailer,
    startup::{
        data_folder::{
            find_keys, key_file, lacks_token_key, load_token_keys, prepare_folder, require_database,
            require_matching_keys,
        },
        database,
        error::StartError,
        file_permissions,
        migrations::pending,
        site_address::{relying_party, require_possible_factors},
    },
};
use backend::{Settings, Stepwise, clock::SystemClock, db};
use domain::{passkey::PasskeyObstacle, role_requirements::AdminFactors};
use std::sync::Arc;

/// Prints one line for each test. If tests fail, the first failure is the result of the command.
pub fn check(settings: &Serve) -> Result<(), StartError> {
    run(async {
        let gateway = mailer::sms_transport(settings).map_err(|error| StartError::Settings(error.to_string()))?;
        print("settings: valid".to_owned());
        let passkeys = check_passkeys(settings);
        for name in unknown_variables() {
            print(format!("settings: {name} is not a setting"));
        }
        // The mail server is tested even if the test of the data has failed: before the first start there is no data
        // yet, but the operator wants to check the mail server.
        let data = check_data(&settings.storage).await;
        let mail = check_mail(settings).await;
        if gateway.is_some() {
            print("text messages: the settings of the gateway are valid".to_owned());
        }
        passkeys.and(data).and(mail)
    })
}

/// Prints whether browsers create passkeys for this site, and otherwise what the operator can change. Fails if
/// administrators could not sign in.
fn check_passkeys(settings: &Serve) -> Result<(), StartError> {
    let base_url = settings.base_url.as_deref();
    let site = relying_party(base_url, settings.listen_address());
    let possible = require_possible_factors(settings.factors.admin_factors, &site);
    print(match site {
        Ok(site) if base_url.is_some() => format!("passkeys: at {}", site.origin()),
        Ok(site) => format!(
            "passkeys: at {} only; other computers need https and STEPWISE_BASE_URL",
            site.origin()
        ),
        Err(PasskeyObstacle::IpAddress) => {
            "passkeys: none, because STEPWISE_BASE_URL has no name, only numbers".to_owned()
        }
        Err(_) => "passkeys: none, because STEPWISE_BASE_URL is not https".to_owned(),
    });
    if settings.factors.admin_factors == AdminFactors::Passkey {
        print("administrators: sign in with a passkey only".to_owned());
    }
    possible
}

async fn check_data(storage: &Storage) -> Result<(), StartError> {
    require_database(storage)?;
    if storage.data.exists() {
        prepare_folder(storage)?;
    }
    print(format!("folder: {}", storage.data.display()));
    print(match file_permissions::warning(storage) {
        Some(exposed) => format!("privacy: {exposed}"),
        None => "privacy: the data is for this user alone".to_owned(),
    });
    let key_file = key_file(storage);
    let keys = find_keys(storage, key_file.as_deref()).await?;
    if !lacks_token_key(storage, key_file.as_deref()) {
        load_token_keys(storage, key_file.as_deref())?;
    }
    let db = database::open(storage).await?;
    let version = db::server_version(&db).await.unwrap_or_default();
    print(format!("database: {version}"));
    let pending = pending(&db).await?;
    if !pending.is_empty() {
        print(format!("schema: applied at the next start: {}", pending.join(", ")));
        return Ok(());
    }
    let Some(keys) = keys else {
        print("keys: they are made at the next start".to_owned());
        return Ok(());
    };
    let stepwise = Stepwise::new(db, Arc::new(SystemClock), keys.seal, keys.mac, Settings::default());
    let stepwise = stepwise.map_err(to_start_error)?;
    let usage = stepwise.operations.key_usage().await.map_err(to_start_error)?;
    require_matching_keys(&stepwise).await?;
    let ids: Vec<String> = usage
        .into_iter()
        .map(|(id, sealed)| format!("{id} ({sealed})"))
        .collect();
    print(format!("keys: {}", ids.join(", ")));
    Ok(())
}

async fn check_mail(settings: &Serve) -> Result<(), StartError> {
    let can_send = mailer::can_send(settings)
        .await
        .map_err(|error| StartError::Settings(error.to_string()))?;
    if !can_send {
        return Err(StartError::Refused(
            "mail: the mail server does not answer, or refuses the login".to_owned(),
        ));
    }
    print(match settings.mail_server() {
        Some(_) => "mail: the mail server answers".to_owned(),
        None => format!("mail: into {}", settings.storage.data.join("outbox").display()),
    });
    Ok(())
}
