//! Tests of the data on administrator pages: accounts, invitations, classes, audit trail, server; and their paging.

use crate::{
    always_on_every_database,
    common::{admin::*, member::*, *},
    on_every_database,
};
use domain::{
    audit::AuditKind,
    refusal::Refusal,
    view::{AdminAccount, AdminClass, AdminEvent, InvitesView, Page, ServerView},
};
use std::time::Duration;

on_every_database!(
    an_invitation_lets_one_person_register,
    classes_are_shown_without_secrets,
    the_audit_trail_can_be_filtered_paged_and_downloaded,
    a_deleted_account_stays_in_the_audit_trail_without_its_name,
    the_server_page_shows_keys_and_queued_mails,
    a_mail_for_an_unknown_name_is_not_shown_as_waiting,
);

always_on_every_database!(accounts_are_found_and_paged,);

async fn accounts(root: &Admin, fields: &[(&str, &str)]) -> Page<AdminAccount> {
    root.browser.loads("/sfn/admin/accounts", fields).await.json()
}

async fn accounts_are_found_and_paged(app: TestApp) {
    let root = app.administrator("root").await;
    ada(&app).await;
    for n in 0..60 {
        app.has_a_member(&format!("m_{n:02}"), PASSWORD).await;
    }
    app.class_of(3).await;
    let first = accounts(&root, &[]).await;
    assert_eq!((first.rows.len(), first.rows[0].username.as_str()), (50, "ada"));
    let second = accounts(&root, &[("after", &first.next.unwrap())]).await;
    assert_eq!((second.rows.len(), second.next), (12, None), "62 members, no student");
    for (typed, found) in [
        ("m_0", 10),
        ("M_0", 10),
        ("_", 60),
        ("%", 0),
        ("!", 0),
        ("a@school", 1),
        ("x\0y", 0),
        (" root ", 1),
        ("' OR 1=1", 0),
    ] {
        let rows = accounts(&root, &[("find", typed)]).await.rows;
        assert_eq!(rows.len(), found.min(50), "{typed:?}");
    }
    assert_eq!(accounts(&root, &[("only", "administrators")]).await.rows.len(), 1);
    assert_eq!(accounts(&root, &[("only", "deactivated")]).await.rows.len(), 0);
    let page = root.browser.opens("/admin/accounts?find=m_").await;
    assert!(page.says("m_49") && !page.says("m_50") && page.body.contains("find=m_&amp;after=m_49"));
}

async fn an_invitation_lets_one_person_register(app: TestApp) {
    let mut root = app.administrator("root").await;
    let app = app.with(|config| config.settings.registration = backend::members::Registration::Invite);
    root.browser.app = app.clone();
    root.reauthenticates().await;
    let make = async || {
        assert!(root.browser.calls("/admin/invite", &[]).await.is_done());
        let view: InvitesView = root.browser.loads("/sfn/admin/invites", &[]).await.json();
        let link = view.fresh.clone().unwrap();
        assert!(root.browser.opens("/admin/invites").await.says(&link));
        (
            link.split("/register")
                .nth(1)
                .map(|query| format!("/register{query}"))
                .unwrap(),
            view,
        )
    };
    let (link, view) = make().await;
    assert!(view.are_needed && view.page.rows[0].by.as_deref() == Some("root"));
    let token = link.split('=').nth(1).unwrap().to_owned();
    let register = async |name: &str| {
        let person = app.browser();
        let page = person.opens(&link).await;
        if page.status != 200 || !page.body.contains("name=\"form\"") {
            return false;
        }
        let form = page.field("form");
        let email = address_of(name);
        let fields = [
            ("form", form.as_str()),
            ("username", name),
            ("email", &email),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("invitation", &token),
        ];
        person.calls("/register", &fields).await.is_done()
    };
    assert!(register("ada").await);
    assert!(!register("bob").await);
    app.waits(1);
    let (second, view) = make().await;
    let hash = view.page.rows[0].hash.clone();
    assert_ne!(second, link);
    assert!(
        root.browser
            .calls("/admin/revoke-invite", &[("hash", &hash)])
            .await
            .is_done()
    );
    assert!(app.browser().opens(&second).await.body.find("name=\"form\"").is_none());
    let again = root.browser.calls("/admin/revoke-invite", &[("hash", &hash)]).await;
    assert_eq!(again.refusal(), Refusal::ChangedMeanwhile);
    let view: InvitesView = root.browser.loads("/sfn/admin/invites", &[]).await.json();
    assert_eq!((view.page.rows.len(), view.fresh), (1, None));
    assert!(view.page.rows[0].used.is_some());
}

