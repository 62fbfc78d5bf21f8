//! Property tests of `X-Forwarded-For`: 100,000 lists of addresses and noise.

use super::*;
use proptest::{collection::vec, prelude::*, sample::select};

/// One entry of the list: an address, or text that is not an address.
fn entry() -> impl Strategy<Value = (Option<IpAddr>, String)> {
    let address = prop_oneof![
        any::<u32>().prop_map(|bits| IpAddr::from(bits.to_be_bytes())),
        any::<u128>().prop_map(|bits| IpAddr::from(bits.to_be_bytes())),
    ];
    let noise = select(vec![
        "",
        "unknown",
        "_hidden",
        "127.0.0",
        "for=127.0.0.1",
        "localhost",
        "127.0.0.1.evil.example",
    ]);
    let spaces = || select(vec!["", " ", "\t "]);
    prop_oneof![
        3 => (spaces(), address, spaces()).prop_map(|(before, address, after)| (Some(address), format!("{before}{address}{after}"))),
        1 => noise.prop_map(|noise| (None, noise.to_owned())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_entry_of_the_last_trusted_proxy_is_believed_and_no_other(lines in vec(vec(entry(), 1..3), 0..3), trusted in 0..6_usize) {
        let mut headers = HeaderMap::new();
        for line in &lines {
            let texts: Vec<&str> = line.iter().map(|(_, text)| text.as_str()).collect();
            headers.append("x-forwarded-for", texts.join(",").parse().unwrap());
        }
        let entries: Vec<Option<IpAddr>> = lines.iter().flatten().map(|(address, _)| *address).collect();
        let believed = trusted.checked_sub(1).and_then(|back| *entries.iter().rev().nth(back)?);
        prop_assert_eq!(forwarded(&headers, trusted), believed);
    }
}
