//! `GET /oapi/v1/call/histories`: finished calls, the newest first.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::error::RestError;
use super::hash::{HistoryValues, history_hash};
use super::query::Parameters;
use super::stat_row::stat_row;
use crate::centre::{CallRecord, Centre, Party};
use crate::live::Live;
use crate::moment::Moment;
use crate::stamps::Stamps;

const DEFAULT_LIMIT: usize = 20;
const MAX_LIMIT: usize = 100;
const MAX_SPAN_SECONDS: i64 = 31 * 86_400;

pub async fn histories(
    State(live): State<Arc<Live>>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, RestError> {
    let request = Request::check(&parameters, &live)?;
    Ok(Json(live.look(|centre| {
        let shown_until = centre.now().after(-(live.options.history_delay as f64));
        let [from, to] = [request.from, request.to]
            .map(|end| live.stamps.undone(Moment::from_unix_millis(end.as_millisecond())));
        let found = centre.history_between(from, to, shown_until);
        let skipped = (request.page - 1).saturating_mul(request.limit);
        let page = found.newest_first(skipped, request.limit);
        let rows: Vec<Value> = page.map(|record| row(centre, &live.stamps, record)).collect();
        if live.options.envelope {
            json!({ "total": found.len(), "page": request.page, "limit": request.limit, "data": rows })
        } else {
            Value::Array(rows)
        }
    })))
}

/// A request that passed every check.
struct Request {
    from: Timestamp,
    to: Timestamp,
    limit: usize,
    page: usize,
}

impl Request {
    fn check(parameters: &Parameters, live: &Live) -> Result<Self, RestError> {
        let credentials = &live.options.credentials;
        let (from, to) = (parameters.required("created_from")?, parameters.required("created_to")?);
        let (limit, page) = (parameters.optional("limit"), parameters.optional("page"));
        let app_id = parameters.app_id(credentials)?;
        let values = HistoryValues { app_id, from, to, limit, page, secret: &credentials.app_secret };
        parameters.must_hash_to(&history_hash(live.options.history_hash, values))?;
        let request = Self {
            from: instant(from)?,
            to: instant(to)?,
            limit: whole(limit, DEFAULT_LIMIT)
                .filter(|limit| *limit <= MAX_LIMIT)
                .ok_or_else(|| RestError::bad_input("limit must be between 1 and 100"))?,
            page: whole(page, 1).ok_or_else(|| RestError::bad_input("page must be 1 or more"))?,
        };
        match request.to.as_second() - request.from.as_second() {
            ..0 => Err(RestError::bad_input("created_from is after created_to")),
            0..=MAX_SPAN_SECONDS => Ok(request),
            _ => Err(RestError::bad_input("the range must not exceed 31 days")),
        }
    }
}

fn instant(text: &str) -> Result<Timestamp, RestError> {
    text.parse().map_err(|_| RestError::bad_input(format!("{text} is not an ISO 8601 date")))
}

/// A whole number of 1 or more.
fn whole(text: Option<&str>, default: usize) -> Option<usize> {
    text.map_or(Some(default), |text| text.parse().ok()).filter(|number| *number > 0)
}

fn row(centre: &Centre, stamps: &Stamps, record: &CallRecord) -> Value {
    json!({
        "caller": party(centre, &record.caller),
        "callee": party(centre, &record.callee),
        "class": if record.internal { "one_one" } else { "trunking" },
        "did_number": record.did_number,
        "direction": if record.inbound { "to_ab" } else { "from_ab" },
        "status_detail": record.outcome.word(),
        "duration_seconds": record.duration_seconds(),
        "unix_timestamp": stamps.of(record.started).unix_seconds(),
        "billing_seconds": record.billing_seconds,
        "recording": record.recording().unwrap_or_default(),
        "queue_stat": record.stats().map(|stat| stat_row(centre, stamps, stat)).collect::<Vec<_>>(),
    })
}

fn party(centre: &Centre, party: &Party) -> Value {
    match party {
        Party::Number(number) => json!({ "number": number, "type": "realnumber" }),
        Party::Agent { agent, number } => {
            json!({ "number": number, "type": "user", "username": centre.agent(*agent).username })
        }
    }
}
