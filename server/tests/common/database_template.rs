//! Template databases. The migrations take longer than most tests, so they run once for each version of the schema, and
//! every test gets a copy: SQLite copies the template file, PostgreSQL copies the template database, MariaDB runs a script
//! with the whole schema. The templates stay in the target folder and on the servers for the next run.

use super::{create_empty, single_connection, sqlite_url, with_database};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

/// Separates the statements of a script. This text appears in no table definition.
const SEPARATOR: &str = "\n-- next --\n";

/// Creates the SQLite database `file` with all tables.
pub async fn copy_file(file: &Path) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let template = folder.join(format!("{}.sqlite", template_name()));
    if !template.exists() {
        // The template gets its final name when it is complete, so that no test copies an incomplete template.
        let half = tempfile::Builder::new().tempfile_in(folder).unwrap().into_temp_path();
        migrate(&sqlite_url(&half)).await;
        half.persist(&template).unwrap();
    }
    fs::copy(&template, file).unwrap();
}

/// Creates the database `name` with all tables on a database server.
pub async fn copy(admin: &DatabaseConnection, admin_url: &str, name: &str) {
    let template = template_name();
    match admin.get_database_backend() {
        DbBackend::MySql => {
            create_empty(admin, name).await;
            let script = script_of(admin, admin_url, &template).await;
            let new = single_connection(&with_database(admin_url, name)).await;
            new.execute_unprepared(&script).await.unwrap();
            new.close().await.unwrap();
        }
        _ => {
            migrated_once(admin, admin_url, &template).await;
            run(admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        }
    }
}

/// Contains a hash of the migrations, so that a changed migration gets a new template. The names are those of the migrations
/// in this program: the sources can have changed since it was compiled.
fn template_name() -> String {
    let mut hasher = DefaultHasher::new();
    for migration in Migrator::migrations() {
        migration.name().hash(&mut hasher);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migration/src");
    let files = fs::read_dir(folder).expect("the sources are there");
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        fs::read(path).unwrap().hash(&mut hasher);
    }
    format!("stepwise_template_{:016x}", hasher.finish())
}

async fn migrated_once(admin: &DatabaseConnection, admin_url: &str, template: &str) {
    run(admin, "SELECT pg_advisory_lock(20261120)").await;
    let known = format!("SELECT datname FROM pg_database WHERE datname = '{template}'");
    if texts(admin, &known).await.is_empty() {
        // The template gets its final name when it is complete, so that no test copies an incomplete template.
        let half = format!("{template}_half");
        run(admin, &format!("DROP DATABASE IF EXISTS {half}")).await;
        create_empty(admin, &half).await;
        migrate(&with_database(admin_url, &half)).await;
        run(admin, &format!("ALTER DATABASE {half} RENAME TO {template}")).await;
    }
    run(admin, "SELECT pg_advisory_unlock(20261120)").await;
}

/// The SQL script that creates all tables and rows of the template.
async fn script_of(admin: &DatabaseConnection, admin_url: &str, template: &str) -> String {
    texts(admin, "SELECT CAST(GET_LOCK('stepwise template', 120) AS CHAR)").await;
    let known = format!(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = '{template}' AND table_name = 'script'"
    );
    if texts(admin, &known).await.is_empty() {
        run(admin, &format!("DROP DATABASE IF EXISTS {template}")).await;
        create_empty(admin, template).await;
        let url = with_database(admin_url, template);
        migrate(&url).await;
        let made = single_connection(&url).await;
        let mut script = vec!["SET FOREIGN_KEY_CHECKS = 0".to_owned()];
        let tables =
            "SELECT table_name FROM information_schema.tables WHERE table_schema = database() ORDER BY table_name";
        for table in texts(&made, tables).await {
            let create = Statement::from_string(DbBackend::MySql, format!("SHOW CREATE TABLE `{table}`"));
            let create = made.query_one_raw(create).await.unwrap().unwrap();
            script.push(create.try_get_by_index::<String>(1).unwrap());
            script.push(format!("INSERT INTO `{table}` SELECT * FROM {template}.`{table}`"));
        }
        script.push("SET FOREIGN_KEY_CHECKS = 1".to_owned());
        let script = script.join(SEPARATOR);
        // The script is stored last and in one statement: if the table `script` exists, the template is complete.
        let keep = format!(
            "CREATE TABLE script (text LONGTEXT) SELECT '{}' AS text",
            script.replace('\'', "''")
        );
        made.execute_unprepared(&keep).await.unwrap();
        made.close().await.unwrap();
    }
    let script = texts(admin, &format!("SELECT text FROM {template}.script"))
        .await
        .remove(0);
    texts(admin, "SELECT CAST(RELEASE_LOCK('stepwise template') AS CHAR)").await;
    script.replace(SEPARATOR, ";\n")
}

async fn migrate(url: &str) {
    let database = single_connection(url).await;
    Migrator::up(&database, None)
        .await
        .unwrap_or_else(|error| panic!("{url}: {error}"));
    database.close().await.unwrap();
}

async fn run(admin: &DatabaseConnection, sql: &str) {
    admin.execute_unprepared(sql).await.unwrap();
}

/// The first column of each row in the result.
async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}
