//! The member of the tour: registers, manages classes, recovers the account, and deletes it.

use crate::common::{member::*, *};
use domain::view::ClassesView;

pub async fn a_member_registers(app: &TestApp) -> Member {
    let browser = app.browser();
    browser.visits("/register").await;
    browser.reads("/sfn/registration", &[]).await;
    let registered = browser.registers("ada").await;
    assert!(registered.is_done(), "{}", registered.body);
    app.mails().await;
    browser.does("/account/confirm-again", &[]).await;
    let letter = app.mail_with(&address_of("ada"), "/confirm-email/").await;
    let (secret, codes) = browser.connects_first().await;
    let link = token(&letter, "/confirm-email/");
    browser.visits(&format!("/confirm-email/{link}")).await;
    browser.does("/confirm-email", &[("token", &link)]).await;
    assert_eq!(account(&browser).await.email, Some(address_of("ada")));
    Member { browser, secret, codes }
}

pub async fn a_member_manages_classes(ada: &Member) {
    let (browser, app) = (&ada.browser, &ada.browser.app);
    let form = browser.visits("/classes").await.field("form");
    browser
        .does("/classes", &[("form", &form), ("seats", "2"), ("title", "8a")])
        .await;
    app.waits(1);
    let link = app.class_of(1).await;
    browser.does("/teach", &[("token", &link.teacher_token)]).await;
    assert!(link.action_by(browser, "take_over", &[]).await.is_done());
    let home: ClassesView = browser.reads("/sfn/classes", &[]).await.json();
    let mut titles: Vec<&str> = home.open.iter().map(|class| class.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["7b", "8a"]);
    let data = browser.submits("/account/data.json", &[]).await;
    assert!(data.status == 200 && data.body.contains("8a"), "{}", data.body);
}

pub async fn a_member_comes_back_and_leaves(ada: &Member) {
    let app = &ada.browser.app;
    app.waits(3600);
    let browser = app.browser();
    browser.visits("/forgot").await;
    browser.reads("/sfn/forgot", &[]).await;
    browser.does("/forgot", &[("username", "ada")]).await;
    let link = token(&app.mail_with(&address_of("ada"), "/forgot/").await, "/forgot/");
    browser.visits(&format!("/forgot/{link}")).await;
    browser.reads("/sfn/reset", &[("token", &link)]).await;
    let fields = [
        ("token", link.as_str()),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    browser.does("/forgot/new-password", &fields).await;

    app.waits(30);
    browser.gives_password(&address_of("ada"), PASSWORD).await;
    let code = ada.secret.code_at(app.now());
    browser
        .does("/sign-in/code", &[("code", &code), ("trust", "yes")])
        .await;
    let trusted = account(&browser).await.factors.trusted;
    browser.does("/sign-out", &[]).await;
    browser.gives_password("ada", PASSWORD).await;
    assert!(
        browser.is_signed_in_as_member().await,
        "a trusted browser needs no code"
    );
    browser
        .does("/account/end-trust", &[("browser", &trusted[0].id.to_string())])
        .await;

    browser.visits("/account/delete").await;
    let fields = [("password", PASSWORD), ("code", &ada.code())];
    browser.does("/account/delete", &fields).await;
    assert!(!browser.is_signed_in_as_member().await);
    assert!(!browser.gives_password("ada", PASSWORD).await.is_done());
}
