//! Checks the answer of an authenticator (Web Authentication, sections 7.1 and 7.2), without attestation: the server does
//! not ask which model an authenticator is.

use super::{
    answer::{NewPasskey, PasskeyAnswer},
    public_key,
};
use crate::{crypto::digest, entity::passkey};
use domain::{
    ids::AccountId,
    passkey::{AuthenticatorData, MAX_CREDENTIAL_ID, PasskeyFault, RelyingParty},
};

/// Checks a new passkey. Nothing in it is signed, so the browser could send another key, but only for the account that
/// it is signed in to.
pub(crate) fn new_passkey(site: &RelyingParty, new: &NewPasskey) -> Result<u32, PasskeyFault> {
    let data = AuthenticatorData::parse(&new.authenticator_data)?;
    data.check(&digest(site.id().as_bytes()))?;
    let created = data.credential_id().ok_or(PasskeyFault::NoCredential)?;
    if created != new.credential || new.credential.len() > MAX_CREDENTIAL_ID {
        return Err(PasskeyFault::OtherCredential);
    }
    public_key::parse(new.algorithm, &new.public_key)?;
    Ok(data.sign_count())
}

/// Checks an answer with a stored passkey, and returns the counter of the authenticator. `check_client_data` has checked
/// the challenge and the site before.
pub(crate) fn answer(
    site: &RelyingParty,
    owner: AccountId,
    stored: &passkey::Model,
    answer: &PasskeyAnswer,
) -> Result<u32, PasskeyFault> {
    if stored.account_id != owner.uuid() {
        return Err(PasskeyFault::OtherAccount);
    }
    if !answer.user_handle.is_empty() && answer.user_handle != owner.uuid().as_bytes() {
        return Err(PasskeyFault::OtherAccount);
    }
    let data = AuthenticatorData::parse(&answer.authenticator_data)?;
    data.check(&digest(site.id().as_bytes()))?;
    let signed = [answer.authenticator_data.as_slice(), &digest(&answer.client_data)].concat();
    public_key::parse(stored.algorithm, &stored.public_key)?
        .verify_sig(&signed, &answer.signature)
        .map_err(|_| PasskeyFault::WrongSignature)?;
    Ok(data.sign_count())
}
