//! The public keys of passkeys. The browser sends them as DER, so the server parses no CBOR.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, VerificationAlgorithm,
};
use domain::passkey::PasskeyFault;

/// The COSE numbers of the accepted algorithms, the preferred one first: ES256, EdDSA, RS256. Windows Hello of older
/// machines has only the last.
pub(crate) const ALGORITHMS: [i32; 3] = [-7, -8, -257];

/// Maximum length of a key: an RSA key with 8192 bits is longer than authenticators make them.
const MAX_KEY: usize = 2048;

fn algorithm_of(cose: i32) -> Option<&'static dyn VerificationAlgorithm> {
    match cose {
        -7 => Some(&ECDSA_P256_SHA256_ASN1),
        -8 => Some(&ED25519),
        -257 => Some(&RSA_PKCS1_2048_8192_SHA256),
        _ => None,
    }
}

/// The first byte of a SubjectPublicKeyInfo.
const SEQUENCE: u8 = 0x30;

/// Parses a key (SubjectPublicKeyInfo). The server stores only keys that it can use.
pub(crate) fn parse(cose: i32, der: &[u8]) -> Result<ParsedPublicKey, PasskeyFault> {
    let algorithm = algorithm_of(cose).ok_or(PasskeyFault::UnsupportedKey)?;
    // The library also reads a key without its header.
    if der.len() > MAX_KEY || !der.starts_with(&[SEQUENCE]) {
        return Err(PasskeyFault::UnsupportedKey);
    }
    ParsedPublicKey::new(algorithm, der).map_err(|_| PasskeyFault::UnsupportedKey)
}
