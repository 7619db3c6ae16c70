//! Small texts by name.

use sqlx::Row;

use crate::StoreError;
use crate::sqlite::{Connection, Pool};

pub(crate) async fn set(connection: &mut Connection, name: &str, body: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO marks (name, body) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET body = excluded.body",
    )
    .bind(name)
    .bind(body)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn get(pool: &Pool, name: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT body FROM marks WHERE name = $1").bind(name).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
