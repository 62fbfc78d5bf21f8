//! Tests of the queue of passwords that wait to be hashed: counted at first, bounded, fair to every client, and counted
//! as wrong only after the comparison.

use crate::{
    common::{member::*, program::*, *},
    on_every_database,
};
use axum::http::header;
use backend::crypto::PasswordHashing;
use domain::{locale::Locale, refusal::Refusal};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
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
    beyond_the_bound_a_client_is_told_to_come_back_and_nothing_is_counted,
    a_password_that_was_compared_counts_although_nobody_heard_the_answer,
    a_used_form_is_a_counted_guess,
    registrations_are_counted_before_they_are_hashed,
    one_link_is_one_hash,
);

/// Makes a hash so slow that it takes longer than everything around it.
fn costly(app: &TestApp, memory_kib: u32, passes: u32, at_once: usize) -> TestApp {
    app.with(|serving| {
        serving.settings.password_hashing = PasswordHashing {
            memory_kib,
            passes,
            at_once,
        };
    })
}

async fn form_of(browser: &Browser, name: &str) -> Vec<(&'static str, String)> {
    vec![
        ("form", browser.opens("/register").await.field("form")),
        ("username", name.to_owned()),
        ("email", address_of(name)),
        ("password", PASSWORD.to_owned()),
        ("password_again", PASSWORD.to_owned()),
    ]
}

async fn sends(browser: &Browser, form: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.calls("/register", &fields).await
}

/// The number of names with a wrong password. Counters of networks and budgets belong to no name.
async fn counted_as_wrong(app: &TestApp) -> u64 {
    let query = Query::select()
        .expr_as(Expr::col("subject").count(), "names")
        .from("throttle")
        .and_where(Expr::col("about").ne(vec![0_u8; 32]))
        .to_owned();
    let row = app.db.migration_connection().query_one(&query).await.unwrap();
    let names: i64 = row.unwrap().try_get("", "names").unwrap();
    names.try_into().unwrap()
}

/// Sends until the request is refused without waiting. A request that was admitted because a place had become free is
/// repeated.
async fn at_once<F: Future<Output = Answer>>(asks: impl Fn() -> F) -> Answer {
    for _ in 0..10 {
        if let Ok(answer) = timeout(Duration::from_secs(2), asks()).await {
            return answer;
        }
    }
    panic!("the queue is full, and everybody waits");
}

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