async fn classes_are_shown_without_secrets(app: TestApp) {
    let root = app.administrator("root").await;
    let class = app.class_of(3).await;
    app.waits(1);
    let bob = app.browser();
    bob.becomes_a_member("bob").await;
    bob.opens_own_class(2).await;
    let found: Page<AdminClass> = root.browser.loads("/sfn/admin/classes", &[]).await.json();
    let seen: Vec<_> = found.rows.iter().map(|row| (row.owner.as_deref(), row.seats)).collect();
    assert_eq!(seen, [(Some("bob"), 2), (None, 3)]);
    let pages = [
        root.browser.opens("/admin/classes").await,
        root.browser.loads("/sfn/admin/classes", &[]).await,
    ];
    for page in pages {
        for seat in &class.seats {
            assert!(!page.body.contains(&seat.password) && !page.body.contains(&seat.login));
        }
        assert!(!page.body.contains(&class.teacher_token));
    }
    assert_eq!(
        root.browser.gets(&class.page()).await.status,
        404,
        "a board is its teacher's"
    );
    let of = async |typed: &str| {
        let found: Page<AdminClass> = root
            .browser
            .loads("/sfn/admin/classes", &[("find", typed)])
            .await
            .json();
        found.rows.len()
    };
    assert_eq!(
        (of(&class.join_code().await).await, of("nothing like it").await),
        (1, 0)
    );
    let nothing: Page<AdminClass> = root.browser.loads("/sfn/admin/classes", &[("find", "%")]).await.json();
    assert_eq!(nothing.rows, []);
}

async fn the_audit_trail_can_be_filtered_paged_and_downloaded(app: TestApp) {
    let root = app.administrator("root").await;
    app.has_a_member("=1+1", PASSWORD).await;
    root.reauthenticates().await;
    for act in ["deactivate", "reactivate"] {
        assert!(root.acts(&root.opens_account("=1+1").await, act).await.is_done());
    }
    let trail = async |fields: &[(&str, &str)]| {
        let fields: Vec<(String, &str)> = fields
            .iter()
            .map(|(name, value)| (format!("query[{name}]"), *value))
            .collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let found: Page<AdminEvent> = root.browser.loads("/sfn/admin/audit", &fields).await.json();
        found
    };
    let hers = trail(&[("name", "=1+1")]).await.rows;
    assert_eq!(hers.len(), 2);
    assert!(hers.iter().all(|event| event.actor.as_deref() == Some("root")));
    assert_eq!(trail(&[("kind", "deactivated")]).await.rows.len(), 1);
    assert_eq!(trail(&[("name", "nobody")]).await.rows.len(), 0);
    assert_eq!(
        trail(&[("from", "2026-11-20"), ("to", "2026-11-20"), ("kind", "reactivated")])
            .await
            .rows
            .len(),
        1
    );
    assert_eq!(trail(&[("to", "2026-11-19")]).await.rows.len(), 0);
    assert_eq!(trail(&[("from", "2026-11-21")]).await.rows.len(), 0);
    let page = root.browser.opens("/admin/audit?name=%3D1%2B1").await;
    assert!(page.says("=1+1"));
    let table = root.browser.gets("/admin/audit.csv?name=%3D1%2B1").await;
    assert!(table.header("content-type").starts_with("text/csv"));
    assert_eq!(table.body.lines().count(), 3, "{}", table.body);
    assert!(table.body.contains(",'=1+1,root"), "{}", table.body);
    assert!(!table.body.contains(",=1+1"));
    // The newest rows come first, and no row appears on two pages.
    for _ in 0..30 {
        for act in ["deactivate", "reactivate"] {
            assert!(root.acts(&root.opens_account("=1+1").await, act).await.is_done());
        }
    }
    let (mut ids, mut before) = (Vec::new(), String::new());
    loop {
        let page = trail(&[("before", &before)]).await;
        ids.extend(page.rows.iter().map(|event| event.id));
        match page.next {
            Some(next) => before = next,
            None => break,
        }
    }
    let mut sorted = ids.clone();
    sorted.sort();
    sorted.dedup();
    sorted.reverse();
    assert!(ids.len() > 50 && ids == sorted);
}

