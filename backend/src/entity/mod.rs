//! Entities: one file for each table of the database. They are private to this crate.

use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable};

macro_rules! entities {
    ($($name:ident),+ $(,)?) => {
        $(pub mod $name;)+

        /// Every column of every table with its type. Columns with the same name have the same type in all tables,
        /// because SQLite rows are read by column name.
        pub fn columns() -> Vec<(&'static str, ColumnType)> {
            let mut all = Vec::new();
            $(all.extend(columns_of::<$name::Entity>());)+
            all
        }
    };
}

entities![
    account,
    audit_event,
    class,
    class_result,
    enrolment_code,
    factor,
    lease,
    mail,
    mailed_link,
    message_code,
    message_log,
    idempotency_key,
    recovery_code,
    rescue,
    seat,
    throttle,
    token_family,
    trusted_browser,
    web_session,
];

fn columns_of<E: EntityTrait>() -> impl Iterator<Item = (&'static str, ColumnType)> {
    E::Column::iter().map(|column| (column.as_str(), column.def().get_column_type().clone()))
}
