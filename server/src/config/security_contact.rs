//! Settings of `/.well-known/security.txt`, which says where to report security faults of this installation.

use axum::http::Uri;
use clap::Args;

#[derive(Clone, Debug, Default, Args)]
pub struct SecurityContact {
    /// Contact for reports of security faults of this installation: mailto:, https: or tel:. Without it, there is no /.well-known/security.txt
    #[arg(long = "security-contact", env = "STEPWISE_SECURITY_CONTACT", value_name = "URI", value_parser = contact)]
    pub contact: Option<String>,
    /// Page with the rules for reports of security faults
    #[arg(long = "security-policy", env = "STEPWISE_SECURITY_POLICY", value_name = "URL", value_parser = web_page)]
    pub policy: Option<String>,
    /// Languages for reports of security faults, separated by commas
    #[arg(
        long = "security-languages",
        env = "STEPWISE_SECURITY_LANGUAGES",
        default_value = "en",
        value_name = "TAGS",
        value_parser = languages
    )]
    pub languages: String,
}

/// Accepts the three URL schemes that RFC 9116 names, but no characters with a special meaning for mail programs or
/// phones.
fn contact(text: &str) -> Result<String, String> {
    let is_mail = text.strip_prefix("mailto:").is_some_and(|address| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-@".contains(&byte);
        address.bytes().all(plain) && domain::registration::email(address).is_ok()
    });
    let is_phone = text.strip_prefix("tel:+").is_some_and(|number| {
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        (5..=15).contains(&digits) && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    });
    if is_mail || is_phone || web_page(text).is_ok() {
        Ok(text.to_owned())
    } else {
        Err("expected mailto:security@school.example, https://school.example/security or tel:+33123456789".to_owned())
    }
}

fn web_page(text: &str) -> Result<String, String> {
    let page: Option<Uri> = text.starts_with("https://").then(|| text.parse().ok()).flatten();
    let host = page.as_ref().and_then(Uri::host).unwrap_or_default();
    if host.is_empty() || text.contains('@') || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("expected something like https://school.example/security".to_owned());
    }
    Ok(text.to_owned())
}

/// Accepts language tags of BCP 47 that consist of a language and parts such as a region.
fn languages(text: &str) -> Result<String, String> {
    let tags: Vec<&str> = text.split(',').map(str::trim).collect();
    let is_part = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if tags.iter().all(|tag| tag.split('-').all(is_part)) {
        Ok(tags.join(", "))
    } else {
        Err("expected something like en,fr".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_an_address_that_finders_can_use() {
        for good in [
            "mailto:security@school.example",
            "https://school.example/security",
            "https://school.example:8443/?topic=security",
            "tel:+33-1-23-45-67-89",
        ] {
            assert_eq!(contact(good), Ok(good.to_owned()));
        }
        for bad in [
            "",
            "security@school.example",
            "mailto:nowhere",
            "mailto:a@school.example?cc=b@school.example",
            "mailto:a@school.example\nPolicy: https://evil.example",
            "http://school.example/security",
            "https://",
            "https:///security",
            "https://user@school.example",
            "https://school.example/a b",
            "tel:+33",
            "tel:112233445566",
        ] {
            assert!(contact(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn languages_are_tags() {
        assert_eq!(languages("en"), Ok("en".to_owned()));
        assert_eq!(languages("en,fr-CA , ru"), Ok("en, fr-CA, ru".to_owned()));
        for bad in ["", "e", "en,", "en;fr", "en\nfr", "englishes"] {
            assert!(languages(bad).is_err(), "{bad:?}");
        }
    }
}
