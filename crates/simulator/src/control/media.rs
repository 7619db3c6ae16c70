//! The storage that holds the recordings: what goes wrong with it, and what it was asked for.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::live::Live;
use crate::recording::MediaOrder;

pub async fn media(State(live): State<Arc<Live>>) -> Json<Value> {
    let storage = &live.storage;
    Json(json!({ "order": storage.order(), "links": storage.links(), "requests": storage.requests() }))
}

pub async fn order(State(live): State<Arc<Live>>, Json(order): Json<MediaOrder>) -> Json<MediaOrder> {
    live.storage.obey(order);
    Json(live.storage.order())
}
