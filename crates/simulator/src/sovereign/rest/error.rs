//! What a refused request is told, in one of the three shapes that the documents show (`protocols.md` §4.1): which
//! status has which is theirs for 401, 402 and 429, and ours for the others.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

#[derive(Debug)]
pub enum ApiError {
    /// 401
    Key,
    /// 402
    NoCredit,
    /// 404
    Unknown(&'static str),
    /// 400, about this field
    Missing(&'static str),
    /// 400, about this field
    Invalid(&'static str, String),
    /// 429
    TooMany { seconds: i64 },
    /// Ordered by the faults.
    Ordered(StatusCode),
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, body) = match &self {
            Self::Key => (
                StatusCode::UNAUTHORIZED,
                json!({ "error": "Unauthorized", "message": "Invalid or missing API key" }),
            ),
            Self::NoCredit => (
                StatusCode::PAYMENT_REQUIRED,
                nested(
                    "insufficient_credits",
                    "Insufficient credits to make outbound call. Please add credits in your billing dashboard.",
                ),
            ),
            Self::Unknown(what) => (
                StatusCode::NOT_FOUND,
                json!({ "error": "Not found", "message": format!("{what} not found") }),
            ),
            Self::Missing(param) => (
                StatusCode::BAD_REQUEST,
                flat("missing_field", &format!("The field {param} is required."), param),
            ),
            Self::Invalid(param, message) => {
                (StatusCode::BAD_REQUEST, flat("invalid_request", message, param))
            }
            Self::TooMany { seconds } => (
                StatusCode::TOO_MANY_REQUESTS,
                nested(
                    "rate_limit_exceeded",
                    &format!("Too many requests. Please retry after {seconds} seconds."),
                ),
            ),
            Self::Ordered(status) => (*status, nested("ordered", "Ordered by the simulator's faults.")),
        };
        let mut answer = (status, Json(body)).into_response();
        if let Self::TooMany { seconds } = self {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
}

fn nested(code: &str, message: &str) -> Value {
    json!({ "error": { "code": code, "message": message } })
}

fn flat(code: &str, message: &str, param: &str) -> Value {
    json!({ "error": code, "message": message, "param": param, "type": "invalid_request_error" })
}
