//! `GET /control/past`: what happened in the queues, day by day or in one span, counted from the centre's own calls.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::centre::{Centre, Span, Thresholds};
use crate::live::Live;
use crate::moment::Moment;
use crate::rest::iso;

const DAY_SECONDS: f64 = 86_400.0;

/// Unix milliseconds and seconds. Without a span: every day of Vietnam that the centre remembers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    from: Option<i64>,
    until: Option<i64>,
    #[serde(default = "twenty")]
    target_seconds: i64,
    #[serde(default = "five")]
    short_seconds: i64,
}

const fn twenty() -> i64 {
    20
}

const fn five() -> i64 {
    5
}

pub async fn past(State(live): State<Arc<Live>>, Query(wanted): Query<Wanted>) -> Json<Value> {
    let thresholds =
        Thresholds { target_seconds: wanted.target_seconds, short_seconds: wanted.short_seconds };
    Json(live.look(|centre| {
        let spans = match (wanted.from, wanted.until) {
            (None, None) => days(centre),
            (from, until) => {
                let until = until.map_or_else(|| centre.now(), Moment::from_unix_millis);
                vec![Span { from: Moment::from_unix_millis(from.unwrap_or_default()), until }]
            }
        };
        json!({
            "now": iso(centre.now()),
            "live_calls": centre.live_calls().count(),
            "spans": spans.into_iter().map(|span| counts(centre, span, thresholds)).collect::<Vec<_>>(),
        })
    }))
}

fn counts(centre: &Centre, span: Span, thresholds: Thresholds) -> Value {
    let (all, queues) = centre.counts(span, thresholds);
    let queues: serde_json::Map<String, Value> =
        queues.iter().map(|(queue, counts)| (centre.queues()[*queue].id.clone(), json!(counts))).collect();
    json!({
        "from": span.from.unix_millis(),
        "until": span.until.unix_millis(),
        "begins": iso(span.from),
        "all": all,
        "queues": queues,
    })
}

fn days(centre: &Centre) -> Vec<Span> {
    let now = centre.now();
    let first = centre.history().map(|record| record.started).min().unwrap_or(now).midnight_in_vietnam();
    let next = |day: &Span| Some(Span { from: day.until, until: day.until.after(DAY_SECONDS) });
    let days = std::iter::successors(Some(Span { from: first, until: first.after(DAY_SECONDS) }), next);
    days.take_while(|day| day.from <= now).collect()
}
