//! Tests that a client with many passwords neither delays nor refuses other clients.

use super::{counted_as_wrong, registers_with_form, registration_form, with_slow_hashing};
use crate::{
    common::{api_client::*, member::*, *},
    on_every_database,
};
use axum::http::header;
use domain::{locale::Locale, refusal::Refusal};
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use texts::Texts;
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

on_every_database!(
    sixty_four_threads_of_one_client_do_not_slow_another_client_down,
    many_device_cookies_of_one_client_fill_no_queue_for_others,
    a_full_queue_answers_retry_later_and_counts_nothing,
);

/// Sends requests until the server refuses one at once. If a request has to wait, the queue had room for it, and the
/// test sends another request.
async fn refusal_without_waiting<F: Future<Output = Answer>>(asks: impl Fn() -> F) -> Answer {
    for _ in 0..10 {
        if let Ok(answer) = timeout(Duration::from_secs(2), asks()).await {
            return answer;
        }
    }
    panic!("the queue is full, but the request is not refused at once");
}

/// The median time of nine sign-ins from another network.
async fn median_sign_in(app: &TestApp, name: &str) -> Duration {
    let mut times = Vec::new();
    for _ in 0..9 {
        let browser = app.browser().from([10, 9, 9, 9]);
        let began = Instant::now();
        let answer = browser.gives_password(name, PASSWORD).await;
        times.push(began.elapsed());
        assert!(answer.is_done(), "{}", answer.body);
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// Compares the time of a sign-in with and without load, measured in one run on one machine. If the queue were
/// first-in-first-out, the sign-in would have to wait for sixty-three passwords of the other client.
async fn sixty_four_threads_of_one_client_do_not_slow_another_client_down(app: TestApp) {
    let app = with_slow_hashing(&app, 32 * 1024, 2, 2);
    assert!(app.browser().registers("ada").await.is_done());
    let mut forms = Vec::new();
    for n in 0..64 {
        let browser = app.browser().from([10, 6, 6, 6]);
        let form = registration_form(&browser, &format!("mallory{n}")).await;
        assert!(registers_with_form(&browser, &form).await.is_done());
        forms.push((browser, form));
    }
    let calm = median_sign_in(&app, "ada").await;
    let (is_over, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let attack: Vec<_> = forms
        .into_iter()
        .map(|(browser, form)| {
            let (is_over, sent) = (Arc::clone(&is_over), Arc::clone(&sent));
            tokio::spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    assert!(registers_with_form(&browser, &form).await.is_done());
                    sent.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    while app.stepwise.waiting_passwords() < 32 {
        sleep(Duration::from_millis(5)).await;
    }
    let attacked = median_sign_in(&app, "ada").await;
    is_over.store(true, Ordering::Relaxed);
    for thread in attack {
        thread.await.unwrap();
    }
    let sent = sent.load(Ordering::Relaxed);
    assert!(sent > 20, "{sent} forms were sent again");
    assert!(attacked < calm * 5, "calm {calm:?}, attacked {attacked:?}");
}

/// A client can get any number of device cookies with a name in them, because it can open a class and sign in.
async fn many_device_cookies_of_one_client_fill_no_queue_for_others(app: TestApp) {
    let class = app.class_of(1).await;
    app.has_a_member("mallory", PASSWORD).await;
    app.has_a_member("ada", PASSWORD).await;
    let mut devices = Vec::new();
    for _ in 0..300 {
        let browser = app.browser().from([10, 6, 6, 6]);
        assert!(browser.signs_in(&class.seats[0]).await.is_done());
        devices.push(browser.cookie("browser").unwrap());
    }
    let app = with_slow_hashing(&app, 96 * 1024, 5, 1);
    let attack: Vec<_> = devices
        .into_iter()
        .map(|device| {
            let browser = app.browser().from([10, 6, 6, 6]);
            browser.sets_cookie("browser", &device);
            tokio::spawn(async move { browser.gives_password("mallory", PASSWORD).await })
        })
        .collect();
    while app.stepwise.waiting_passwords() < 100 {
        sleep(Duration::from_millis(5)).await;
    }
    let ada = app.browser().from([10, 9, 9, 9]).gives_password("ada", PASSWORD).await;
    assert!(ada.is_done(), "{}", ada.body);
    attack.into_iter().for_each(|one| one.abort());
}

async fn a_full_queue_answers_retry_later_and_counts_nothing(app: TestApp) {
    // Each hash takes a third of a second, so the queue stays full during this test.
    let app = with_slow_hashing(&app, 96 * 1024, 5, 1);
    let client = app.api_client();
    let flood: Vec<_> = (0..200)
        .map(|n| {
            let browser = app.browser().from(client.address);
            tokio::spawn(async move { browser.gives_password(&format!("nobody{n}"), PASSWORD).await })
        })
        .collect();
    // This client has two requests whose turn it is, and half of the queue. Its other requests are refused.
    while flood.iter().filter(|thread| thread.is_finished()).count() < 60 {
        sleep(Duration::from_millis(5)).await;
    }
    let (refused_at_once, mut waiting): (Vec<_>, Vec<_>) = flood.into_iter().partition(JoinHandle::is_finished);
    for thread in refused_at_once {
        let answer = thread.await.unwrap();
        assert_eq!(answer.refusal(), Refusal::Busy);
        assert_eq!(answer.header(header::RETRY_AFTER), "3");
    }
    // Eight more requests, repeated all the time, keep the queue full.
    waiting.extend((0..8).map(|n| {
        let browser = app.browser().from(client.address);
        tokio::spawn(async move {
            loop {
                let answer = browser.gives_password(&format!("nobody.else{n}"), PASSWORD).await;
                if answer.status != 503 {
                    return answer;
                }
                sleep(Duration::from_millis(1)).await;
            }
        })
    }));
    let body = json!({"username": "nobody", "password": PASSWORD, "security_code": "123456"});
    let answer = refusal_without_waiting(|| client.posts("/auth-jwt/login", body.clone())).await;
    assert_eq!(refused(&answer), (503, "busy".into()));
    assert_eq!(answer.header(header::RETRY_AFTER), "3");
    let person = app.browser().from(client.address);
    person.opens("/sign-in").await;
    let fields = [("username", "nobody"), ("password", PASSWORD)];
    let sent = refusal_without_waiting(|| person.submits("/sign-in", &fields)).await;
    let page = person.opens(sent.leads_to()).await;
    assert_eq!(
        (page.status.as_u16(), page.header(header::RETRY_AFTER)),
        (503, "3"),
        "{}",
        sent.leads_to()
    );
    assert!(page.says(Texts::of(Locale::En).refusal_busy()));
    // A client of another network is not refused, although the queue is full all the time.
    let elsewhere = app
        .browser()
        .from([10, 9, 9, 9])
        .gives_password("somebody", PASSWORD)
        .await;
    assert_eq!(elsewhere.refusal(), Refusal::SignInFailed);
    // After all clients have disconnected, no password waits, and only compared passwords are counted as wrong.
    for thread in &waiting {
        thread.abort();
    }
    for thread in waiting {
        let _ = thread.await;
    }
    assert_eq!(app.stepwise.waiting_passwords(), 0);
    assert!(app.stepwise.work_done().verified < 100);
    // Some passwords whose client has disconnected are still being compared. They are already counted. The test waits
    // until the counter has not been higher than the number of comparisons for half a second.
    let mut settled = 0;
    for _ in 0..2000 {
        let counted = counted_as_wrong(&app).await;
        settled = if counted <= app.stepwise.work_done().verified {
            settled + 1
        } else {
            0
        };
        if settled == 50 {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("more passwords were counted than compared");
}
