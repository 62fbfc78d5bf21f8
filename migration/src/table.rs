//! Helpers that define tables, columns and indexes in the same way for all three databases.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

/// Creates a table whose text columns are compared byte by byte. The default collation of MySQL treats `A` and `a` as
/// equal.
pub fn create<T: IntoIden>(manager: &SchemaManager<'_>, name: T) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name.into_iden());
    if manager.get_database_backend() == DatabaseBackend::MySql {
        table.character_set("utf8mb4").collate("utf8mb4_bin");
    }
    table
}

/// A column for a point in time, in Unix microseconds.
pub fn moment<T: IntoIden>(name: T) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.big_integer();
    column
}

/// A column for a keyed or plain hash of 256 bits.
pub fn hash<T: IntoIden>(name: T) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.var_binary(32);
    column
}

/// A column for a short encrypted value: key id, nonce, ciphertext and authentication tag.
pub fn sealed<T: IntoIden>(name: T) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.var_binary(255);
    column
}

pub async fn create_all(
    manager: &SchemaManager<'_>,
    tables: impl IntoIterator<Item = TableCreateStatement>,
    indexes: impl IntoIterator<Item = IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

pub fn index<T: IntoIden>(
    name: &str,
    table: T,
    columns: impl IntoIterator<Item = &'static str>,
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table.into_iden());
    for column in columns {
        index.col(Alias::new(column));
    }
    index
}

pub fn required(mut column: ColumnDef) -> ColumnDef {
    column.not_null();
    column
}
