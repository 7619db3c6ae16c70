//! `GET /api/v1/report?from=DATE&to=DATE&queue=`: days and their numbers, with balances; `.csv` the same.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::stream;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use super::doer::Doer;
use super::{asked, download};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::ledger::report::{LONGEST_DAYS, Report, report};
use crate::live::Sight;

#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Today, without one.
    from: Option<Date>,
    /// Belongs to it; `from`, without one.
    to: Option<Date>,
    queue: Option<String>,
    agent: Option<String>,
}

pub async fn json(
    State(state): State<AppState>,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Json<Report>, AppError> {
    Ok(Json(make(&state, &sight, asked).await?))
}

pub async fn csv(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let lines = make(&state, &sight, asked).await?.csv();
    doer.exports("report.csv").await?;
    Ok(download::csv("report.csv", stream::iter(lines.into_iter().map(Ok))))
}

async fn make(state: &AppState, sight: &Sight, asked: Asked) -> Result<Report, AppError> {
    let today = state.ledger.day().date_at(clock::now());
    let from = asked.from.unwrap_or(today);
    let to = asked.to.unwrap_or(from);
    let days = from.until(to).map_or(-1, |span| span.get_days());
    if days < 0 || usize::try_from(days).is_ok_and(|days| days >= LONGEST_DAYS) {
        let said = format!("`from` must not come after `to`, and a report has {LONGEST_DAYS} days at most");
        return Err(AppError::BadRequest(said));
    }
    let names = state.history.names().await?;
    let scope = asked::scope(asked.queue.as_deref(), asked.agent.as_deref(), &names, sight)?;
    let dates = (0..=days).map(move |days| from.saturating_add(days.days()));
    Ok(report(&state.ledger, dates, scope).await?)
}
