//! Settings of the second factors besides the authenticator app, and of the SMS gateway.

use backend::notify::GatewaySettings;
use clap::{Args, ValueEnum};
use domain::{
    factor::{FactorKind, OfferedFactors},
    role_requirements::AdminFactors,
};

#[derive(Clone, Debug, Args)]
pub struct Factors {
    /// Second factors, separated by commas: totp (authenticator app, required), email, sms
    #[arg(
        long,
        env = "STEPWISE_FACTORS",
        default_value = "totp",
        value_name = "KINDS",
        value_parser = offered
    )]
    factors: OfferedFactors,
    /// Second factors with which administrators sign in: totp,passkey or, to require a passkey, passkey
    #[arg(
        long,
        env = "STEPWISE_ADMIN_FACTORS",
        default_value = "totp,passkey",
        value_name = "KINDS",
        value_parser = for_administrators
    )]
    pub admin_factors: AdminFactors,
    /// Days for which members can trust a browser, which is then not asked for a code; 0 switches this off
    #[arg(long, env = "STEPWISE_TRUST_BROWSER_DAYS", default_value_t = 0, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(0..=90))]
    pub trust_browser_days: u32,
    /// Maximum number of text messages that the server sends in an hour, because each costs money
    #[arg(long, env = "STEPWISE_SMS_PER_HOUR", default_value_t = 100, value_name = "N")]
    pub sms_per_hour: u32,
    /// URL of the SMS gateway; may contain {to} and {text}
    #[arg(long, env = "STEPWISE_SMS_URL", value_name = "URL", hide_env_values = true)]
    sms_url: Option<String>,
    /// HTTP method of requests to the SMS gateway
    #[arg(long, env = "STEPWISE_SMS_METHOD", default_value = "post", value_enum)]
    sms_method: SmsMethod,
    /// Body of requests to the SMS gateway, as form or JSON, with {to} and {text}
    #[arg(long, env = "STEPWISE_SMS_BODY", value_name = "TEMPLATE", hide_env_values = true)]
    sms_body: Option<String>,
    /// Header with the gateway's secret, such as Authorization: Bearer abc
    #[arg(long, env = "STEPWISE_SMS_HEADER", value_name = "HEADER", hide_env_values = true)]
    sms_header: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SmsMethod {
    Post,
    Get,
}

impl Factors {
    pub const fn offered(&self) -> OfferedFactors {
        self.factors
    }

    /// The settings of the SMS gateway; `None` if SMS codes are off.
    pub fn gateway(&self) -> Option<GatewaySettings<'_>> {
        self.factors.sms.then(|| GatewaySettings {
            url: self.sms_url.as_deref().unwrap_or_default(),
            get: self.sms_method == SmsMethod::Get,
            body: self.sms_body.as_deref().unwrap_or_default(),
            header: self.sms_header.as_deref(),
        })
    }
}

fn offered(text: &str) -> Result<OfferedFactors, String> {
    let kinds: Result<Vec<FactorKind>, _> = text.split(',').map(|kind| kind.trim().parse()).collect();
    let kinds = kinds.map_err(|error| format!("{error}, separated by commas"))?;
    if kinds.contains(&FactorKind::Passkey) {
        return Err("passkey is not in this list: the address of the site decides about passkeys".to_owned());
    }
    if !kinds.contains(&FactorKind::Totp) {
        return Err("totp is required: every server offers the authenticator app".to_owned());
    }
    Ok(OfferedFactors {
        email: kinds.contains(&FactorKind::Email),
        sms: kinds.contains(&FactorKind::Sms),
        ..OfferedFactors::default()
    })
}

fn for_administrators(text: &str) -> Result<AdminFactors, String> {
    let mut kinds: Vec<&str> = text.split(',').map(str::trim).collect();
    kinds.sort_unstable();
    match kinds.as_slice() {
        ["passkey", "totp"] => Ok(AdminFactors::AppOrPasskey),
        ["passkey"] => Ok(AdminFactors::Passkey),
        _ => Err("expected totp,passkey or passkey".to_owned()),
    }
}
