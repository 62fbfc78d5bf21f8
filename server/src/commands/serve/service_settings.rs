//! Turns the settings of the operator into those of the services.

use crate::config::{OpenClasses, Registration, Serve};
use backend::Settings;
use domain::{
    factor::OfferedFactors,
    passkey::{PasskeyObstacle, RelyingParty},
};
use std::time::Duration;

/// `relying_party` is the site for which browsers create passkeys, or the reason why they create none.
pub fn service_settings(
    settings: &Serve,
    address: String,
    relying_party: Result<RelyingParty, PasskeyObstacle>,
) -> Settings {
    Settings {
        address,
        registration: match settings.registration {
            Registration::Open => backend::members::Registration::Open,
            Registration::Invite => backend::members::Registration::Invite,
            Registration::Closed => backend::members::Registration::Closed,
        },
        registrations_per_hour: settings.registrations_per_hour,
        rescue_email: settings.rescue_email.clone(),
        issuer: settings.issuer.clone(),
        members_only: settings.open_classes == OpenClasses::Members,
        classes_per_hour: settings.classes_per_hour,
        wrong_per_network: settings.wrong_per_network,
        purge_after: Duration::from_secs(24 * 3600) * settings.purge_after,
        offered: OfferedFactors {
            passkey: relying_party.is_ok(),
            ..settings.factors.offered()
        },
        relying_party,
        admin_factors: settings.factors.admin_factors,
        sms_per_hour: settings.factors.sms_per_hour,
        trust_browser_days: settings.factors.trust_browser_days,
        tokens: backend::TokenSettings {
            issuer: settings.jwt_issuer.clone(),
            audience: settings.jwt_audience.clone(),
            access_life: Duration::from_secs(60) * settings.access_minutes,
            refresh_life: Duration::from_secs(24 * 3600) * settings.refresh_days,
            lookups_per_hour: Some(settings.lookups_per_hour).filter(|most| *most > 0),
        },
        ..Settings::default()
    }
}
