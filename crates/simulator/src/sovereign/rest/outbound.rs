//! POST `/calls/outbound`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::error::ApiError;
use crate::sovereign::VoiceLive;

pub async fn outbound(
    State(live): State<Arc<VoiceLive>>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, ApiError> {
    let text = |name: &str| body[name].as_str();
    let destination = text("destination").ok_or(ApiError::Missing("destination"))?;
    let is_number = destination
        .strip_prefix('+')
        .is_some_and(|digits| digits.len() >= 7 && digits.bytes().all(|digit| digit.is_ascii_digit()));
    if !is_number {
        return Err(ApiError::Invalid("destination", "destination must be in E.164".to_owned()));
    }
    let assistant = text("assistant_id").ok_or(ApiError::Missing("assistant_id"))?;
    if live.faults().no_credit {
        return Err(ApiError::NoCredit);
    }
    live.with(|voice| {
        let assistant = voice.find_assistant(assistant).ok_or(ApiError::Unknown("Assistant"))?;
        let line = match text("number_id") {
            Some(id) => voice.find_line(id).ok_or(ApiError::Unknown("Number"))?,
            None => 0,
        };
        let key = voice.begin(destination.to_owned(), line, Some(assistant), true, false);
        let call = voice.call(key).ok_or(ApiError::Unknown("Call"))?;
        Ok(Json(json!({ "success": true, "call_id": call.id, "status": "dialing", "room_name": call.room })))
    })
}
