//! Tests that every action that ends sessions also ends everything that a thief has started in the account (faults 20
//! and 21 in `docs/SECURITY.md`).

use crate::{
    common::{admin::*, api_client::LoggedIn, member::*, message_codes::*, passkey::Passkey, *},
    on_every_database,
};
use app::server_fns::TokensPage;
use backend::admin::AccountAct;
use domain::refusal::Refusal;

on_every_database!(every_event_that_ends_sessions_ends_all_that_a_thief_has_started,);

pub const NEW: &str = "another horse battery";

/// All actions that end earlier sessions.
const EVENTS: [&str; 20] = [
    "a new password",
    "a forgotten password",
    "signing out everywhere else",
    "a factor is added",
    "a factor is replaced",
    "a factor is replaced by the API",
    "a factor is removed",
    "a passkey is added",
    "a passkey is removed",
    "the address is changed",
    "a change of address is undone",
    "an administrator issues a code",
    "an administrator deactivates the account",
    "an administrator changes the role",
    "an administrator ends all sessions",
    "the command line takes the factors off",
    "the command line deactivates the account",
    "the command line changes the role",
    "the command line makes an administrator",
    "the owner objects to a rescue",
];

struct Owner {
    name: String,
    browser: Browser,
    secret: Secret,
}

/// The session, tokens and links of a thief who has used the owner's password and phone for a moment.
struct StartedByThief {
    thief: Browser,
    tokens: LoggedIn,
    personal_token: String,
    confirm: String,
    reset: String,
    /// The secret of a set-up that the thief has started over the API.
    begun: Secret,
}

fn fresh_code(app: &TestApp, secret: &Secret) -> String {
    app.waits(30);
    secret.code_at(app.now())
}

/// Requests another address for the account. Returns the secret part of the link that confirms the address.
pub async fn requests_address(browser: &Browser, secret: &Secret, to: &str) -> String {
    let code = fresh_code(&browser.app, secret);
    let asked = browser.changes("/account/email", &code, &[("email", to)]).await;
    assert!(asked.is_done(), "{}", asked.body);
    token(&browser.app.mail_with(to, "/confirm-email/").await, "/confirm-email/")
}

pub async fn confirms_address(browser: &Browser, link: &str) -> Answer {
    browser.calls("/confirm-email", &[("token", link)]).await
}

pub async fn resets_password(browser: &Browser, link: &str) -> Answer {
    let fields = [("token", link), ("password", NEW), ("password_again", NEW)];
    browser.calls("/forgot/new-password", &fields).await
}

pub async fn requests_reset_link(browser: &Browser, name: &str, mailbox: &str) -> String {
    assert!(browser.calls("/forgot", &[("username", name)]).await.is_done());
    token(&browser.app.mail_with(mailbox, "/forgot/").await, "/forgot/")
}

/// Lets the thief start everything. `mailbox` is the address of the account, whose mails the thief has read once.
async fn starts_everything(thief: Browser, name: &str, secret: &Secret, mailbox: &str) -> StartedByThief {
    let app = thief.app.clone();
    assert!(thief.gives_password(name, PASSWORD).await.is_done());
    let code = fresh_code(&app, secret);
    let trusts = [("code", code.as_str()), ("trust", "yes")];
    assert!(thief.calls("/sign-in/code", &trusts).await.is_done());
    let client = app.api_client();
    let tokens = client.logs_in_again(name, secret).await;
    let personal_token = makes_token(&thief, secret).await;
    let confirm = requests_address(&thief, secret, &format!("{name}@evil.example")).await;
    let reset = requests_reset_link(&thief, name, mailbox).await;
    let qr = client
        .requests_qr_code(name, PASSWORD, Some(&fresh_code(&app, secret)))
        .await;
    let begun = secret_of_response(&qr);
    assert!(thief.is_signed_in_as_member().await);
    for token in [&tokens.access, &personal_token] {
        assert_eq!(client.user_info(token).await.status, 200);
    }
    StartedByThief {
        thief,
        tokens,
        personal_token,
        confirm,
        reset,
        begun,
    }
}

