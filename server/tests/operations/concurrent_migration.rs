//! Tests that replicas which start at once on an empty database migrate it exactly once.

use crate::database::{Kind, TestDatabase};
use backend::db::connect;
use server::startup::migrations::{bring_up_to_date, is_current};

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    let file = std::env::temp_dir().join(format!("stepwise-migrating-{}.sqlite", std::process::id()));
    let _ = std::fs::remove_file(&file);
    four_replicas_migrate_once(&format!("sqlite://{}?mode=rwc", file.display())).await;
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    on_a_server(Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mysql() {
    on_a_server(Kind::MySql).await;
}

async fn on_a_server(kind: Kind) {
    let database = TestDatabase::create(kind, false).await;
    four_replicas_migrate_once(&database.url).await;
    database.destroy().await;
}

async fn four_replicas_migrate_once(url: &str) {
    // SQLite refuses to switch a new file to the write-ahead log while another connection opens it, so one connection
    // creates the file.
    connect(url, 1).await.unwrap().close().await;
    let replicas = (0..4).map(|_| {
        let url = url.to_owned();
        tokio::spawn(async move {
            let db = connect(&url, 2).await.unwrap();
            bring_up_to_date(&db).await.unwrap();
            assert!(is_current(&db).await.unwrap());
            db.close().await;
        })
    });
    for replica in replicas.collect::<Vec<_>>() {
        replica.await.unwrap();
    }
}