/// Both times are measured in one run on one machine. With a plain queue, the other client would wait for sixty-three
/// passwords.
async fn sixty_four_threads_of_one_client_do_not_slow_another_client_down(app: TestApp) {
    let app = costly(&app, 32 * 1024, 2, 2);
    assert!(app.browser().registers("ada").await.is_done());
    let mut forms = Vec::new();
    for n in 0..64 {
        let browser = app.browser().from([10, 6, 6, 6]);
        let form = form_of(&browser, &format!("mallory{n}")).await;
        assert!(sends(&browser, &form).await.is_done());
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
                    assert!(sends(&browser, &form).await.is_done());
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

/// A client can open a class and get as many device cookies with a name in them as it likes.
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
    let app = costly(&app, 96 * 1024, 5, 1);
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

async fn beyond_the_bound_a_client_is_told_to_come_back_and_nothing_is_counted(app: TestApp) {
    // Each hash takes a third of a second, so the queue stays full during this test.
    let app = costly(&app, 96 * 1024, 5, 1);
    let program = app.program();
    let flood: Vec<_> = (0..200)
        .map(|n| {
            let browser = app.browser().from(program.address);
            tokio::spawn(async move { browser.gives_password(&format!("nobody{n}"), PASSWORD).await })
        })
        .collect();
    // Two are being hashed, half of the queue belongs to this client, and its other requests are refused.
    while flood.iter().filter(|thread| thread.is_finished()).count() < 60 {
        sleep(Duration::from_millis(5)).await;
    }
    let (refused_at_once, mut waiting): (Vec<_>, Vec<_>) = flood.into_iter().partition(JoinHandle::is_finished);
    for thread in refused_at_once {
        let answer = thread.await.unwrap();
        assert_eq!(answer.refusal(), Refusal::Busy);
        assert_eq!(answer.header(header::RETRY_AFTER), "3");
    }
    // The queue is kept full.
    waiting.extend((0..8).map(|n| {
        let browser = app.browser().from(program.address);
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
    let answer = at_once(|| program.posts("/auth-jwt/login", body.clone())).await;
    assert_eq!(refused(&answer), (503, "busy".into()));
    assert_eq!(answer.header(header::RETRY_AFTER), "3");
    let person = app.browser().from(program.address);
    person.opens("/sign-in").await;
    let fields = [("username", "nobody"), ("password", PASSWORD)];
    let sent = at_once(|| person.submits("/sign-in", &fields)).await;
    let page = person.opens(sent.leads_to()).await;
    assert_eq!(
        (page.status.as_u16(), page.header(header::RETRY_AFTER)),
        (503, "3"),
        "{}",
        sent.leads_to()
    );
    assert!(page.says(Texts::of(Locale::En).refusal_busy()));
    // A client of another network is served in its turn.
    let elsewhere = app
        .browser()
        .from([10, 9, 9, 9])
        .gives_password("somebody", PASSWORD)
        .await;
    assert_eq!(elsewhere.refusal(), Refusal::SignInFailed);
    // All clients disconnect: nothing waits any more, and only compared passwords are counted.
    for thread in &waiting {
        thread.abort();
    }
    for thread in waiting {
        let _ = thread.await;
    }
    assert_eq!(app.stepwise.waiting_passwords(), 0);
    assert!(app.stepwise.work_done().verified < 100);
    // Attempts that were counted before their client disconnected are still being compared. Half a second without a
    // surplus is longer than any of them takes.
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

async fn a_password_that_was_compared_counts_although_nobody_heard_the_answer(app: TestApp) {
    let app = costly(&app, 96 * 1024, 5, 1);
    for name in ["ada", "bob"] {
        assert!(app.browser().registers(name).await.is_done());
    }
    let before = counted_as_wrong(&app).await;
    let hangs_up = async |password: &str| {
        let (browser, password) = (app.browser(), password.to_owned());
        let verified = app.stepwise.work_done().verified;
        let request = tokio::spawn(async move { browser.gives_password("ada", &password).await });
        while app.stepwise.work_done().verified == verified {
            sleep(Duration::from_millis(1)).await;
        }
        request.abort();
        assert!(request.await.is_err(), "nobody heard the answer");
        // Passwords are compared one after the other, so after Bob's sign-in Ada's password has been compared.
        assert!(app.browser().gives_password("bob", PASSWORD).await.is_done());
    };
    hangs_up("wrong horse battery").await;
    assert_eq!(counted_as_wrong(&app).await, before + 1);
    // A right password is not counted as wrong.
    hangs_up(PASSWORD).await;
    for _ in 0..2000 {
        if counted_as_wrong(&app).await == before {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(counted_as_wrong(&app).await, before);
}

async fn a_used_form_is_a_counted_guess(app: TestApp) {
    let ada = app.browser();
    let mut form = form_of(&ada, "ada").await;
    assert!(sends(&ada, &form).await.is_done());
    for (_, value) in form.iter_mut().skip(3) {
        *value = "wrong horse battery".to_owned();
    }
    let verified = app.stepwise.work_done().verified;
    let guesses = (0..30).map(|_| {
        let (browser, form) = (app.browser(), form.clone());
        tokio::spawn(async move { sends(&browser, &form).await.refusal() })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        match guess.await.unwrap() {
            Refusal::BadRequest => looked_at += 1,
            Refusal::Locked { .. } => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(looked_at, 6);
    assert_eq!(
        app.stepwise.work_done().verified - verified,
        6,
        "what is locked costs no hash"
    );
    // The sign-in and this page share one budget.
    let locked = app.browser().gives_password("ada", PASSWORD).await.refusal();
    assert!(matches!(locked, Refusal::Locked { .. }));
}

async fn registrations_are_counted_before_they_are_hashed(app: TestApp) {
    let app = app.with(|serving| serving.settings.registrations_per_hour = 3);
    let hashed = app.stepwise.work_done().hashed;
    let tries = (0..20).map(|n| {
        let browser = app.browser();
        tokio::spawn(async move { browser.registers(&format!("member{n}")).await })
    });
    let mut done = 0;
    for registered in tries.collect::<Vec<_>>() {
        let answer = registered.await.unwrap();
        match answer.is_done() {
            true => done += 1,
            false => assert!(matches!(answer.refusal(), Refusal::TooManyRegistrations { .. })),
        }
    }
    assert_eq!((done, app.stepwise.work_done().hashed - hashed), (3, 3));
    assert_eq!(app.count("account").await, 3);
}

async fn one_link_is_one_hash(app: TestApp) {
    ada(&app).await;
    assert!(app.browser().calls("/forgot", &[("username", "ada")]).await.is_done());
    let link = token(&app.mail_with(&address_of("ada"), "/forgot/").await, "/forgot/");
    let hashed = app.stepwise.work_done().hashed;
    let tries = (0..20).map(|n| {
        let (browser, link) = (app.browser(), link.clone());
        tokio::spawn(async move {
            let password = format!("another horse battery {n}");
            let fields = [
                ("token", link.as_str()),
                ("password", &password),
                ("password_again", &password),
            ];
            browser.calls("/forgot/new-password", &fields).await.is_done()
        })
    });
    let mut done = 0;
    for tried in tries.collect::<Vec<_>>() {
        done += usize::from(tried.await.unwrap());
    }
    assert_eq!((done, app.stepwise.work_done().hashed - hashed), (1, 1));
}
