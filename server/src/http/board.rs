//! `GET /api/v1/board/{id}`: the board as of now, the same snapshot that `/live` begins with; with `?at=…`
//! as it was then.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use wire::Millis;

use crate::app_state::AppState;
use crate::error::AppError;
use crate::http::moment;
use crate::live::Sight;
use crate::ws::Surface;

#[derive(Debug, Deserialize)]
pub struct BoardQuery {
    #[serde(default)]
    pub surface: Surface,
    /// A moment that has passed.
    #[serde(default, deserialize_with = "moment::deserialize")]
    pub at: Option<Millis>,
}

pub async fn snapshot(
    State(state): State<AppState>,
    sight: Sight,
    Path(id): Path<String>,
    Query(query): Query<BoardQuery>,
) -> Result<Json<wire::Frame>, AppError> {
    if id != "all" {
        return Err(AppError::NoSuchBoard(id));
    }
    let sight = query.surface.shows(sight);
    Ok(Json(match query.at {
        Some(at) => state.replays.board_at(at, sight).await?,
        None => state.live.snapshot(sight).await?,
    }))
}
