//! Browsers that are not asked for a code.

use super::Visit;
use crate::{call::TRUSTED, problem::Problem};
use domain::session::SessionState;

impl Visit {
    /// Whoever has just given her code here asks not to be asked again. Where that may not be, nothing happens.
    pub async fn trust_browser(&self, state: &SessionState) -> Result<(), Problem> {
        let known = self.cookie(TRUSTED);
        let trusted = self
            .stepwise
            .trust_browser(state, known.as_deref(), &self.agent())
            .await;
        if let Some(token) = trusted.map_err(|error| self.problem(error))? {
            self.set_cookie(TRUSTED, &token, self.stepwise.trust_life());
        }
        Ok(())
    }
}
