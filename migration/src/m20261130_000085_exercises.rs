//! Creates the table `exercise_progress`, adds the lesson to `class`, the results of exercises to `class_result`, and
//! the raised hand to `seat`. The exercise with codes by mail or SMS had columns of its own; its data moves.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const MESSAGES: &str = "messages";

/// Longer than the gates of all exercises.
fn lesson() -> ColumnDef {
    ColumnDef::new("lesson").string_len(255).not_null().default("").take()
}

fn count(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().default(0).take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let progress = table::create(manager, "exercise_progress")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("class_id").uuid().not_null())
            .col(ColumnDef::new("number").integer().not_null())
            .col(ColumnDef::new("exercise").string_len(20).not_null())
            // What the exercise keeps between two requests, sealed: it may hold words of the student.
            .col(ColumnDef::new("state").blob())
            // Grows with every step of the student. A form that was made for an older revision changes nothing.
            .col(count("revision"))
            .col(count("attempts"))
            .col(table::moment("passed_at"))
            .to_owned();
        let columns = ["class_id", "number", "exercise"];
        let mut seats = table::index("exercise_progress_seat", "exercise_progress", columns);
        table::create_all(manager, [progress], [seats.unique().take()]).await?;
        // SQLite adds only one column per statement.
        for (table, column) in [
            ("class", lesson()),
            ("class_result", ColumnDef::new("exercises").string_len(500).take()),
            ("seat", table::moment("hand_raised_at")),
            ("seat", count("hints")),
            ("seat", ColumnDef::new("hint").string_len(60).take()),
        ] {
            add(manager, table, column).await?;
        }
        move_messages(manager).await?;
        drop_column(manager, "class", MESSAGES).await?;
        drop_column(manager, "seat", "messages_at").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let messages = ColumnDef::new(MESSAGES).boolean().not_null().default(false).take();
        add(manager, "class", messages).await?;
        add(manager, "seat", table::moment("messages_at")).await?;
        move_messages_back(manager).await?;
        for (table, column) in [
            ("seat", "hint"),
            ("seat", "hints"),
            ("seat", "hand_raised_at"),
            ("class_result", "exercises"),
            ("class", "lesson"),
        ] {
            drop_column(manager, table, column).await?;
        }
        let progress = Table::drop().table("exercise_progress").to_owned();
        manager.drop_table(progress).await
    }
}

/// Classes with the exercise get it as an open exercise, and seats keep the time at which it was passed.
async fn move_messages(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let lessons = Query::update()
        .table("class")
        .value("lesson", "messages:open")
        .and_where(Expr::col(MESSAGES).eq(true))
        .to_owned();
    manager.execute(lessons).await?;
    // Where the teacher has switched the exercise off, the badges of the students stay.
    let passed = Query::select()
        .column("class_id")
        .from("seat")
        .and_where(Expr::col("messages_at").is_not_null())
        .to_owned();
    let lessons = Query::update()
        .table("class")
        .value("lesson", "messages:off")
        .and_where(Expr::col("lesson").eq(""))
        .and_where(Expr::col("id").in_subquery(passed))
        .to_owned();
    manager.execute(lessons).await?;
    // The account of a seat has a unique id and belongs to this seat only.
    let seats = Query::select()
        .columns(["account_id", "class_id", "number"])
        .expr(Expr::value(MESSAGES))
        .expr(Expr::value(1))
        .expr(Expr::value(1))
        .column("messages_at")
        .from("seat")
        .and_where(Expr::col("messages_at").is_not_null())
        .and_where(Expr::col("account_id").is_not_null())
        .to_owned();
    let columns = [
        "id",
        "class_id",
        "number",
        "exercise",
        "revision",
        "attempts",
        "passed_at",
    ];
    let mut moved = Query::insert();
    moved.into_table("exercise_progress").columns(columns);
    moved
        .select_from(seats)
        .map_err(|error| DbErr::Migration(error.to_string()))?;
    manager.execute(moved).await
}

async fn move_messages_back(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let lessons = Query::update()
        .table("class")
        .value(MESSAGES, true)
        .and_where(Expr::col("lesson").like("%messages:open%"))
        .to_owned();
    manager.execute(lessons).await?;
    let passed = Query::select()
        .column("passed_at")
        .from("exercise_progress")
        .and_where(Expr::col("exercise").eq(MESSAGES))
        .and_where(Expr::col(("exercise_progress", "class_id")).equals(("seat", "class_id")))
        .and_where(Expr::col(("exercise_progress", "number")).equals(("seat", "number")))
        .to_owned();
    let seats = Query::update()
        .table("seat")
        .value("messages_at", Expr::SubQuery(None, Box::new(passed.into())))
        .to_owned();
    manager.execute(seats).await
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    let alter = Table::alter().table(table).add_column(column).to_owned();
    manager.alter_table(alter).await
}

async fn drop_column(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    let alter = Table::alter().table(table).drop_column(column).to_owned();
    manager.alter_table(alter).await
}
