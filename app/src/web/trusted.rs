//! Reads and sets the cookie of trusted browsers, which may sign in without a code.

use super::Visit;
use crate::{call::TRUSTED, problem::Problem};
use domain::session::SessionState;

impl Visit {
    /// Makes this browser trusted after a sign-in with a code. Without effect if the operator does not allow it.
    pub async fn trust_browser(&self, state: &SessionState) -> Result<(), Problem> {
        let known = self.cookie(TRUSTED);
        let trusted = self
            .stepwise
            .auth
            .trust_browser(state, known.as_deref(), &self.agent())
            .await;
        if let Some(token) = trusted.map_err(|error| self.problem(error))? {
            self.set_cookie(TRUSTED, &token, self.stepwise.auth.trust_life());
        }
        Ok(())
    }
}
