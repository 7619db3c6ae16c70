//! `GET /api/v1/board/{id}`: the board as of now, the same snapshot that `/live` begins with.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;

use crate::app_state::AppState;
use crate::error::AppError;
use crate::ws::Surface;

#[derive(Debug, Deserialize)]
pub struct BoardQuery {
    #[serde(default)]
    pub surface: Surface,
}

pub async fn snapshot(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<BoardQuery>,
) -> Result<Json<wire::Frame>, AppError> {
    if id != "all" {
        return Err(AppError::NoSuchBoard(id));
    }
    Ok(Json(state.live.snapshot(query.surface.privacy()).await?))
}
