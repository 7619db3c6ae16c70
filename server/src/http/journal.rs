//! `GET /api/v1/journal`: how far back the board can be seen again, and what is missing.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use store::Health;
use wire::Frame;

use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::journal::FORMAT;
use crate::live::Sight;

pub async fn journal(State(state): State<AppState>) -> Result<Json<Value>, AppError> {
    let recorded = state.replays.recorded().await?;
    let gaps = match state.live.snapshot(Sight::wall()).await? {
        Frame::Snapshot { board, .. } => board.gaps,
        Frame::Delta { .. } | Frame::Notice { .. } => Vec::new(),
    };
    let holes: Vec<Value> = recorded
        .holes
        .iter()
        .map(|hole| {
            json!({ "from": clock::rfc3339(hole.from), "until": clock::rfc3339(hole.until), "why": hole.why })
        })
        .collect();
    let gaps: Vec<Value> = gaps
        .iter()
        .map(|gap| {
            json!({ "from": clock::rfc3339(gap.from), "until": gap.until.map(clock::rfc3339), "filled": gap.filled })
        })
        .collect();
    Ok(Json(json!({
        "from": recorded.span.map(|(from, _)| clock::rfc3339(from)),
        "until": recorded.span.map(|(_, until)| clock::rfc3339(until)),
        "position": recorded.position,
        "format": FORMAT,
        "holes": holes,
        "gaps": gaps,
        "health": health(&recorded.health),
    })))
}

fn health(health: &Health) -> Value {
    match health {
        Health::Kept => json!({ "state": "kept" }),
        Health::NotKept { since, why } => json!({
            "state": "not-kept",
            "since": clock::rfc3339(*since),
            "why": why.id(),
            "sentence": why.to_string(),
        }),
    }
}
