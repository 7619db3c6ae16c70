//! `GET /api/v1/calls/{id}/explain`: the facts that made a call, in order, with the rule that joined its legs.
//! `GET /api/v1/board/{id}/repairs`: where events and dashboard disagree, and what was repaired.

use axum::Json;
use axum::extract::{Path, State};

use crate::app_state::AppState;
use crate::error::AppError;
use crate::live::{CallAccount, TrustAccount};

/// The id may be any leg's.
pub async fn call(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<CallAccount>, AppError> {
    state.live.explain(&id).await?.map(Json).ok_or(AppError::CallUnknown)
}

pub async fn repairs(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<TrustAccount>, AppError> {
    if id != "all" {
        return Err(AppError::NoSuchBoard(id));
    }
    Ok(Json(state.live.trust().await?))
}
