//! Guessing join codes: thirty are free for a whole network, then it waits.

use crate::{common::*, on_every_database};
use domain::refusal::Refusal;
use std::{net::IpAddr, time::Duration};

on_every_database!(
    thirty_wrong_codes_are_free_for_a_network_and_then_it_waits,
    what_is_no_code_is_not_counted_and_right_ones_forgive_nothing,
    half_of_an_ipv6_address_is_one_network,
    whoever_has_a_seat_is_shown_it_while_her_network_waits,
);

fn wrong(n: usize) -> String {
    let letter = |n: usize| char::from(b"ACDEFGHJKLMNPQRTUVWXY3479"[n % 25]);
    format!("AAAA{}{}", letter(n / 25), letter(n))
}

async fn guesses(browser: &Browser, times: usize) {
    for n in 0..times {
        let answer = browser.calls("/join", &[("join_code", &wrong(n))]).await;
        assert_eq!(answer.refusal(), Refusal::JoinCodeWrong, "try {n}");
    }
}

async fn thirty_wrong_codes_are_free_for_a_network_and_then_it_waits(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    // By the form, by the address, by what the page loads: it is one counter.
    guesses(&app.browser(), 20).await;
    for n in 0..5 {
        assert_eq!(app.browser().gets(&format!("/join/{}", wrong(n))).await.status, 404);
        let loaded = app.browser().loads("/sfn/join", &[("join_code", &wrong(n))]).await;
        assert_eq!(loaded.refusal(), Refusal::JoinCodeWrong);
    }
    guesses(&app.browser(), 1).await;
    let until = app.now().after(Duration::from_secs(60));
    let locked = app.browser().calls("/join", &[("join_code", &code)]).await;
    assert_eq!(locked.refusal(), Refusal::Locked { until });
    let page = app.browser().gets(&format!("/join/{code}")).await;
    assert_eq!(page.status, 429);
    assert!(page.says("1:00") && !page.says("7b"));
    // Another replica knows; another network does not mind; a card needs no code.
    let replica = app.restarted().browser();
    assert_eq!(replica.gets(&format!("/join/{code}")).await.status, 429);
    let elsewhere = app.browser().from([203, 0, 113, 9]);
    assert_eq!(elsewhere.gets(&format!("/join/{code}")).await.status, 200);
    assert!(app.browser().signs_in(&class.seats[0]).await.is_done());
    app.waits(60);
    assert_eq!(app.browser().gets(&format!("/join/{code}")).await.status, 200);
    // Three were forgiven in that minute: so fast and no faster somebody may go on.
    guesses(&app.browser(), 2).await;
    assert_eq!(app.browser().gets(&format!("/join/{code}")).await.status, 200);
    guesses(&app.browser(), 1).await;
    let until = app.now().after(Duration::from_secs(60));
    let again = app.browser().calls("/join", &[("join_code", &code)]).await;
    assert_eq!(again.refusal(), Refusal::Locked { until });
    app.waits(11 * 60);
    guesses(&app.browser(), 30).await;
    assert_eq!(app.browser().gets(&format!("/join/{code}")).await.status, 200);
}

async fn what_is_no_code_is_not_counted_and_right_ones_forgive_nothing(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let student = app.browser();
    for typed in ["", "AAA", "not a code at all", "5555555"] {
        for _ in 0..15 {
            let answer = student.calls("/join", &[("join_code", typed)]).await;
            assert_eq!(answer.refusal(), Refusal::JoinCodeWrong);
        }
    }
    guesses(&student, 30).await;
    assert!(student.calls("/join", &[("join_code", &code)]).await.is_done());
    guesses(&student, 1).await;
    let answer = student.calls("/join", &[("join_code", &code)]).await;
    assert!(matches!(answer.refusal(), Refusal::Locked { .. }));
}

async fn half_of_an_ipv6_address_is_one_network(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let from = |address: &str| {
        let mut browser = app.browser();
        browser.address = address.parse::<IpAddr>().unwrap();
        browser
    };
    guesses(&from("2001:db8:1:2::1"), 31).await;
    let path = format!("/join/{code}");
    assert_eq!(from("2001:db8:1:2:ffff::9").gets(&path).await.status, 429);
    assert_eq!(from("2001:db8:1:3::1").gets(&path).await.status, 200);
    guesses(&from("192.0.2.1"), 31).await;
    assert_eq!(from("::ffff:192.0.2.1").gets(&path).await.status, 429);
}

async fn whoever_has_a_seat_is_shown_it_while_her_network_waits(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let student = app.browser();
    let shown = student.takes_a_seat(&code).await.seat();
    assert!(shown.is_some());
    guesses(&app.browser(), 31).await;
    assert_eq!(student.opens(&format!("/join/{code}")).await.seat(), shown);
}
