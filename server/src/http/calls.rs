//! `GET /api/v1/calls?from&to&page&limit`: the call history, as `/calls` shows it.

use app::{CallsPage, CallsQuery};
use axum::Json;
use axum::extract::{Query, State};

use crate::app_state::AppState;
use crate::error::AppError;

pub async fn list(
    State(state): State<AppState>,
    Query(query): Query<CallsQuery>,
) -> Result<Json<CallsPage>, AppError> {
    Ok(Json(state.history.page(query).await?))
}
