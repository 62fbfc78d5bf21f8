//! Tests that classes from before there were exercises stay right: their exercise with codes by message had columns of
//! its own.

use crate::common::{Kind, TestDatabase};
use domain::{
    ids::{AccountId, ClassId},
    time::Timestamp,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sea_query::{Expr, ExprTrait, Query},
};

const MIGRATION: &str = "m20261130_000085_exercises";

/// How many migrations come before the one that is tested.
fn earlier() -> u32 {
    let all = Migrator::migrations();
    let place = all.iter().position(|migration| migration.name() == MIGRATION);
    u32::try_from(place.expect("the migration is registered")).unwrap()
}

struct OldClass {
    id: ClassId,
    /// Numbers and times of the seats that have the badge.
    passed: Vec<(i32, Option<i64>)>,
}

async fn insert(db: &DatabaseConnection, now: Timestamp, on: bool, passed: &[Option<i64>]) -> OldClass {
    let class = ClassId::new(now, backend::random::bytes().unwrap());
    let code: [u8; 8] = backend::random::bytes().unwrap();
    let columns = [
        "id",
        "join_code",
        "title",
        "locale",
        "created_at",
        "expires_at",
        "paused",
        "self_join",
        "version",
        "messages",
        "teacher_link_epoch",
        "read_link_epoch",
        "changed_version",
    ];
    let insert = Query::insert()
        .into_table("class")
        .columns(columns)
        .values_panic([
            class.uuid().into(),
            format!("{:06}", u64::from_be_bytes(code) % 1_000_000).into(),
            "7b".into(),
            "en".into(),
            now.micros().into(),
            now.micros().saturating_add(3_600_000_000).into(),
            false.into(),
            false.into(),
            0_i64.into(),
            on.into(),
            0.into(),
            0.into(),
            0_i64.into(),
        ])
        .to_owned();
    db.execute(&insert).await.unwrap();
    let numbered: Vec<(i32, Option<i64>)> = (1..).zip(passed.iter().copied()).collect();
    for (number, at) in &numbered {
        let account = AccountId::new(now, backend::random::bytes().unwrap());
        let columns = [
            "class_id",
            "number",
            "account_id",
            "resets",
            "failures",
            "version",
            "messages_at",
        ];
        let insert = Query::insert()
            .into_table("seat")
            .columns(columns)
            .values_panic([
                class.uuid().into(),
                (*number).into(),
                account.uuid().into(),
                0.into(),
                0.into(),
                0_i64.into(),
                (*at).into(),
            ])
            .to_owned();
        db.execute(&insert).await.unwrap();
    }
    OldClass {
        id: class,
        passed: numbered,
    }
}

async fn old_classes_keep_the_exercise_and_its_badges(kind: Kind) {
    let database = TestDatabase::create(kind, false).await;
    let db = database.db.migration_connection();
    Migrator::up(db, Some(earlier())).await.unwrap();
    let now = crate::common::test_app::BEGIN;
    let at = now.micros();
    let on = insert(db, now, true, &[Some(at), None]).await;
    let was_on = insert(db, now, false, &[None, Some(at + 7)]).await;
    let never = insert(db, now, false, &[None]).await;
    Migrator::up(db, None).await.unwrap();

    for (class, lesson) in [(&on, "messages:open"), (&was_on, "messages:off"), (&never, "")] {
        let query = Query::select()
            .column("lesson")
            .from("class")
            .and_where(Expr::col("id").eq(class.id.uuid()))
            .to_owned();
        let row = db.query_one(&query).await.unwrap().unwrap();
        assert_eq!(row.try_get::<String>("", "lesson").unwrap(), lesson);
        let query = Query::select()
            .columns(["number", "exercise", "revision", "attempts", "passed_at"])
            .from("exercise_progress")
            .and_where(Expr::col("class_id").eq(class.id.uuid()))
            .to_owned();
        let rows = db.query_all(&query).await.unwrap();
        let moved: Vec<_> = rows
            .iter()
            .map(|row| {
                let number = |column| row.try_get::<i32>("", column).unwrap();
                let exercise: String = row.try_get("", "exercise").unwrap();
                assert_eq!(
                    (exercise.as_str(), number("revision"), number("attempts")),
                    ("messages", 1, 1)
                );
                (number("number"), row.try_get::<Option<i64>>("", "passed_at").unwrap())
            })
            .collect();
        let with_badge = class.passed.iter().copied().filter(|(_, at)| at.is_some());
        assert_eq!(moved, with_badge.collect::<Vec<_>>(), "{lesson}");
    }

    let steps = u32::try_from(Migrator::migrations().len()).unwrap() - earlier();
    Migrator::down(db, Some(steps)).await.unwrap();
    let back = Query::select()
        .columns(["number", "messages_at"])
        .from("seat")
        .to_owned();
    let mut times = Vec::new();
    for row in db.query_all(&back).await.unwrap() {
        times.push(row.try_get::<Option<i64>>("", "messages_at").unwrap());
    }
    times.sort_unstable();
    assert_eq!(times, [None, None, None, Some(at), Some(at + 7)]);
    database.destroy().await;
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread")]
    async fn old_classes_keep_the_exercise_and_its_badges() {
        super::old_classes_keep_the_exercise_and_its_badges(super::Kind::Sqlite).await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    async fn old_classes_keep_the_exercise_and_its_badges() {
        super::old_classes_keep_the_exercise_and_its_badges(super::Kind::Postgres).await;
    }
}

mod mysql {
    #[tokio::test(flavor = "multi_thread")]
    async fn old_classes_keep_the_exercise_and_its_badges() {
        super::old_classes_keep_the_exercise_and_its_badges(super::Kind::MySql).await;
    }
}
