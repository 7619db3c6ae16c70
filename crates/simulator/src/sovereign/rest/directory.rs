//! GET `/assistants`, its deprecated name `/agents`, and `/numbers`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::sovereign::VoiceLive;

pub async fn assistants(State(live): State<Arc<VoiceLive>>) -> Json<Value> {
    Json(json!({ "assistants": rows(&live) }))
}

pub async fn agents(State(live): State<Arc<VoiceLive>>) -> Json<Value> {
    Json(json!({ "agents": rows(&live) }))
}

pub async fn numbers(State(live): State<Arc<VoiceLive>>) -> Json<Value> {
    let rows: Value = live.with(|voice| {
        let row = |line: &crate::sovereign::voice::Line| {
            let assistant = voice.assistants.get(line.assistant).map(|assistant| &assistant.id);
            json!({ "id": line.id, "phone_number": line.number, "name": line.name,
                    "assistant_id": assistant, "transfer_trunk_id": null })
        };
        voice.lines.iter().map(row).collect()
    });
    Json(json!({ "numbers": rows }))
}

/// With the secret that webhooks are signed with, as the real one sends it: a client must not keep it.
fn rows(live: &VoiceLive) -> Value {
    let target = live.target();
    live.with(|voice| {
        let rows = voice.assistants.iter().map(|assistant| {
            json!({
                "id": assistant.id,
                "name": assistant.name,
                "webhook_url": target.as_ref().map(|(url, _)| url),
                "webhook_secret": live.options.credentials.webhook_secret,
                "webhook_events": ["status-update", "end-of-call-report"],
                "recording_consent": live.options.recordings,
                "gdpr_mode": false,
            })
        });
        rows.collect()
    })
}
