//! How lists and words lie in the tables.

use std::collections::BTreeSet;

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::AccessError;
use crate::secret::Hash;

pub(crate) fn list(queues: Option<&BTreeSet<String>>) -> Option<String> {
    queues.map(|queues| serde_json::Value::from_iter(queues.iter().map(String::as_str)).to_string())
}

pub(crate) fn list_of(row: &SqliteRow, column: &str) -> Result<Option<BTreeSet<String>>, AccessError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(unreadable)
}

/// AntRing writes its ids in either case, so ours are lower (`antring::translate::agent_id`). An empty one is none.
pub(crate) fn agent_id(agent: Option<&str>) -> Option<String> {
    agent.map(|agent| agent.trim().to_lowercase()).filter(|agent| !agent.is_empty())
}

pub(crate) fn word_of<T>(row: &SqliteRow, column: &str) -> Result<T, AccessError>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    row.try_get::<&str, _>(column)?.parse().map_err(unreadable)
}

pub(crate) fn hash_of(row: &SqliteRow) -> Result<Hash, AccessError> {
    row.try_get::<&[u8], _>("hash")?.try_into().map_err(unreadable)
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> AccessError {
    AccessError::Disk(error.into())
}
