//! GET `/calls` and `/calls/{id}`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::error::ApiError;
use crate::moment::Moment;
use crate::sovereign::VoiceLive;

const DEFAULT_LIMIT: usize = 100;
const LARGEST_LIMIT: usize = 1000;

/// The newest first. Which of a call's times the dates are compared with is not documented; here it is `created_at`.
pub async fn list(
    State(live): State<Arc<VoiceLive>>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>, ApiError> {
    let limit = number(&query, "limit")?.unwrap_or(DEFAULT_LIMIT);
    if !(1..=LARGEST_LIMIT).contains(&limit) {
        return Err(ApiError::Invalid("limit", "limit must be between 1 and 1000".to_owned()));
    }
    let offset = number(&query, "offset")?.unwrap_or(0);
    let (from, until) = (date(&query, "start_date")?, date(&query, "end_date")?);
    let status = query.get("status").map(String::as_str);
    if status.is_some_and(|status| !["connecting", "in-progress", "ended", "failed"].contains(&status)) {
        return Err(ApiError::Invalid("status", "status is not one of those that calls have".to_owned()));
    }
    live.with(|voice| {
        let fitting = voice.calls().filter(|call| {
            status.is_none_or(|status| call.status.word() == status)
                && from.is_none_or(|from| call.created >= from)
                && until.is_none_or(|until| call.created <= until)
        });
        let fitting: Vec<_> = fitting.collect();
        let rows = fitting.iter().skip(offset).take(limit);
        let rows: Value = rows.map(|call| call.row(live.options.live_transcript, &live.url)).collect();
        let pagination = json!({ "total": fitting.len(), "limit": limit, "offset": offset });
        Ok(Json(json!({ "calls": rows, "pagination": pagination })))
    })
}

/// Bare, unlike everything else.
pub async fn one(
    State(live): State<Arc<VoiceLive>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    live.with(|voice| {
        let call = voice.find(&id).and_then(|key| voice.call(key)).ok_or(ApiError::Unknown("Call"))?;
        Ok(Json(call.row(live.options.live_transcript, &live.url)))
    })
}

fn number(query: &BTreeMap<String, String>, name: &'static str) -> Result<Option<usize>, ApiError> {
    let wrong = || ApiError::Invalid(name, format!("{name} must be a number"));
    query.get(name).map(|text| text.parse().map_err(|_| wrong())).transpose()
}

/// An ISO instant or date.
fn date(query: &BTreeMap<String, String>, name: &'static str) -> Result<Option<Moment>, ApiError> {
    let Some(text) = query.get(name) else { return Ok(None) };
    let instant = text.parse::<jiff::Timestamp>().ok();
    let midnight = || Some(text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    let at = instant.or_else(midnight);
    let at = at.ok_or_else(|| ApiError::Invalid(name, format!("{name} must be an ISO date")))?;
    Ok(Some(Moment::from_unix_millis(at.as_millisecond())))
}
