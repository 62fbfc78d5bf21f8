//! Tests that only one replica at a time does the housekeeping, and that another replica does it if this replica dies.

use crate::{always_on_every_database, common::*};
use backend::operations::Replica;
use sea_orm::{ConnectionTrait, sea_query::Query};

always_on_every_database!(
    one_replica_does_the_housekeeping_and_the_others_wait_an_hour,
    a_replica_that_died_during_the_housekeeping_is_replaced,
);

async fn one_replica_does_the_housekeeping_and_the_others_wait_an_hour(app: TestApp) {
    for _ in 0..2 {
        let replicas = (0..10).map(|_| {
            let stepwise = app.stepwise.clone();
            tokio::spawn(async move {
                stepwise
                    .operations
                    .run_housekeeping(Replica::new().unwrap())
                    .await
                    .unwrap()
            })
        });
        let mut swept = 0;
        for replica in replicas.collect::<Vec<_>>() {
            swept += usize::from(replica.await.unwrap().is_some());
        }
        assert_eq!(swept, 1);
        app.waits(3599);
        let early = app
            .stepwise
            .operations
            .run_housekeeping(Replica::new().unwrap())
            .await
            .unwrap();
        assert!(early.is_none());
        app.waits(1);
    }
}

async fn a_replica_that_died_during_the_housekeeping_is_replaced(app: TestApp) {
    let dead = backend::random::bytes::<16>().unwrap();
    let insert = Query::insert()
        .into_table("lease")
        .columns(["work", "holder", "until"])
        .values_panic([
            "sweep".into(),
            sea_orm::prelude::Uuid::from_bytes(dead).into(),
            (app.now().micros() + 600_000_000).into(),
        ])
        .to_owned();
    app.db.migration_connection().execute(&insert).await.unwrap();
    let next = Replica::new().unwrap();
    assert!(app.stepwise.operations.run_housekeeping(next).await.unwrap().is_none());
    app.waits(600);
    assert!(app.stepwise.operations.run_housekeeping(next).await.unwrap().is_some());
}
