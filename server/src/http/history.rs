//! `GET /api/v1/history/progress`: how much of AntRing's call history has been read.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::app_state::AppState;
use crate::ledger::sync::Progress;

#[derive(Debug, Serialize)]
pub struct Answer {
    #[serde(flatten)]
    progress: Progress,
    /// What was seen and did not fit into the ledger's mailbox, since the start; all of it was told again.
    overflowed: u64,
}

pub async fn progress(State(state): State<AppState>) -> Json<Answer> {
    Json(Answer { progress: state.ledger.progress(), overflowed: state.ledger.overflowed() })
}
