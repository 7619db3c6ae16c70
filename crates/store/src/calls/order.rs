//! The order of calls, as SQL.

use super::plan::{Building, Plan, Way};
use super::question::{Bookmark, Sort, SortBy};

/// By what rows are ordered.
#[derive(Debug)]
pub(super) struct Columns {
    pub id: String,
    pub started: String,
    pub value: Option<String>,
}

impl Columns {
    pub(super) fn of(sort: Sort, plan: &Plan) -> Self {
        let named = |plus: &str| Self {
            id: format!("{plus}c.id"),
            started: format!("{plus}c.started"),
            value: match sort.by {
                SortBy::Started => None,
                SortBy::Waited => Some(format!("{plus}c.last_wait")),
                SortBy::Talked => Some(format!("{plus}c.last_talk")),
            },
        };
        match plan.way {
            Way::Links(_) => Self { id: "d.call_id".into(), started: "d.started".into(), value: None },
            // A column behind a plus is in no index: that of the order must not lead.
            Way::Rows(_) => named("+"),
            Way::Walk => named(""),
        }
    }

    pub(super) fn in_order(&self, sql: &mut Building, sort: Sort) {
        let way = if sort.ascending { "ASC" } else { "DESC" };
        sql.push(" ORDER BY ");
        if let Some(value) = &self.value {
            sql.push(format_args!("{value} {way} NULLS LAST, "));
        }
        sql.push(format_args!("{} {way}, {} {way}", self.started, self.id));
    }

    /// Only what comes later in that order; with a value, up to the last that has one.
    pub(super) fn behind(&self, sql: &mut Building, sort: Sort, bookmark: Bookmark) {
        let sign = if sort.ascending { ">" } else { "<" };
        let Self { id, started, value: column } = self;
        match (column, bookmark.value) {
            (Some(column), Some(value)) => {
                sql.push(format_args!(" AND ({column}, {started}, {id}) {sign} ("));
                sql.push_bind(value).push(", ");
            }
            (column, _) => {
                if let Some(column) = column {
                    sql.push(format_args!(" AND {column} IS NULL"));
                }
                sql.push(format_args!(" AND ({started}, {id}) {sign} ("));
            }
        }
        sql.push_bind(bookmark.started).push(", ").push_bind(bookmark.id).push(")");
    }
}
