//! Signed tokens for API clients (RFC 7519, RS256). One key signs new tokens; tokens of all listed keys are accepted,
//! so that a key can be replaced while tokens of the old key are still valid.

use crate::{Error, Result};
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use domain::ids::TokenFamilyId;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
    jwk::{AlgorithmParameters, Jwk, JwkSet, PublicKeyUse, ThumbprintHash},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use thiserror::Error;
use zeroize::Zeroizing;

/// The length of a 2048-bit modulus in bytes.
const MIN_KEY_BYTES: usize = 256;
/// All tokens of this server are shorter, so a longer text is refused before it is parsed.
const MAX_TOKEN_BYTES: usize = 4096;

#[derive(Debug, Error)]
pub enum TokenKeyError {
    #[error("expected an RSA private key as PEM (BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY)")]
    NotAPrivateKey,
    #[error("expected RSA public keys as PEM (BEGIN PUBLIC KEY)")]
    NotAPublicKey,
    #[error("a key is shorter than 2048 bits")]
    TooShort,
}

/// The purpose of a token. A token of one kind is never accepted as a token of the other kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    Access,
    Refresh,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub aud: String,
    pub sub: String,
    pub iat: u64,
    pub exp: u64,
    pub jti: String,
    pub typ: TokenKind,
    /// The session epoch and the token epoch of the account at the time when the token was issued.
    pub epochs: [u32; 2],
    /// The token family of the login. Tokens of older releases contain no family and are refused.
    pub family: TokenFamilyId,
}

#[derive(Clone)]
pub struct TokenKeys(Arc<Keys>);

struct Keys {
    kid: String,
    signs: EncodingKey,
    believed: Vec<(String, DecodingKey)>,
    published: JwkSet,
}

impl TokenKeys {
    /// Parses the private key that signs new tokens, and the public keys of older private keys whose tokens are still
    /// accepted.
    pub fn parse(private: &str, public: &str) -> Result<Self, TokenKeyError> {
        let signs = EncodingKey::from_rsa_pem(private.as_bytes()).map_err(|_| TokenKeyError::NotAPrivateKey)?;
        let own = Jwk::from_encoding_key(&signs, Algorithm::RS256).map_err(|_| TokenKeyError::NotAPrivateKey)?;
        let mut published = vec![named(own)?];
        for pem in pems(public) {
            let key = DecodingKey::from_rsa_pem(pem.as_bytes()).map_err(|_| TokenKeyError::NotAPublicKey)?;
            let jwk = Jwk::from_decoding_key(&key, Some(Algorithm::RS256)).map_err(|_| TokenKeyError::NotAPublicKey)?;
            published.push(named(jwk)?);
        }
        if published.len() == 1 && !public.trim().is_empty() {
            return Err(TokenKeyError::NotAPublicKey);
        }
        let mut believed: Vec<(String, DecodingKey)> = Vec::new();
        published.retain(|jwk| {
            let kid = jwk.common.key_id.clone().unwrap_or_default();
            let is_new = believed.iter().all(|(known, _)| *known != kid);
            if let (true, Ok(key)) = (is_new, DecodingKey::from_jwk(jwk)) {
                believed.push((kid, key));
            }
            is_new
        });
        let kid = published[0].common.key_id.clone().unwrap_or_default();
        Ok(Self(Arc::new(Keys {
            kid,
            signs,
            believed,
            published: JwkSet { keys: published },
        })))
    }

    /// A new private key, as PEM.
    pub fn generate() -> Result<Zeroizing<String>> {
        let broken = |_| Error::Corrupt("no RSA key could be made");
        let key = KeyPair::generate(KeySize::Rsa2048).map_err(broken)?;
        let der: Pkcs8V1Der<'_> = key.as_der().map_err(broken)?;
        let body = Zeroizing::new(BASE64_STANDARD.encode(der.as_ref()));
        let mut pem = Zeroizing::new(String::with_capacity(body.len() + 100));
        pem.push_str("-----BEGIN PRIVATE KEY-----\n");
        for line in body.as_bytes().chunks(64) {
            pem.push_str(str::from_utf8(line).unwrap_or_default());
            pem.push('\n');
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        Ok(pem)
    }

    pub fn sign(&self, claims: &Claims) -> Result<String> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.0.kid.clone());
        encode(&header, claims, &self.0.signs).map_err(|_| Error::Corrupt("a token could not be signed"))
    }

    /// The claims of a token, if one of the listed keys has signed it. This function does not check expiry and epochs;
    /// the caller must check them.
    pub fn open(&self, token: &str, issuer: &str, audience: &str) -> Option<Claims> {
        if token.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let kid = decode_header(token).ok()?.kid?;
        let (_, key) = self.0.believed.iter().find(|(known, _)| *known == kid)?;
        // The algorithm is fixed. The header of the token cannot choose another one, so a public key is never used as a
        // shared secret.
        let mut asked = Validation::new(Algorithm::RS256);
        asked.set_issuer(&[issuer]);
        asked.set_audience(&[audience]);
        asked.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // The caller checks the expiry with the server's own clock.
        asked.validate_exp = false;
        decode(token, key, &asked).ok().map(|token| token.claims)
    }

    /// The public keys, for services that verify tokens themselves (RFC 7517).
    pub fn published(&self) -> &JwkSet {
        &self.0.published
    }
}

