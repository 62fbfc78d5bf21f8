//! The `otpauth:` address in the QR code that an authenticator app scans.

use super::secret::TotpSecret;

/// Makes the `otpauth:` address. It contains all parameters, because some apps have other default values.
pub fn otpauth_uri(issuer: &str, login: &str, secret: &TotpSecret) -> String {
    let (issuer, login) = (percent_encode(issuer), percent_encode(login));
    let key = secret.to_base32();
    format!("otpauth://totp/{issuer}:{login}?secret={key}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

/// Reads login and secret from an address that `otpauth_uri` has made. The practice phone uses this function.
pub fn parse_otpauth_uri(uri: &str) -> Option<(String, TotpSecret)> {
    let (label, query) = uri.strip_prefix("otpauth://totp/")?.split_once('?')?;
    let key = query.split('&').find_map(|pair| pair.strip_prefix("secret="))?;
    let login = label.rsplit([':']).next()?;
    Some((login.to_owned(), TotpSecret::from_base32(key)?))
}

fn percent_encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
