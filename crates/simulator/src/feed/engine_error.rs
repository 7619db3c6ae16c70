//! Engine.IO's refusals: HTTP 400 with a number and its words (`protocols.md` §2.2).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineError {
    TransportUnknown,
    SessionUnknown,
    BadHandshakeMethod,
    BadRequest,
    UnsupportedVersion,
}

impl EngineError {
    const fn code(self) -> (u8, &'static str) {
        match self {
            Self::TransportUnknown => (0, "Transport unknown"),
            Self::SessionUnknown => (1, "Session ID unknown"),
            Self::BadHandshakeMethod => (2, "Bad handshake method"),
            Self::BadRequest => (3, "Bad request"),
            Self::UnsupportedVersion => (5, "Unsupported protocol version"),
        }
    }
}

impl IntoResponse for EngineError {
    fn into_response(self) -> Response {
        let (code, message) = self.code();
        (StatusCode::BAD_REQUEST, Json(json!({ "code": code, "message": message }))).into_response()
    }
}