async fn the_server_page_shows_keys_and_queued_mails(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    app.class_of(2).await;
    let server = async |app: &TestApp| {
        let mut browser = root.browser.clone();
        browser.app = app.clone();
        let view: ServerView = browser.loads("/sfn/admin/server", &[]).await.json();
        view
    };
    let before = server(&app).await;
    assert_eq!(before.rescue_email.as_deref(), Some(OPERATOR));
    assert_eq!((before.mails_waiting, before.keys.len()), (0, 1));
    // The database contains three sealed secrets: the passwords of two students, and the administrator's factor.
    assert_eq!((before.keys[0].sealed, before.keys[0].seals), (3, true));
    assert!(!before.database.is_empty() && before.sessions > 0);
    app.browser().registers("bob").await;
    let usage = app.stepwise.operations.key_usage().await.unwrap();
    let after = server(&app).await;
    assert_eq!((after.mails_waiting, after.keys[0].sealed), (1, usage["test"]));
    let other = app.with(|config| config.keys = "other:IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=".to_owned());
    let keys = server(&other).await.keys;
    assert_eq!(
        keys.iter()
            .map(|key| (key.id.as_deref(), key.sealed))
            .collect::<Vec<_>>(),
        [(Some("other"), 0), (None, 4)]
    );
}

async fn a_mail_for_an_unknown_name_is_not_shown_as_waiting(app: TestApp) {
    let root = app.administrator("root").await;
    let forgot = app.browser().calls("/forgot", &[("username", "unknown")]).await;
    assert!(forgot.is_done(), "{}", forgot.body);
    // The row is stored after the response.
    for _ in 0..500 {
        if app.count("mail").await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(app.count("mail").await, 1);
    let view: ServerView = root.browser.loads("/sfn/admin/server", &[]).await.json();
    assert_eq!((view.mails_waiting, view.oldest_mail), (0, None));
}

async fn a_deleted_account_stays_in_the_audit_trail_without_its_name(app: TestApp) {
    let root = app.administrator("root").await;
    let other = app.administrator("other").await;
    other.reauthenticates().await;
    assert!(
        other
            .acts(&other.opens_account("root").await, "make_teacher")
            .await
            .is_done()
    );
    assert!(
        other
            .acts(&other.opens_account("root").await, "make_admin")
            .await
            .is_done()
    );
    app.waits(30);
    let left = other.secret.code_at(app.now());
    assert!(other.browser.changes("/account/delete", &left, &[]).await.is_done());
    let gone = app.now();
    assert!(root.browser.signs_in_as("root", PASSWORD, &root.secret).await.is_done());
    let trail = async |fields: &[(&str, &str)]| {
        let page: Page<AdminEvent> = root.browser.loads("/sfn/admin/audit", fields).await.json();
        page.rows
    };
    for fields in [
        [("query[kind]", "account_deleted")],
        // A search for the complete name still finds the rows of the account, although they do not contain the name.
        [("query[name]", " Other ")],
    ] {
        let rows = trail(&fields).await;
        assert_eq!(rows.len(), 1, "{fields:?}");
        assert_eq!((rows[0].kind, rows[0].at), (AuditKind::AccountDeleted, gone));
        assert_eq!((&rows[0].account, &rows[0].actor), (&None, &None));
    }
    assert!(!database_dump::contains_secret(&app.dump().await, "other@school"));
    // The actions of the deleted administrator are still listed, and the list shows that the account is deleted.
    let hers = trail(&[("query[kind]", "role_changed")]).await;
    assert!(hers.iter().any(|event| event.is_actor_gone && event.actor.is_none()));
    let page = root.browser.opens("/admin/audit").await;
    let texts = texts::Texts::of(domain::locale::Locale::En);
    assert!(page.says(texts.proof_audit_deleted()) && page.says(texts.admin_gone()));
    let table = root.browser.gets("/admin/audit.csv?kind=account_deleted").await;
    assert!(table.body.contains(texts.proof_audit_deleted()) && table.body.contains(texts.admin_gone()));
    // If the name is registered again, a search for it finds events of the old and of the new account.
    app.browser().registers("other").await;
    let kinds: Vec<_> = trail(&[("query[name]", "other")])
        .await
        .into_iter()
        .map(|event| event.kind)
        .collect();
    assert_eq!(kinds, [AuditKind::Registered, AuditKind::AccountDeleted]);
}
