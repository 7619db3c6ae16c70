//! The truth, for tests.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::call::VoiceCall;
use super::live::VoiceLive;

pub async fn state(State(live): State<Arc<VoiceLive>>) -> Json<Value> {
    let calls: Value = live.with(|voice| voice.calls().map(|call| call_state(&live, call)).collect());
    Json(json!({
        "now": live.centre.clock.now().unix_millis(),
        "calls": calls,
        "faults": live.faults(),
        "webhooks": {
            "target": live.target().map(|(url, _)| url),
            "sent": live.sent(),
            "lost_by_a_full_queue": live.lost_by_a_full_queue.load(Ordering::Relaxed),
        },
    }))
}

/// REST's row with everything it does not tell.
pub fn call_state(live: &VoiceLive, call: &VoiceCall) -> Value {
    let mut row = call.row(true, &live.url);
    row["webhook_id"] = json!(call.webhook_id);
    row["transferred_to"] = json!(call.transferred_to);
    row["commands"] = json!(call.commands);
    row["reported"] = json!(call.is_reported);
    row
}
