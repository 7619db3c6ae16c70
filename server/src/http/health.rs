//! `GET /healthz`: the process answers. `GET /readyz`: its numbers are alive.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use wire::{Freshness, SourceKind};

use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::live::Sight;

pub async fn healthz() -> &'static str {
    "ok"
}

/// 200 while dashboard and events are heard in time, 503 with each source's state otherwise. A history that is not being
/// kept is told, but the board goes on without it.
pub async fn readyz(State(state): State<AppState>) -> Result<impl IntoResponse, AppError> {
    let wire::Frame::Snapshot { board, .. } = state.live.snapshot(Sight::wall()).await? else {
        return Err(AppError::Stopping);
    };
    let now = clock::now();
    let fresh = |row: &wire::SourceRow| matches!(row.freshness(now), Freshness::Live | Freshness::Late);
    let of_now = |row: &&wire::SourceRow| matches!(row.source, SourceKind::Dashboard | SourceKind::Events);
    let ready = board.sources.iter().filter(of_now).all(fresh);
    let history = board.sources.iter().find(|row| row.source == SourceKind::History);
    let kept = history.map(|row| row.problem.is_none());
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Json(serde_json::json!({ "ready": ready, "history_kept": kept, "sources": board.sources }))))
}
