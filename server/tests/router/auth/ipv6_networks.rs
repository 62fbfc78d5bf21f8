//! Tests that IPv6 addresses with one /64 prefix are treated as one network, and that all networks of a site (/48)
//! share limits.

use super::network_limit::{MAX_WRONG, with_low_limit};
use crate::{common::*, on_every_database};
use domain::refusal::Refusal;
use std::net::Ipv6Addr;

on_every_database!(
    addresses_of_one_ipv6_prefix_are_one_network,
    networks_of_one_site_share_a_limit_for_guesses,
    networks_of_one_site_share_the_hourly_limit_of_classes,
    networks_of_one_site_share_the_hourly_limit_of_registrations,
);

async fn addresses_of_one_ipv6_prefix_are_one_network(app: TestApp) {
    let app = with_low_limit(&app);
    let from = |address: &str| {
        let mut browser = app.browser();
        browser.address = address.parse().unwrap();
        browser
    };
    for n in 0..MAX_WRONG {
        from(&format!("2001:db8::{n:x}:1"))
            .gives_password(&format!("otter-{}", 4000 + n), "wrong")
            .await;
        app.waits(1);
    }
    let refusal = from("2001:db8::ffff:ffff")
        .gives_password("nobody", "wrong")
        .await
        .refusal();
    assert!(matches!(refusal, Refusal::NetworkLocked { .. }), "{refusal}");
    let other = from("2001:db8:0:1::1").gives_password("nobody", "wrong").await;
    assert_eq!(other.refusal(), Refusal::SignInFailed);
}

/// A client whose provider assigns a /48 has 65,536 networks of /64.
async fn networks_of_one_site_share_a_limit_for_guesses(app: TestApp) {
    let app = with_low_limit(&app);
    app.has_a_member("irina", "a long password").await;
    let at = |site: u16, network: u16| {
        let mut browser = app.browser();
        browser.address = Ipv6Addr::new(0x2001, 0xdb8, site, network, 0, 0, 0, 7).into();
        browser
    };
    for network in 0..16 {
        for n in 0..MAX_WRONG {
            let name = format!("heron-{}", 4000 + u32::from(network) * MAX_WRONG + n);
            let answer = at(1, network).gives_password(&name, "wrong").await;
            assert_eq!(answer.refusal(), Refusal::SignInFailed, "network {network}, guess {n}");
        }
    }
    let next = at(1, 99).gives_password("irina", "a long password").await;
    assert!(matches!(next.refusal(), Refusal::NetworkLocked { .. }), "{}", next.body);
    assert!(at(2, 0).gives_password("irina", "a long password").await.is_done());
}

/// A browser in the given /64 network of one site.
fn in_network(app: &TestApp, network: u16) -> Browser {
    let mut browser = app.browser();
    browser.address = Ipv6Addr::new(0x2001, 0xdb8, 1, network, 0, 0, 0, 1).into();
    browser
}

async fn networks_of_one_site_share_the_hourly_limit_of_classes(app: TestApp) {
    let app = app.with(|config| config.settings.classes_per_hour = 2);
    let open = async |teacher: &Browser| {
        let form = teacher.opens("/").await.field("form");
        let fields = [("form", form.as_str()), ("seats", "1"), ("title", "")];
        teacher.calls("/classes", &fields).await
    };
    for network in 0..32 {
        let answer = open(&in_network(&app, network)).await;
        assert!(answer.is_done(), "{network}: {}", answer.body);
    }
    let full = in_network(&app, 100);
    let Refusal::TooManyClasses { until } = open(&full).await.refusal() else {
        panic!("the site is not limited")
    };
    assert_eq!(app.count("class").await, 32);
    // Another site, and an IPv4 client, have separate limits and are not refused.
    let mut elsewhere = app.browser();
    elsewhere.address = Ipv6Addr::new(0x2001, 0xdb8, 2, 100, 0, 0, 0, 1).into();
    assert!(open(&elsewhere).await.is_done());
    assert!(open(&app.browser()).await.is_done());
    app.waits(until.since(app.now()).as_secs() + 1);
    assert!(open(&full).await.is_done());
}

async fn networks_of_one_site_share_the_hourly_limit_of_registrations(app: TestApp) {
    let app = app.with(|config| config.settings.registrations_per_hour = 1);
    let register = async |network: u16| {
        let visitor = in_network(&app, network);
        let form = visitor.opens("/register").await.field("form");
        let (name, email) = (format!("ada{network}"), format!("ada{network}@school.example"));
        let fields = [
            ("form", form.as_str()),
            ("username", &name),
            ("email", &email),
            ("password", "correct horse battery"),
            ("password_again", "correct horse battery"),
        ];
        visitor.calls("/register", &fields).await
    };
    for network in 0..16 {
        let answer = register(network).await;
        assert!(answer.is_done(), "{network}: {}", answer.body);
    }
    assert!(matches!(
        register(16).await.refusal(),
        Refusal::TooManyRegistrations { .. }
    ));
    assert_eq!(app.count("account").await, 16);
}
