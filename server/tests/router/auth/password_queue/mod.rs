//! Tests of the queue of passwords that wait to be hashed.

mod counting;
mod fairness;

use crate::common::{member::*, *};
use backend::crypto::PasswordHashing;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};

/// Makes a hash so slow that it takes longer than all other work of a request.
fn with_slow_hashing(app: &TestApp, memory_kib: u32, passes: u32, at_once: usize) -> TestApp {
    app.with(|config| {
        config.settings.password_hashing = PasswordHashing {
            memory_kib,
            passes,
            at_once,
        };
    })
}

async fn registration_form(browser: &Browser, name: &str) -> Vec<(&'static str, String)> {
    vec![
        ("form", browser.opens("/register").await.field("form")),
        ("username", name.to_owned()),
        ("email", address_of(name)),
        ("password", PASSWORD.to_owned()),
        ("password_again", PASSWORD.to_owned()),
    ]
}

async fn registers_with_form(browser: &Browser, form: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.calls("/register", &fields).await
}

/// The number of names with a wrong password. Counters of networks and of other limits have no name and are left out.
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
