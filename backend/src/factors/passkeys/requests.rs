//! What the script of a page asks the browser for: a new passkey, or an answer by one of the account's passkeys.

use super::{challenge::Purpose, public_key::ALGORITHMS, store::of_account};
use crate::{Result, entity::passkey, factors::Factors};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    ids::AccountId,
    view::{PasskeyCreation, PasskeyRequest},
};

impl Factors {
    /// The request for a new passkey. Authenticators that have one of the `known` passkeys create no second one.
    pub(crate) fn passkey_creation(
        &self,
        purpose: Purpose<'_>,
        (account, login): (AccountId, &str),
        known: &[passkey::Model],
    ) -> Result<PasskeyCreation> {
        Ok(PasskeyCreation {
            challenge: self.passkey_challenge(purpose)?,
            rp_id: self.relying_party()?.id().to_owned(),
            rp_name: self.settings.issuer.clone(),
            user_id: BASE64_URL_SAFE_NO_PAD.encode(account.uuid().as_bytes()),
            login: login.to_owned(),
            algorithms: ALGORITHMS.to_vec(),
            existing: ids_of(known),
            is_discoverable: purpose.signs_in_without_name(),
        })
    }

    /// The request for an answer by a passkey of this account.
    pub(crate) async fn passkey_request(&self, account: AccountId, purpose: Purpose<'_>) -> Result<PasskeyRequest> {
        let known = of_account(&self.db.read, account).await?;
        Ok(PasskeyRequest {
            challenge: self.passkey_challenge(purpose)?,
            rp_id: self.relying_party()?.id().to_owned(),
            allowed: ids_of(&known),
        })
    }
}

fn ids_of(known: &[passkey::Model]) -> Vec<String> {
    let ids = known
        .iter()
        .map(|row| BASE64_URL_SAFE_NO_PAD.encode(&row.credential_id));
    ids.collect()
}
