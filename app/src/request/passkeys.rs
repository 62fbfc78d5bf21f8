//! Whether the page of a request can use passkeys.

use super::RequestContext;
use axum::http::{HeaderValue, header};
use domain::{passkey::PasskeyObstacle, view::ReauthenticationView};

/// The header `Host`, which the middleware removes from a request after it has compared it with the configured address.
#[derive(Clone, Debug)]
pub struct RequestedHost(pub HeaderValue);

impl RequestContext {
    /// Browsers use passkeys only under the address from the settings. The header `Host` decides only what a page shows:
    /// the answer of an authenticator is compared with the settings.
    pub fn passkeys_here(&self) -> Result<(), PasskeyObstacle> {
        let site = self.stepwise.settings().relying_party.as_ref().map_err(Clone::clone)?;
        let checked = self.parts.extensions.get::<RequestedHost>().map(|host| &host.0);
        let host = checked.or_else(|| self.parts.headers.get(header::HOST));
        site.offered_at(host.and_then(|host| host.to_str().ok()).unwrap_or_default())
    }

    /// Leaves out the passkey on a page that cannot use it.
    pub fn reauthentication_here(&self, again: ReauthenticationView) -> ReauthenticationView {
        let passkey = again.passkey.filter(|_| self.passkeys_here().is_ok());
        ReauthenticationView { passkey, ..again }
    }
}
