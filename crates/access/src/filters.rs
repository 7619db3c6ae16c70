//! Questions to the call list that a user keeps under a name. They hold what was asked for, not what was found.

use std::collections::BTreeMap;

use sqlx::Row;

use crate::sqlite::Connection;
use crate::users::{fit_label, key};
use crate::{Access, AccessError, Id};

pub const MOST: usize = 50;
pub const LONGEST_NAME: usize = 60;
/// Of an address's query, in bytes: all fields of the page, filled in.
const LONGEST_QUERY: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    pub id: Id,
    pub name: String,
    /// As in the page's address, behind the question mark.
    pub query: String,
}

impl Access {
    /// A user's own, by name.
    pub fn saved_filters(&self, user: Id) -> Vec<SavedFilter> {
        let mut filters = self.memory().kept.filters.get(&user).cloned().unwrap_or_default();
        filters.sort_by_key(|filter| key(&filter.name));
        filters
    }

    /// A name that this user has used already gets the new query.
    ///
    /// # Errors
    /// The name is unfit, the query too long, there is no such user, or they keep [`MOST`] others.
    pub async fn save_filter(&self, user: Id, name: &str, query: &str) -> Result<(), AccessError> {
        let name = fit_label(name, LONGEST_NAME).ok_or(AccessError::FilterNameUnfit)?;
        if query.len() > LONGEST_QUERY {
            return Err(AccessError::FilterTooLong);
        }
        let mut turn = self.turn().await?;
        self.user(user).filter(|user| user.removed_at.is_none()).ok_or(AccessError::Unknown)?;
        sqlx::query(
            "INSERT INTO saved_filters (user_id, name, name_key, query) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (user_id, name_key) DO UPDATE SET name = excluded.name, query = excluded.query",
        )
        .bind(user.0)
        .bind(&name)
        .bind(key(&name))
        .bind(query)
        .execute(turn.on())
        .await?;
        let kept: i64 = sqlx::query("SELECT COUNT(*) FROM saved_filters WHERE user_id = $1")
            .bind(user.0)
            .fetch_one(turn.on())
            .await?
            .try_get(0)?;
        // Dropped here, the turn keeps nothing.
        if usize::try_from(kept).unwrap_or(usize::MAX) > MOST {
            return Err(AccessError::TooManyFilters);
        }
        turn.commit().await
    }

    /// # Errors
    /// This user has none of this id.
    pub async fn forget_filter(&self, user: Id, id: Id) -> Result<(), AccessError> {
        let mut turn = self.turn().await?;
        let forgotten = sqlx::query("DELETE FROM saved_filters WHERE id = $1 AND user_id = $2")
            .bind(id.0)
            .bind(user.0)
            .execute(turn.on())
            .await?;
        if forgotten.rows_affected() == 0 {
            return Err(AccessError::Unknown);
        }
        turn.commit().await
    }
}

/// By user.
pub(crate) async fn read(connection: &mut Connection) -> Result<BTreeMap<Id, Vec<SavedFilter>>, AccessError> {
    let rows =
        sqlx::query("SELECT id, user_id, name, query FROM saved_filters").fetch_all(connection).await?;
    let mut filters: BTreeMap<Id, Vec<SavedFilter>> = BTreeMap::new();
    for row in &rows {
        let filter = SavedFilter {
            id: Id(row.try_get("id")?),
            name: row.try_get("name")?,
            query: row.try_get("query")?,
        };
        filters.entry(Id(row.try_get("user_id")?)).or_default().push(filter);
    }
    Ok(filters)
}
