//! What stands before every endpoint: the key, its budget, and the faults.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::ApiError;
use crate::sovereign::VoiceLive;

pub async fn let_in(State(live): State<Arc<VoiceLive>>, request: Request, next: Next) -> Response {
    let bearer = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if bearer.and_then(|bearer| bearer.strip_prefix("Bearer ")) != Some(&live.options.credentials.api_key) {
        return ApiError::Key.into_response();
    }
    if let Some(status) = live.take_rest_status() {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return ApiError::Ordered(status).into_response();
    }
    let limit = live.options.requests_per_minute;
    let now = live.centre.clock.now();
    let standing = live.requests.lock().unwrap_or_else(PoisonError::into_inner).count(limit, now);
    let mut answer = if standing.passes {
        next.run(request).await
    } else {
        ApiError::TooMany { seconds: standing.retry_after(now) }.into_response()
    };
    if limit > 0 {
        let headers = answer.headers_mut();
        let reset = live.centre.stamps.of(standing.reset).unix_seconds();
        headers.insert("x-ratelimit-limit", HeaderValue::from(limit));
        headers.insert("x-ratelimit-remaining", HeaderValue::from(standing.left));
        headers.insert("x-ratelimit-reset", HeaderValue::from(reset));
    }
    let delay = Duration::from_millis(live.faults().rest_delay_ms);
    tokio::time::sleep(live.centre.clock.in_the_world(delay)).await;
    answer
}
