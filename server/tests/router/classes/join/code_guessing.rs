//! Tests of guessing class codes: wrong codes are counted for each device, and for its network with a much higher
//! limit.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{client_limit::DEVICE_BUDGET_FACTOR, refusal::Refusal};
use std::{net::IpAddr, time::Duration};

on_every_database!(
    after_ten_wrong_codes_a_device_is_locked,
    wrong_codes_of_one_client_do_not_lock_other_clients_of_its_network,
    clients_without_a_cookie_share_a_wide_budget,
    known_devices_of_one_network_share_a_limit,
    opening_the_page_of_a_code_reveals_nothing_and_counts_nothing,
    malformed_codes_are_not_counted_and_right_codes_reset_nothing,
    an_ipv6_prefix_of_64_bits_is_one_network,
    a_browser_with_a_seat_is_shown_it_while_it_waits,
);

always_on_every_database!(simultaneous_wrong_codes_are_counted_one_by_one,);

/// Seconds until the current period for counting ends: a period is a quarter of an hour, and `BEGIN` is ten seconds
/// after its start.
const LEFT: u64 = 15 * 60 - 10;

fn wrong(n: usize) -> String {
    let letter = |n: usize| char::from(b"ACDEFGHJKLMNPQRTUVWXY3479"[n % 25]);
    format!("AAAA{}{}", letter(n / 25), letter(n))
}

async fn guesses(browser: &Browser, times: usize) {
    for n in 0..times {
        let answer = browser.types_class_code(&wrong(n)).await;
        assert_eq!(answer.refusal(), Refusal::JoinCodeWrong, "try {n}");
    }
}

/// A browser that has loaded the form, and therefore has a device cookie.
async fn device(app: &TestApp) -> Browser {
    let browser = app.browser();
    assert_eq!(browser.opens("/join").await.status, 200);
    browser
}

/// Enters wrong codes in new browsers without cookies, like a client that deletes its cookies after every request.
async fn throwaways(app: &TestApp, times: usize) {
    for _ in 0..times {
        guesses(&app.browser(), 1).await;
    }
}

fn with_budget(app: &TestApp, most: u32) -> TestApp {
    app.with(|config| config.settings.wrong_per_network = most)
}

async fn after_ten_wrong_codes_a_device_is_locked(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let student = device(&app).await;
    guesses(&student, 10).await;
    assert!(student.types_class_code(&code).await.is_done());
    guesses(&student, 1).await;
    let until = app.now().after(Duration::from_secs(60));
    assert_eq!(
        student.types_class_code(&code).await.refusal(),
        Refusal::Locked { until }
    );
    let page = student.submits_and_follows("/join", &[("join_code", &code)]).await;
    assert!(page.status == 429 && page.says("1:00") && !page.says("7b"));
    // The counter also applies on another replica, and for the same browser at another IP address.
    let mut elsewhere = student.copied().from([203, 0, 113, 9]);
    elsewhere.app = app.restarted();
    assert_eq!(
        elsewhere.types_class_code(&code).await.refusal(),
        Refusal::Locked { until }
    );
    // The QR code of the class and the login of a card still work, because wrong class codes are not guesses at them.
    assert!(student.opens(&app.join_path(&code)).await.says("7b"));
    assert!(student.copied().signs_in(&class.seats[0]).await.is_done());
    app.waits(60);
    assert!(student.types_class_code(&code).await.is_done());
    // During the minute of waiting, the counter has decreased by three. So three more wrong codes lock the browser
    // again.
    guesses(&student, 3).await;
    let until = app.now().after(Duration::from_secs(60));
    assert_eq!(
        student.types_class_code(&code).await.refusal(),
        Refusal::Locked { until }
    );
}

async fn wrong_codes_of_one_client_do_not_lock_other_clients_of_its_network(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let (before, guesser) = (device(&app).await, device(&app).await);
    for n in 0..31 {
        assert!(!guesser.types_class_code(&wrong(n)).await.is_done());
    }
    throwaways(&app, 31).await;
    for student in [before, device(&app).await, app.browser()] {
        assert!(student.types_class_code(&code).await.is_done());
        assert!(student.opens(&app.join_path(&code)).await.says("7b"));
    }
}

async fn clients_without_a_cookie_share_a_wide_budget(app: TestApp) {
    let app = with_budget(&app, 7);
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let settled = device(&app).await;
    app.waits(30);
    throwaways(&app, 6).await;
    assert!(app.browser().types_class_code(&code).await.is_done());
    throwaways(&app, 1).await;
    let until = app.now().after(Duration::from_secs(LEFT - 30));
    let refused = app.browser().types_class_code(&code).await;
    assert_eq!(refused.refusal(), Refusal::NetworkLocked { until });
    // Refused guesses are not counted, because they would also use up the limit of other clients.
    for n in 0..80 {
        assert!(!app.browser().types_class_code(&wrong(n)).await.is_done());
    }
    // The limit is much higher for a browser whose device cookie is at least half a minute old.
    assert!(settled.types_class_code(&code).await.is_done());
    let new = device(&app).await;
    let soon = app.now().after(Duration::from_secs(30));
    assert_eq!(
        new.types_class_code(&code).await.refusal(),
        Refusal::NetworkLocked { until: soon }
    );
    app.waits(30);
    assert!(new.types_class_code(&code).await.is_done());
    // The limit does not apply to QR codes, to passwords, and to clients of other networks.
    assert!(app.browser().opens(&app.join_path(&code)).await.says("7b"));
    assert!(app.browser().signs_in(&class.seats[0]).await.is_done());
    let elsewhere = app.browser().from([203, 0, 113, 9]);
    assert!(elsewhere.types_class_code(&code).await.is_done());
    app.waits(LEFT);
    assert!(app.browser().types_class_code(&code).await.is_done());
}

