//! The administrators of the tour: accounts, invitations, requests for help, audit trail, and the commands of the
//! operator.

use crate::common::{admin::*, member::*, *};
use app::server_fns::Rescues;
use backend::{admin::AccountAct, members::Registration};
use domain::view::{AdminClass, AdminEvent, InvitesView, Page};

pub async fn an_administrator_decides(app: &TestApp) {
    let root = app.administrator("root").await;
    let bob = app.browser();
    bob.becomes_a_member("bob").await;
    bob.confirms_email("bob").await;
    root.reauthenticates().await;
    reads_every_page(&root).await;
    for act in AccountAct::ALL {
        let done = root.acts(&root.opens_account("bob").await, act.code()).await;
        assert!(done.is_done(), "{act:?} {}", done.body);
    }
    assert!(!bob.is_signed_in_as_member().await);
    invites(app, &root).await;
    app.waits(3600);
    app.mails().await;
    let declined = asks_for_help(app, &root).await;
    root.reauthenticates().await;
    root.browser.does("/admin/decline", &[("id", &declined)]).await;
    app.waits(3600);
    an_owner_objects(app, &root).await;
    a_member_enrols_again(app, &root).await;
    the_operator_uses_commands(app).await;
    searches_the_audit_trail(&root).await;
}

async fn reads_every_page(root: &Admin) {
    let account = root.opens_account("bob").await.account.id;
    let pages = [
        "",
        "/accounts",
        "/code",
        "/rescues",
        "/invites",
        "/classes",
        "/audit",
        "/server",
    ];
    for page in pages {
        root.browser.visits(&format!("/admin{page}")).await;
        root.browser.reads(&format!("/sfn/admin{page}"), &[]).await;
    }
    root.browser.visits(&format!("/admin/accounts/{account}")).await;
    for fields in [
        [("find", "BO")],
        [("find", "bob@school")],
        [("only", "administrators")],
        [("after", "alice")],
    ] {
        let found = root.browser.reads("/sfn/admin/accounts", &fields).await;
        assert_eq!(
            found.body.contains("\"bob\""),
            fields[0].0 != "only",
            "{fields:?} {}",
            found.body
        );
    }
    let found: Page<AdminClass> = root.browser.reads("/sfn/admin/classes", &[("find", "7B")]).await.json();
    let last = found.rows.last().unwrap();
    let before = [("before", last.id.to_string())];
    let before: Vec<(&str, &str)> = before.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let older: Page<AdminClass> = root.browser.reads("/sfn/admin/classes", &before).await.json();
    assert!(older.rows.iter().all(|class| class.id != last.id));
}

async fn invites(app: &TestApp, root: &Admin) {
    root.browser.does("/admin/invite", &[]).await;
    let view: InvitesView = root.browser.reads("/sfn/admin/invites", &[]).await.json();
    let link = view.fresh.unwrap();
    let invitation = link.split('=').nth(1).unwrap();
    let guest = app
        .with(|config| config.settings.registration = Registration::Invite)
        .browser();
    let form = guest
        .visits(&format!("/register?invitation={invitation}"))
        .await
        .field("form");
    let fields = [
        ("form", form.as_str()),
        ("username", "guest"),
        ("email", &address_of("guest")),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("invitation", invitation),
    ];
    guest.does("/register", &fields).await;
    app.waits(1);
    root.browser.does("/admin/invite", &[]).await;
    let view: InvitesView = root.browser.reads("/sfn/admin/invites", &[("before", "")]).await.json();
    assert!(view.page.rows[1].used.is_some());
    root.browser
        .does("/admin/revoke-invite", &[("hash", &view.page.rows[0].hash)])
        .await;
}

/// A new browser of Bob's, who has lost the phone, asks for help. Returns the id of the request.
async fn asks_for_help(app: &TestApp, root: &Admin) -> String {
    let lost = app.browser();
    assert!(lost.gives_password("bob", PASSWORD).await.is_done());
    lost.does("/sign-in/help", &[]).await;
    lost.visits("/sign-in/code?with=help").await;
    let open: Rescues = root.browser.reads("/sfn/admin/rescues", &[]).await.json();
    let all: Rescues = root.browser.reads("/sfn/admin/rescues", &[("all", "yes")]).await.json();
    assert!(open.page.rows.len() == 1 && !all.page.rows.is_empty());
    open.page.rows[0].id.to_string()
}

async fn an_owner_objects(app: &TestApp, root: &Admin) {
    app.mails().await;
    asks_for_help(app, root).await;
    let link = token(&app.mail_with(&address_of("bob"), "/object/").await, "/object/");
    let owner = app.browser();
    owner.visits(&format!("/object/{link}")).await;
    owner.reads("/sfn/objection", &[("token", &link)]).await;
    owner.does("/object", &[("token", &link)]).await;
    owner.visits("/object/done").await;
}

async fn a_member_enrols_again(app: &TestApp, root: &Admin) {
    let code = root.issues_code_for("bob").await;
    root.browser.visits("/admin/code").await;
    root.browser.does("/admin/handed-over", &[]).await;
    let phone = app.browser();
    assert!(phone.gives_password("bob", PASSWORD).await.is_done());
    phone
        .does("/sign-in/enrolment-code", &[("enrolment_code", &code)])
        .await;
    let (secret, _) = phone.connects_first().await;
    app.waits(30);
    let fields = [("password", PASSWORD), ("code", &secret.code_at(app.now()))];
    phone.does("/account/phone", &fields).await;
    phone.connects_first().await;
}

async fn the_operator_uses_commands(app: &TestApp) {
    let admin = &app.stepwise.admin;
    admin.invite().await.unwrap();
    admin.make_administrator("chief", &address_of("chief")).await.unwrap();
    admin.act_on_member("bob", AccountAct::Deactivate).await.unwrap();
    admin.act_on_member("bob", AccountAct::Reactivate).await.unwrap();
    admin.reset_member_factors("bob").await.unwrap();
}

async fn searches_the_audit_trail(root: &Admin) {
    let fields = [
        ("query[name]", "bob"),
        ("query[kind]", "deactivated"),
        ("query[from]", "2026-11-20"),
        ("query[to]", "2026-11-21"),
    ];
    let found: Page<AdminEvent> = root.browser.reads("/sfn/admin/audit", &fields).await.json();
    assert_eq!(found.rows.len(), 2);
    let before = found.rows[0].id.to_string();
    let fields = [("query[before]", before.as_str()), ("query[kind]", "deactivated")];
    let older: Page<AdminEvent> = root.browser.reads("/sfn/admin/audit", &fields).await.json();
    assert_eq!(older.rows.len(), 1);
    let table = root.browser.gets("/admin/audit.csv?name=bob").await;
    assert!(table.status == 200 && table.body.contains("bob"), "{}", table.body);
}
