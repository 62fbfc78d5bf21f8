//! Adds the questions before and after the lesson: which set a class has, own questions, and how often each choice was
//! made. The answers are counted without the seat; the seat only knows that it has answered.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let set = ColumnDef::new("questions").string_len(10).not_null().default("").take();
        let answered = ColumnDef::new("questions_answered")
            .integer()
            .not_null()
            .default(0)
            .take();
        for (table, column) in [("class", set), ("seat", answered)] {
            let alter = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        let own = table::create(manager, "class_question")
            .col(ColumnDef::new("class_id").uuid().not_null().primary_key())
            // JSON (`domain::questions::Question`).
            .col(ColumnDef::new("content").text().not_null())
            .to_owned();
        let answers = table::create(manager, "question_answer")
            .col(ColumnDef::new("class_id").uuid().not_null())
            .col(ColumnDef::new("phase").string_len(10).not_null())
            .col(ColumnDef::new("question").integer().not_null())
            .col(ColumnDef::new("choice").integer().not_null())
            .col(ColumnDef::new("times").integer().not_null())
            .primary_key(
                Index::create()
                    .col("class_id")
                    .col("phase")
                    .col("question")
                    .col("choice"),
            )
            .to_owned();
        table::create_all(manager, [own, answers], []).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["question_answer", "class_question"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for (table, column) in [("seat", "questions_answered"), ("class", "questions")] {
            let alter = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
