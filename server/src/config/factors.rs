//! Settings of the second factors besides the app, and of the SMS gateway.

use backend::sms::GatewaySettings;
use clap::{Args, ValueEnum};
use domain::factor::{FactorKind, OfferedFactors};

#[derive(Clone, Debug, Args)]
pub struct Factors {
    /// Second factors: totp (the authenticator app, always), email, sms; separated by commas
    #[arg(
        long,
        env = "STEPWISE_FACTORS",
        default_value = "totp",
        value_name = "KINDS",
        value_parser = offered
    )]
    factors: OfferedFactors,
    /// For how many days a member's browser may be trusted not to be asked for a code; 0 means never
    #[arg(long, env = "STEPWISE_TRUST_BROWSER_DAYS", default_value_t = 0, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(0..=90))]
    pub trust_browser_days: u32,
    /// Text messages that the whole server sends in an hour: each costs money
    #[arg(long, env = "STEPWISE_SMS_PER_HOUR", default_value_t = 100, value_name = "N")]
    pub sms_per_hour: u32,
    /// Where text messages are handed over: an HTTP address; {to} and {text} may stand in it
    #[arg(long, env = "STEPWISE_SMS_URL", value_name = "URL", hide_env_values = true)]
    sms_url: Option<String>,
    /// How that address is asked
    #[arg(long, env = "STEPWISE_SMS_METHOD", default_value = "post", value_enum)]
    sms_method: SmsMethod,
    /// What is sent there, as a form or as JSON, with {to} and {text} in it
    #[arg(long, env = "STEPWISE_SMS_BODY", value_name = "TEMPLATE", hide_env_values = true)]
    sms_body: Option<String>,
    /// A header with the gateway's secret, as Authorization: Bearer abc
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

    /// `None` if no text messages are sent.
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
    if !kinds.contains(&FactorKind::Totp) {
        return Err("totp must be among them: the authenticator app is always there".to_owned());
    }
    Ok(OfferedFactors {
        email: kinds.contains(&FactorKind::Email),
        sms: kinds.contains(&FactorKind::Sms),
    })
}