async fn makes_token(browser: &Browser, secret: &Secret) -> String {
    let fields = [("name", "Laptop"), ("scope", "manage_classes"), ("days", "365")];
    let code = fresh_code(&browser.app, secret);
    let made = browser.changes("/account/tokens", &code, &fields).await;
    assert!(made.is_done(), "{}", made.body);
    let page: TokensPage = browser.loads("/sfn/tokens", &[]).await.json();
    page.fresh.unwrap()
}

async fn adds_passkey(browser: &Browser, code: &str) -> Answer {
    let allowed = browser.changes("/account/connect", code, &[("kind", "passkey")]).await;
    assert!(allowed.is_done(), "{}", allowed.body);
    let (_, field) = Passkey::create(&browser.passkey_creation().await);
    browser.connects_passkey("Key", &field).await
}

fn secret_of_response(answer: &Answer) -> Secret {
    assert_eq!(answer.status, 201, "{}", answer.body);
    api_client::secret_of(answer)
}

impl StartedByThief {
    async fn has_ended(&self, root: &Admin, name: &str, password: &str, path: &str) {
        let app = &self.thief.app;
        assert!(!self.thief.is_signed_in_as_member().await, "{path}: the session");
        let client = app.api_client();
        for token in [&self.tokens.access, &self.personal_token] {
            assert_eq!(client.user_info(token).await.status, 401, "{path}: {token}");
        }
        let refreshed = client
            .calls(
                &self.tokens.refresh,
                axum::http::Method::POST,
                "/auth-jwt/refresh",
                None,
            )
            .await;
        assert_eq!(refreshed.status, 401, "{path}: refresh");
        let seen = root.opens_account(name).await;
        assert_eq!(seen.unconfirmed_email, None, "{path}: the pending address");
        let stranger = app.browser();
        assert_eq!(
            confirms_address(&stranger, &self.confirm).await.refusal(),
            Refusal::LinkDead,
            "{path}: the link to the thief's address"
        );
        assert_eq!(
            resets_password(&stranger, &self.reset).await.refusal(),
            Refusal::LinkDead,
            "{path}: the link for a new password"
        );
        assert_eq!(root.opens_account(name).await.account, seen.account, "{path}");
        self.thief.gives_password(name, password).await;
        assert!(
            !self.thief.is_signed_in_as_member().await,
            "{path}: the trusted browser"
        );
        let begun = client.logs_in(name, password, &fresh_code(app, &self.begun)).await;
        assert_ne!(begun.status, 200, "{path}: the set-up that was begun");
    }
}

