//! Load, bursts, stories and faults: what comes over the centre.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ControlError;
use crate::faults::FaultOrder;
use crate::live::Live;
use crate::story::Story;

/// Channel events of an average call: six when the first agent picks up, fewer when nobody does.
const EVENTS_PER_CALL: f64 = 7.0;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadOrder {
    calls_per_minute: Option<f64>,
    events_per_second: Option<f64>,
    #[serde(default)]
    stop: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burst {
    events: u64,
}

pub async fn load(
    State(live): State<Arc<Live>>,
    Json(order): Json<LoadOrder>,
) -> Result<Json<Value>, ControlError> {
    let by_events = order.events_per_second.map(|events| events * 60.0 / EVENTS_PER_CALL);
    let rate = match (order.stop, order.calls_per_minute.or(by_events)) {
        (true, _) => 0.0,
        (false, Some(rate)) if rate.is_finite() && rate >= 0.0 => rate,
        _ => return Err(ControlError::not_understood("say calls_per_minute, events_per_second or stop")),
    };
    live.command(|centre| centre.set_load(rate));
    Ok(Json(json!({ "calls_per_minute": rate })))
}

pub async fn burst(State(live): State<Arc<Live>>, Json(order): Json<Burst>) -> Json<Value> {
    let emitted = live.command(|centre| {
        let before = centre.events_emitted();
        centre.burst(order.events);
        centre.events_emitted() - before
    });
    Json(json!({ "events": emitted }))
}

/// The dashboard's counters start again, as at midnight in Vietnam.
pub async fn new_day(State(live): State<Arc<Live>>) -> Json<Value> {
    live.command(crate::centre::Centre::begin_new_day);
    Json(json!({}))
}

pub async fn story(State(live): State<Arc<Live>>, text: String) -> Result<Json<Value>, ControlError> {
    let story = Story::parse(&text).map_err(|error| ControlError::not_understood(error.to_string()))?;
    let lines = story.lines.len();
    live.command(|centre| centre.tell(story));
    Ok(Json(json!({ "lines": lines })))
}

pub async fn faults(State(live): State<Arc<Live>>) -> Json<FaultOrder> {
    Json(live.faults.now())
}

pub async fn break_things(State(live): State<Arc<Live>>, Json(order): Json<FaultOrder>) -> Json<FaultOrder> {
    live.break_things(order);
    Json(live.faults.now())
}

pub async fn mend(State(live): State<Arc<Live>>) -> Json<FaultOrder> {
    live.break_things(FaultOrder { clear: true, ..FaultOrder::default() });
    Json(live.faults.now())
}