async fn known_devices_of_one_network_share_a_limit(app: TestApp) {
    const BUDGET: u32 = 2;
    let app = with_budget(&app, BUDGET);
    let code = app.class_of(1).await.join_code().await;
    let mut devices = Vec::new();
    for _ in 0..4 {
        devices.push(device(&app).await);
    }
    app.waits(30);
    guesses(&devices[0], 9).await;
    guesses(&devices[1], 9).await;
    guesses(&devices[2], (BUDGET * DEVICE_BUDGET_FACTOR) as usize - 18).await;
    let refused = devices[3].types_class_code(&code).await.refusal();
    assert!(matches!(refused, Refusal::NetworkLocked { .. }), "{refused}");
    assert!(devices[3].opens(&app.join_path(&code)).await.says("7b"));
}

async fn opening_the_page_of_a_code_reveals_nothing_and_counts_nothing(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let student = device(&app).await;
    let before = app.dump().await;
    for n in 0..40 {
        for path in [format!("/join/{}", wrong(n)), format!("/join/{}?k=AAAAAAAA", wrong(n))] {
            assert_eq!(student.gets(&path).await.status, 200);
        }
        assert_eq!(
            student.loads("/sfn/join", &[("join_code", &wrong(n))]).await.status,
            200
        );
    }
    // A forged seat cookie does not show the class either.
    student.sets_cookie(&format!("seat_{}", class.id), "nonsense");
    let shown = |page: Answer, code: &str| page.comparable_body().replace(code, "CODE");
    let known = shown(student.gets(&format!("/join/{code}")).await, &code);
    let unknown = shown(student.gets("/join/AAAAAA").await, "AAAAAA");
    assert_eq!(known, unknown);
    let loads = async |code: &str| {
        student
            .loads("/sfn/join", &[("join_code", code)])
            .await
            .body
            .replace(code, "CODE")
    };
    assert_eq!(loads(&code).await, loads("AAAAAA").await);
    assert_eq!(app.dump().await, before);
    assert!(student.types_class_code(&code).await.is_done());
}

async fn malformed_codes_are_not_counted_and_right_codes_reset_nothing(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let student = device(&app).await;
    for typed in ["", "AAA", "not a code at all", "5555555"] {
        for _ in 0..15 {
            let answer = student.types_class_code(typed).await;
            assert_eq!(answer.refusal(), Refusal::JoinCodeWrong);
        }
    }
    // A right code stores no row, not even the first right code of a browser.
    let before = app.dump().await;
    assert!(student.types_class_code(&code).await.is_done());
    if app.db.backend() != sea_orm::DbBackend::MySql {
        assert_eq!(app.dump().await, before);
    }
    guesses(&student, 10).await;
    assert!(student.types_class_code(&code).await.is_done());
    guesses(&student, 1).await;
    let answer = student.types_class_code(&code).await;
    assert!(matches!(answer.refusal(), Refusal::Locked { .. }));
}

async fn an_ipv6_prefix_of_64_bits_is_one_network(app: TestApp) {
    let app = with_budget(&app, 7);
    let code = app.class_of(1).await.join_code().await;
    let from = |address: &str| {
        let mut browser = app.browser();
        browser.address = address.parse::<IpAddr>().unwrap();
        browser
    };
    let is_refused = async |address: &str| !from(address).types_class_code(&code).await.is_done();
    for n in 0..7 {
        guesses(&from(&format!("2001:db8:1:2::{n}")), 1).await;
        guesses(&from("192.0.2.1"), 1).await;
    }
    assert!(is_refused("2001:db8:1:2:ffff::9").await);
    assert!(!is_refused("2001:db8:1:3::1").await);
    assert!(is_refused("::ffff:192.0.2.1").await);
}

async fn a_browser_with_a_seat_is_shown_it_while_it_waits(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let student = app.browser();
    let shown = student.takes_a_seat(&code).await.seat();
    assert!(shown.is_some());
    guesses(&student, 11).await;
    assert!(!student.types_class_code(&code).await.is_done());
    // The seat is shown at the address in the QR code, and at the address without the proof, which users enter
    // themselves.
    assert_eq!(student.opens(&app.join_path(&code)).await.seat(), shown);
    assert_eq!(student.opens(&format!("/join/{code}")).await.seat(), shown);
}

async fn simultaneous_wrong_codes_are_counted_one_by_one(app: TestApp) {
    let code = app.class_of(1).await.join_code().await;
    let (one, app) = (device(&app).await, with_budget(&app, 1000));
    let of_one = (0..30).map(|n| {
        let one = one.clone();
        tokio::spawn(async move { one.types_class_code(&wrong(n)).await.refusal() })
    });
    let mut looked_up = 0;
    for answer in of_one.collect::<Vec<_>>() {
        match answer.await.unwrap() {
            Refusal::JoinCodeWrong => looked_up += 1,
            Refusal::Locked { .. } => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(looked_up, 11);
    // Fifty clients send one wrong code each. Together with the eleven wrong codes above, the server must have counted
    // exactly 61.
    let of_fifty = (0..50).map(|n| {
        let browser = app.browser();
        tokio::spawn(async move { browser.types_class_code(&wrong(n)).await.refusal() })
    });
    for answer in of_fifty.collect::<Vec<_>>() {
        assert_eq!(answer.await.unwrap(), Refusal::JoinCodeWrong);
    }
    let refused = with_budget(&app, 61).browser().types_class_code(&code).await.refusal();
    assert!(matches!(refused, Refusal::NetworkLocked { .. }), "{refused}");
    assert!(with_budget(&app, 62).browser().types_class_code(&code).await.is_done());
}
