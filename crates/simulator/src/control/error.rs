//! Answers to commands that changed nothing.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::centre::CommandError;

#[derive(Debug)]
pub struct ControlError {
    status: StatusCode,
    reason: String,
}

impl ControlError {
    pub fn not_understood(reason: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, reason: reason.into() }
    }
}

impl From<CommandError> for ControlError {
    fn from(error: CommandError) -> Self {
        let status = match error {
            CommandError::Unknown { .. } => StatusCode::NOT_FOUND,
            CommandError::Impossible(_) => StatusCode::CONFLICT,
        };
        Self { status, reason: error.to_string() }
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.reason }))).into_response()
    }
}
