//! Addresses of pages of this site: reading an address that a browser has sent, and writing one with a query.

/// The path and query of an address. The host is dropped, so that a redirect stays on this site.
pub fn page_path(address: &str) -> String {
    let path = match address.split_once("://") {
        _ if address.starts_with('/') => address,
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => "/",
    };
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_leptos_error_param(pair))
        .collect();
    // Browsers read an address that begins with two slashes as the address of another host.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    if kept.is_empty() {
        path
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

/// Whether Leptos would read a refusal from this query parameter. The name can be percent-encoded.
pub fn is_leptos_error_param(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    matches!(decoded(name).as_slice(), b"__path" | b"__err")
}

fn decoded(name: &str) -> Vec<u8> {
    let mut parts = name.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let byte = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
    }
    bytes
}

/// The path with the fields that are not empty as its query.
pub fn path_with_query(path: &str, fields: impl Iterator<Item = (&'static str, String)>) -> String {
    let mut address = path.to_owned();
    for (n, (name, value)) in fields.filter(|(_, value)| !value.is_empty()).enumerate() {
        address.push(if n == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => address.push(char::from(byte)),
                byte => address.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_its_page_and_nowhere_else() {
        for (referer, page) in [
            ("http://school.test/sign-in", "/sign-in"),
            ("http://school.test/sign-in?", "/sign-in"),
            ("http://school.test", "/"),
            ("http://school.test/classes/1?show=2#seat-2", "/classes/1?show=2"),
            ("http://school.test/sign-in?__path=%2Fsign-in&__err=abc", "/sign-in"),
            ("http://school.test/a?b=c&__err=abc", "/a?b=c"),
            ("http://school.test/a?%5f_%65rr=abc&b=c&__path=%2Fsign-in", "/a?b=c"),
            ("/sign-in?%5F%5Fpath=%2Fsign-in&__err=abc", "/sign-in"),
            ("/a?__error=b&100%=c", "/a?__error=b&100%=c"),
            ("http://school.test//evil.test/", "/evil.test/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ] {
            assert_eq!(page_path(referer), page, "{referer}");
        }
    }

    #[test]
    fn an_address_keeps_the_search() {
        let fields = [
            ("find", "a&b=ж".to_owned()),
            ("only", String::new()),
            ("after", "x".to_owned()),
        ];
        assert_eq!(
            path_with_query("/admin/accounts", fields.into_iter()),
            "/admin/accounts?find=a%26b%3D%D0%B6&after=x"
        );
        assert_eq!(path_with_query("/admin", core::iter::empty()), "/admin");
    }
}
