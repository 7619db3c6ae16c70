//! `POST /api/v1/calls {"number":"…"}`: click to call.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::same_origin;
use crate::app_state::AppState;
use crate::error::AppError;

#[derive(Debug, Deserialize)]
pub struct NumberToCall {
    number: String,
}

/// 202: the phone was told to ring, and then to dial. What follows is seen on the board.
pub async fn call(
    State(state): State<AppState>,
    headers: HeaderMap,
    Json(body): Json<NumberToCall>,
) -> Result<(StatusCode, Json<serde_json::Value>), AppError> {
    if !same_origin(&headers) {
        return Err(AppError::ForeignOrigin);
    }
    state.dialler.call(&body.number).await?;
    Ok((StatusCode::ACCEPTED, Json(serde_json::json!({}))))
}
