//! `GET /api/v1/trend?day=YYYY-MM-DD&queue=&compare=yesterday|last-week`: one operational day by quarters of an hour.

use app::explained::{Compare, Trend, TrendQuery};
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::asked::Moment;
use crate::app_state::AppState;
use crate::error::AppError;
use crate::live::Sight;

#[derive(Debug, Deserialize)]
pub struct Asked {
    /// A date, or any moment of the day; today.
    day: Option<Moment>,
    at: Option<Moment>,
    queue: Option<String>,
    compare: Option<Compare>,
}

pub async fn trend(
    State(state): State<AppState>,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Json<Trend>, AppError> {
    let at = asked.at.or(asked.day).map(|at| at.at(state.ledger.day()));
    let query = TrendQuery { compare: asked.compare, queue: asked.queue, at };
    let whole_day = asked.at.is_none() && asked.day.is_some();
    Ok(Json(state.explained.trend(&sight, query, whole_day).await?))
}