/// The owner recovers the account, which ends everything that the thief has started. Returns the new password.
async fn recovers(path: &str, owner: &Owner, root: &Admin, link: &str) -> &'static str {
    let (app, browser, name) = (&owner.browser.app, &owner.browser, owner.name.as_str());
    let code = || fresh_code(app, &owner.secret);
    let done = match path {
        "a new password" => {
            let fields = [("new_password", NEW), ("new_password_again", NEW)];
            browser.changes("/account/password", &code(), &fields).await
        }
        "a forgotten password" => {
            // The owner requests a new link. This makes the older link invalid, which the thief has read.
            let link = requests_reset_link(&app.browser(), name, &address_of(name)).await;
            resets_password(&app.browser(), &link).await
        }
        "signing out everywhere else" => browser.calls("/account/end-others", &[]).await,
        "a factor is added" => browser.connects_message("email", &code()).await,
        "a factor is replaced" => {
            assert!(browser.changes("/account/phone", &code(), &[]).await.is_done());
            let new = browser.opens_set_up().await;
            browser.gives_set_up_code(&new.code_at(app.now())).await
        }
        "a factor is replaced by the API" => {
            let client = app.api_client();
            let new = secret_of_response(&client.requests_qr_code(name, PASSWORD, Some(&code())).await);
            client.logs_in(name, PASSWORD, &new.code_at(app.now())).await
        }
        "a factor is removed" => browser.changes("/account/remove", &code(), &[("kind", "email")]).await,
        "a passkey is added" => adds_passkey(browser, &code()).await,
        "a passkey is removed" => {
            let passkey = account(browser).await.factors.passkeys[0].id.to_string();
            browser
                .changes("/account/passkeys/remove", &code(), &[("id", &passkey)])
                .await
        }
        "the address is changed" => {
            let link = requests_address(browser, &owner.secret, &format!("{name}@new.example")).await;
            confirms_address(browser, &link).await
        }
        "a change of address is undone" => app.browser().calls("/undo-email", &[("token", link)]).await,
        "an administrator issues a code" => {
            root.reauthenticates().await;
            root.issues_code(&root.opens_account(name).await).await
        }
        "an administrator deactivates the account" => {
            root.reauthenticates().await;
            root.acts(&root.opens_account(name).await, "deactivate").await
        }
        "an administrator changes the role" => {
            root.reauthenticates().await;
            root.acts(&root.opens_account(name).await, "make_admin").await
        }
        "an administrator ends all sessions" => {
            root.reauthenticates().await;
            root.acts(&root.opens_account(name).await, "end_sessions").await
        }
        "the owner objects to a rescue" => app.browser().calls("/object", &[("token", link)]).await,
        _ => {
            match path {
                "the command line takes the factors off" => {
                    let _code = app.stepwise.admin.reset_member_factors(name).await.unwrap();
                }
                "the command line deactivates the account" => {
                    app.stepwise
                        .admin
                        .act_on_member(name, AccountAct::Deactivate)
                        .await
                        .unwrap();
                }
                "the command line changes the role" => {
                    app.stepwise
                        .admin
                        .act_on_member(name, AccountAct::MakeAdmin)
                        .await
                        .unwrap();
                }
                "the command line makes an administrator" => {
                    let made = app.stepwise.admin.make_administrator(name, &address_of(name)).await;
                    assert_eq!(made.unwrap(), None);
                }
                path => panic!("{path}"),
            }
            browser.loads("/sfn/who", &[]).await
        }
    };
    assert!(done.is_done(), "{path}: {}", done.body);
    match path {
        "a new password" | "a forgotten password" => NEW,
        _ => PASSWORD,
    }
}

async fn every_event_that_ends_sessions_ends_all_that_a_thief_has_started(app: TestApp) {
    let app = app
        .offering_messages()
        .trusting_browsers(30)
        .with_rescue()
        .with_passkeys();
    let root = app.administrator("root").await;
    for (path, n) in EVENTS.into_iter().zip(1_u8..) {
        let name = format!("ada{n}");
        let browser = app.browser().from([10, 1, n, 1]);
        let (secret, _) = browser.becomes_a_member(&name).await;
        browser.confirms_email(&name).await;
        if path == "a factor is removed" {
            let connected = browser.connects_message("email", &fresh_code(&app, &secret)).await;
            assert!(connected.is_done(), "{}", connected.body);
            app.waits(PAUSE);
        }
        if path == "a passkey is removed" {
            adds_passkey(&browser, &fresh_code(&app, &secret)).await;
        }
        let thief = app.browser().from([10, 2, n, 1]);
        let (mut mailbox, mut link, mut proof) = (address_of(&name), String::new(), secret.clone());
        match path {
            // The thief has changed the address of the account, and starts more in it.
            "a change of address is undone" => {
                assert!(thief.signs_in_as(&name, PASSWORD, &secret).await.is_done());
                mailbox = format!("{name}@stolen.example");
                let moved = requests_address(&thief, &secret, &mailbox).await;
                assert!(confirms_address(&thief, &moved).await.is_done());
                let told = app.mail_with(&address_of(&name), "/undo-email/").await;
                link = token(&told, "/undo-email/");
            }
            "the owner objects to a rescue" => {
                let code = root.issues_code_for(&name).await;
                link = token(&app.mail_with(&mailbox, "/object/").await, "/object/");
                assert!(thief.gives_password(&name, PASSWORD).await.is_done());
                assert!(thief.gives_enrolment_code(&code).await.is_done());
                proof = thief.connects_first().await.0;
            }
            _ => {}
        }
        let started = starts_everything(thief, &name, &proof, &mailbox).await;
        let owner = Owner { name, browser, secret };
        let password = recovers(path, &owner, &root, &link).await;
        started.has_ended(&root, &owner.name, password, path).await;
        if path == "a change of address is undone" {
            assert_eq!(
                root.opens_account(&owner.name).await.account.email,
                Some(address_of(&owner.name))
            );
        }
    }
}
