//! The storage that holds the recordings: what goes wrong with it, and what it was asked for.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::live::Live;
use crate::recording::MediaOrder;

pub async fn media(State(live): State<Arc<Live>>) -> Json<Value> {
    Json(json!({ "order": live.storage.order(), "requests": live.storage.requests() }))
}

pub async fn order(State(live): State<Arc<Live>>, Json(order): Json<MediaOrder>) -> Json<MediaOrder> {
    let standing = live.storage.order().life_seconds;
    let life = standing.unwrap_or_default().max(live.options.recording_seconds as i64);
    live.storage.obey(order, live.clock.now().unix_seconds() + life);
    Json(live.storage.order())
}
