//! Why the answer of an authenticator is refused. Users see one text for all of these faults; tests tell them apart.

use thiserror::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasskeyFault {
    #[error("the answer is malformed")]
    Malformed,
    #[error("the answer belongs to another ceremony")]
    OtherCeremony,
    #[error("the answer belongs to another challenge")]
    OtherChallenge,
    #[error("the answer was given on another site")]
    OtherOrigin,
    #[error("the answer was given in a frame of another site")]
    InForeignFrame,
    #[error("the passkey was created for another site")]
    OtherRelyingParty,
    #[error("the user was not present")]
    UserAbsent,
    #[error("the authenticator has not verified the user")]
    UserNotVerified,
    #[error("the flags about the backup of the passkey contradict each other")]
    ImpossibleBackup,
    #[error("the answer contains no new credential")]
    NoCredential,
    #[error("the answer names two credentials")]
    OtherCredential,
    #[error("the passkey belongs to another account")]
    OtherAccount,
    #[error("the public key is of a kind that the server does not accept")]
    UnsupportedKey,
    #[error("the signature is wrong")]
    WrongSignature,
}