/// Sets the id of the key to its thumbprint (RFC 7638).
fn named(mut jwk: Jwk) -> Result<Jwk, TokenKeyError> {
    let AlgorithmParameters::RSA(parts) = &jwk.algorithm else {
        return Err(TokenKeyError::NotAPublicKey);
    };
    let modulus = BASE64_URL_SAFE_NO_PAD.decode(&parts.n).unwrap_or_default();
    if modulus.iter().skip_while(|byte| **byte == 0).count() < MIN_KEY_BYTES {
        return Err(TokenKeyError::TooShort);
    }
    let name = jwk
        .thumbprint(ThumbprintHash::SHA256)
        .map_err(|_| TokenKeyError::NotAPublicKey)?;
    jwk.common.key_id = Some(name);
    jwk.common.public_key_use = Some(PublicKeyUse::Signature);
    Ok(jwk)
}

/// The PEM blocks of a text that contains one or several blocks.
fn pems(text: &str) -> impl Iterator<Item = String> {
    const BEGIN: &str = "-----BEGIN";
    text.split(BEGIN).skip(1).map(|rest| format!("{BEGIN}{rest}"))
}

#[cfg(test)]
mod property_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::encoding::PublicKeyX509Der;
    use domain::time::Timestamp;

    pub fn claims() -> Claims {
        Claims {
            iss: "stepwise".to_owned(),
            aud: "stepwise-api".to_owned(),
            sub: "somebody".to_owned(),
            iat: 1,
            exp: 2,
            jti: "one".to_owned(),
            typ: TokenKind::Access,
            epochs: [3, 4],
            family: TokenFamilyId::new(Timestamp::from_seconds(1), [5; 10]),
        }
    }

    fn public_half(private: &str) -> String {
        let body: String = private.lines().filter(|line| !line.starts_with('-')).collect();
        let key = KeyPair::from_pkcs8(&BASE64_STANDARD.decode(body).unwrap()).unwrap();
        let der: PublicKeyX509Der<'_> = aws_lc_rs::signature::KeyPair::public_key(&key).as_der().unwrap();
        let body = BASE64_STANDARD.encode(der.as_ref());
        format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
    }

    #[test]
    fn a_listed_key_is_believed_and_another_is_not() {
        let (old, new) = (TokenKeys::generate().unwrap(), TokenKeys::generate().unwrap());
        let before = TokenKeys::parse(&old, "").unwrap();
        let token = before.sign(&claims()).unwrap();
        assert_eq!(before.open(&token, "stepwise", "stepwise-api").unwrap().epochs, [3, 4]);
        assert!(before.open(&token, "other", "stepwise-api").is_none());
        assert!(before.open(&token, "stepwise", "other").is_none());
        let after = TokenKeys::parse(&new, &public_half(&old)).unwrap();
        assert!(after.open(&token, "stepwise", "stepwise-api").is_some());
        assert!(
            before
                .open(&after.sign(&claims()).unwrap(), "stepwise", "stepwise-api")
                .is_none()
        );
        assert_eq!(after.published().keys.len(), 2);
        let twice = public_half(&new) + &public_half(&old) + &public_half(&old);
        assert_eq!(TokenKeys::parse(&new, &twice).unwrap().published().keys.len(), 2);
        let alone = TokenKeys::parse(&new, "").unwrap();
        assert!(alone.open(&token, "stepwise", "stepwise-api").is_none());
    }

    #[test]
    fn no_key_is_accepted_that_is_none_or_short() {
        assert!(matches!(
            TokenKeys::parse("nothing", ""),
            Err(TokenKeyError::NotAPrivateKey)
        ));
        let key = TokenKeys::generate().unwrap();
        assert!(matches!(
            TokenKeys::parse(&key, "nothing"),
            Err(TokenKeyError::NotAPublicKey)
        ));
        assert!(matches!(
            TokenKeys::parse(&key, &key),
            Err(TokenKeyError::NotAPublicKey)
        ));
    }
}
