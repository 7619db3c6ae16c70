//! What stands before every AntRing endpoint: the request budget, and the faults.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::RestError;
use crate::faults::{RestAnswer, RestAnswerKind};
use crate::live::Live;

pub async fn disturb(State(live): State<Arc<Live>>, request: Request, next: Next) -> Response {
    if let Some(millis) = live.faults.now().rest_delay_ms {
        tokio::time::sleep(live.clock.in_the_world(Duration::from_millis(millis))).await;
    }
    if let Some(answer) = live.faults.take_rest_answer(request.uri().path()) {
        return instead(answer).await;
    }
    if !live.budget.spend(live.clock.now()) {
        return RestError::over_quota().into_response();
    }
    next.run(request).await
}

async fn instead(answer: RestAnswer) -> Response {
    const JSON: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/json")];
    match answer {
        RestAnswer::Status(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            RestError { status, reason: "ordered by the simulator's faults".to_owned() }.into_response()
        }
        RestAnswer::Kind(RestAnswerKind::Garbage) => {
            (JSON, "{\"agent\": {\"ready\": 2, \"status_det").into_response()
        }
        RestAnswer::Kind(RestAnswerKind::Empty) => (JSON, "").into_response(),
        RestAnswer::Kind(RestAnswerKind::Html) => {
            let page =
                "<!DOCTYPE html><html><head><title>Bảo trì hệ thống</title></head><body>502</body></html>";
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
        }
        RestAnswer::Kind(RestAnswerKind::Hang) => std::future::pending().await,
    }
}
