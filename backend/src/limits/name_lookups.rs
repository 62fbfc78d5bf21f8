//! Limits how many names one network can look up within an hour.

use super::Limits;
use crate::{Result, settings::DEFAULT_LOOKUPS_PER_HOUR};
use domain::refusal::Refusal;
use std::net::IpAddr;

impl Limits {
    /// Called before the registration form says whether a name is taken. It uses the same budget as `look_up`, so that
    /// the form gives no additional attempts to find names.
    pub(crate) async fn count_name_lookup(&self, from: Option<IpAddr>) -> Result<()> {
        let most = self.settings.tokens.lookups_per_hour;
        self.count_lookup(most.unwrap_or(DEFAULT_LOOKUPS_PER_HOUR), from).await
    }

    /// Counts a look-up, whether the member exists or not.
    pub(crate) async fn count_lookup(&self, most: u32, from: Option<IpAddr>) -> Result<()> {
        let taken = self.take_from_hourly_budget("budget:look-up", from, most).await?;
        Ok(taken.map_err(|until| Refusal::TooManyLookups { until })?)
    }
}
