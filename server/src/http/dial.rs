//! `POST /api/v1/calls {"number":"…"}`: click to call.

use ::access::Did;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use super::doer::Doer;
use crate::app_state::AppState;
use crate::error::AppError;
use crate::live::Sight;

#[derive(Debug, Deserialize)]
pub struct NumberToCall {
    number: String,
}

/// 202: the phone was told to ring, and then to dial. What follows is seen on the board.
pub async fn call(
    State(state): State<AppState>,
    doer: Doer,
    Json(body): Json<NumberToCall>,
) -> Result<(StatusCode, Json<serde_json::Value>), AppError> {
    doer.does(Did::CallStarted, &Sight::masked().number(&body.number, None), "").await?;
    state.dialler.call(&body.number).await?;
    Ok((StatusCode::ACCEPTED, Json(serde_json::json!({}))))
}
