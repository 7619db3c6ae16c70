//! What a refused request is told. AntRing documents no 401 and no body; a wrong hash is taken to be a 400
//! (`protocols.md` §1.1).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refusal with a status and a word of explanation.
#[derive(Debug, PartialEq, Eq)]
pub struct RestError {
    pub status: StatusCode,
    pub reason: String,
}

impl RestError {
    pub fn bad_input(reason: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, reason: reason.into() }
    }

    pub fn over_quota() -> Self {
        Self { status: StatusCode::SERVICE_UNAVAILABLE, reason: "request quota exceeded".to_owned() }
    }
}

impl IntoResponse for RestError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.reason }))).into_response()
    }
}
