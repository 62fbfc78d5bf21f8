//! The names of cookies. Under https every cookie of the server has the prefix `__Host-`: browsers accept such a cookie
//! only from this very host over https, for all paths. Cookies without the prefix can be set by another site of the
//! same domain, or by an attacker who changes plain http responses. Under https the server therefore reads only the
//! cookies with the prefix, and the cookies in `WRITTEN_BY_SCRIPTS`.

use std::{borrow::Cow, collections::HashSet};

const HOST_PREFIX: &str = "__Host-";
/// Names of cookies that scripts of our pages set, without the prefix. These cookies change only how a page looks (the
/// time zone), never the authentication. A forged cookie can therefore only shift the times on a page.
const WRITTEN_BY_SCRIPTS: [&str; 1] = ["utc_offset"];

/// The name that a cookie has in the headers.
pub fn cookie_name(https: bool, name: &str) -> Cow<'_, str> {
    match https {
        true => Cow::Owned(format!("{HOST_PREFIX}{name}")),
        false => Cow::Borrowed(name),
    }
}

/// Whether a cookie with the name `sent` in the header, with or without the prefix, is the cookie `name`.
pub fn is_cookie(sent: &str, name: &str) -> bool {
    sent.strip_prefix(HOST_PREFIX).unwrap_or(sent) == name
}

/// The cookies of a request that the server is allowed to read: under https the cookies with the prefix and the cookies
/// of our scripts, otherwise all cookies without the prefix. If several cookies have the same name, only the first one
/// is included. Returns `None` if all cookies of the request are included.
pub fn readable_cookies<'a>(lines: impl IntoIterator<Item = &'a [u8]>, https: bool) -> Option<Vec<&'a str>> {
    let mut seen = HashSet::new();
    let mut all = 0_usize;
    let mut own = Vec::new();
    for pair in lines.into_iter().flat_map(|line| line.split(|byte| *byte == b';')) {
        all += 1;
        if let Some((name, pair)) = readable(pair)
            && (name.starts_with(HOST_PREFIX) == https || WRITTEN_BY_SCRIPTS.contains(&name))
            && seen.insert(name)
        {
            own.push(pair);
        }
    }
    (own.len() != all).then_some(own)
}

/// Returns the name of a cookie and the whole pair `name=value`. Cookies that are not ASCII are dropped: the server
/// sets no such cookie.
fn readable(pair: &[u8]) -> Option<(&str, &str)> {
    let pair = core::str::from_utf8(pair.trim_ascii()).ok()?;
    let (name, _) = pair.split_once('=')?;
    let is_plain = pair.is_ascii() && !name.is_empty() && !name.contains(char::is_whitespace);
    is_plain.then_some((name, pair))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn own(https: bool, lines: &[&str]) -> Option<String> {
        let lines = lines.iter().map(|line| line.as_bytes());
        readable_cookies(lines, https).map(|own| own.join("; "))
    }

    #[test]
    fn under_https_only_names_with_the_prefix_are_read() {
        let lines = [
            "session=planted; __Secure-session=planted; __Host-session=own; utc_offset=60",
            "__host-session=planted; lang=fr; __Host-lang=ru",
        ];
        assert_eq!(
            own(true, &lines).as_deref(),
            Some("__Host-session=own; utc_offset=60; __Host-lang=ru")
        );
        assert_eq!(own(true, &["session=planted"]).as_deref(), Some(""));
        assert_eq!(own(true, &["__Host-session =planted"]).as_deref(), Some(""));
    }

    #[test]
    fn without_https_only_names_without_the_prefix_are_read() {
        assert_eq!(
            own(false, &["__Host-session=other; session=own; lang=fr"]).as_deref(),
            Some("session=own; lang=fr")
        );
    }

    #[test]
    fn of_several_with_one_name_the_first_is_read() {
        assert_eq!(own(false, &["a=1; b=2; a=3", "b=4"]).as_deref(), Some("a=1; b=2"));
        assert_eq!(own(true, &["__Host-a=1;__Host-a=2"]).as_deref(), Some("__Host-a=1"));
    }

    #[test]
    fn malformed_cookies_do_not_hide_the_others() {
        assert_eq!(own(false, &["session=own; name=Ж"]).as_deref(), Some("session=own"));
        assert_eq!(
            own(false, &["nonsense; session=own; ;"]).as_deref(),
            Some("session=own")
        );
        assert_eq!(own(false, &["a=1;b=2", "c=3"]), None, "nothing to remove");
    }

    const NAMES: [&str; 6] = [
        "session",
        "__Host-session",
        "__Secure-session",
        "__host-session",
        "utc_offset",
        "__Host-",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn any_bytes_are_read_without_a_panic(lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..3), https: bool) {
            let _ = readable_cookies(lines.iter().map(Vec::as_slice), https);
        }

        #[test]
        fn under_https_no_name_without_the_prefix_is_left(
            names in prop::collection::vec(prop::sample::select(NAMES.to_vec()), 0..6),
            separator in prop::sample::select(vec!["; ", ";", ";;", "; =;"]),
        ) {
            let pairs: Vec<String> = names.iter().map(|name| format!("{name}=x=y")).collect();
            let line = pairs.join(separator);
            let left = readable_cookies([line.as_bytes()], true);
            for pair in left.unwrap_or_else(|| line.split(';').map(str::trim).collect()) {
                prop_assert!(pair.starts_with(HOST_PREFIX) || pair.starts_with("utc_offset="));
            }
        }
    }
}
