//! Tests that the data download contains all data that is stored about the member.

use crate::{
    always_on_every_database,
    common::{member::*, *},
    on_every_database,
};
use app::server_fns::{Rescues, TokensPage};
use axum::http::Method;
use domain::{ids::ClassId, personal_token::PREFIX, view::ClassesView};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, Query},
};
use serde_json::{Value, json};

always_on_every_database!(the_data_download_contains_tokens_deleted_classes_and_requests_for_help,);

on_every_database!(the_data_download_contains_more_classes_than_the_home_page,);

async fn download(ada: &Member) -> Answer {
    let file = ada.browser.submits("/account/data.json", &[]).await;
    assert_eq!(file.status, 200, "{}", file.body);
    file
}

async fn the_data_download_contains_tokens_deleted_classes_and_requests_for_help(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    let empty: Value = download(&ada).await.json();
    for list in ["tokens", "finish_pages", "requests_for_help"] {
        assert_eq!(empty[list], json!([]), "{list}");
    }
    assert_eq!(empty["api_login_noticed"], Value::Null);

    let class = ada.browser.opens_own_class(2).await;
    let fields = [("name", "Plan"), ("scope", "manage_classes"), ("days", "30")];
    let made = ada.browser.changes("/account/tokens", &ada.code(), &fields).await;
    assert!(made.is_done(), "{}", made.body);
    let created = app.now();
    let page: TokensPage = ada.browser.loads("/sfn/tokens", &[]).await.json();
    let token = page.fresh.unwrap();
    let client = app.api_client();
    client.logs_in_again("ada", &ada.secret).await;
    let used = app.now();
    let path = format!("/classes/{class}");
    let deleted = client.calls(&token, Method::DELETE, &path, None).await;
    assert_eq!(deleted.status, 204, "{}", deleted.body);

    let lost = app.browser();
    lost.gives_password("ada", PASSWORD).await;
    let asked = app.now();
    assert!(lost.asks_for_help().await.is_done());
    root.reauthenticates().await;
    let rescues: Rescues = root.browser.loads("/sfn/admin/rescues", &[("all", "")]).await.json();
    let id = rescues.page.rows[0].id.to_string();
    assert!(root.browser.calls("/admin/decline", &[("id", &id)]).await.is_done());
    let declined = app.now();

    let file = download(&ada).await;
    let data: Value = file.json();
    assert_eq!(data["api_login_noticed"], json!(used));
    assert_eq!(data["tokens"].as_array().map(Vec::len), Some(1));
    let stored = &data["tokens"][0];
    assert_eq!(
        (&stored["name"], &stored["scope"]),
        (&json!("Plan"), &json!("manage_classes"))
    );
    assert_eq!(
        (&stored["created"], &stored["last_used"]),
        (&json!(created), &json!(used))
    );
    assert!(!file.body.contains(PREFIX) && !file.body.contains(token.trim_start_matches(PREFIX)));
    assert_eq!(data["classes"]["gone"][0]["id"], json!(class));
    assert_eq!(data["results"].as_array().map(Vec::len), Some(2));
    let finish = &data["finish_pages"][0];
    assert_eq!(finish["class"], json!(class));
    assert!(finish["content"]["mistakes"].is_array() && finish["content"]["questions"].is_object());
    // The administrator who has declined the request is another person.
    let request = json!({"asked": asked, "decided": declined, "state": "declined"});
    assert_eq!(data["requests_for_help"], json!([request]));
}

/// Stores copies of the only class, because opening so many takes a while.
async fn has_copies_of_the_class(app: &TestApp, copies: u32) {
    let copied = ["title", "locale", "owner_id", "created_at", "expires_at"];
    for n in 0..copies {
        let id = ClassId::new(app.now(), backend::random::bytes().unwrap()).uuid();
        let class = Query::select()
            .expr(Expr::value(id))
            .expr(Expr::value(format!("{n:08}")))
            .columns(copied)
            .from("class")
            .limit(1)
            .to_owned();
        let mut insert = Query::insert();
        insert
            .into_table("class")
            .columns(["id", "join_code"].into_iter().chain(copied));
        insert.select_from(class).unwrap();
        app.db.migration_connection().execute(&insert).await.unwrap();
    }
}

async fn the_data_download_contains_more_classes_than_the_home_page(app: TestApp) {
    let ada = ada(&app).await;
    let class = ada.browser.opens_own_class(2).await;
    has_copies_of_the_class(&app, 450).await;
    let home: ClassesView = ada.browser.loads("/sfn/classes", &[]).await.json();
    assert_eq!(home.open.len(), 200);
    let data: Value = download(&ada).await.json();
    let open = data["classes"]["open"].as_array().unwrap();
    assert_eq!(open.len(), 451);
    let original: Vec<_> = open.iter().filter(|row| row["id"] == json!(class)).collect();
    assert_eq!(original.len(), 1, "a class is listed once");
    assert_eq!(original[0]["seats"], 2);
}
