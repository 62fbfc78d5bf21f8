//! Reads and sets the cookie of trusted browsers, in which a member can sign in without a code.

use super::RequestContext;
use crate::{problem::Problem, server_fns::TRUSTED};
use domain::session::SessionState;

impl RequestContext {
    /// Makes this browser trusted after a sign-in with a code. Does nothing if the operator does not allow trusted
    /// browsers.
    pub async fn trust_browser(&self, state: &SessionState) -> Result<(), Problem> {
        let known = self.cookie(TRUSTED);
        let trusted = self
            .stepwise
            .auth
            .trust_browser(state, known.as_deref(), &self.user_agent_label())
            .await;
        if let Some(token) = trusted? {
            self.set_cookie(TRUSTED, &token, self.stepwise.auth.trust_life());
        }
        Ok(())
    }
}
