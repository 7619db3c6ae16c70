//! `GET /healthz`: the process answers. `GET /readyz`: its numbers are alive.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use wire::{Freshness, SourceKind};

use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::live::Privacy;

pub async fn healthz() -> &'static str {
    "ok"
}

/// 200 while dashboard and events are heard in time, 503 with each source's state otherwise.
pub async fn readyz(State(state): State<AppState>) -> Result<impl IntoResponse, AppError> {
    let wire::Frame::Snapshot { board, .. } = state.live.snapshot(Privacy::Masked).await? else {
        return Err(AppError::Stopping);
    };
    let now = clock::now();
    let fresh = |row: &wire::SourceRow| matches!(row.freshness(now), Freshness::Live | Freshness::Late);
    let ready = board.sources.iter().filter(|row| row.source != SourceKind::Directory).all(fresh);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Json(serde_json::json!({ "ready": ready, "sources": board.sources }))))
}
