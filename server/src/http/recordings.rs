//! `GET /recordings/{call_id}`: the recording, streamed. `HEAD` is answered by a one-byte range upstream, because
//! presigned links are signed for `GET` alone (`protocols.md` §5).

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app_state::AppState;
use crate::error::AppError;
use crate::recordings::fetch;

pub async fn play(
    State(state): State<AppState>,
    Path(call_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    fetch(&state.recordings, &call_id, &headers).await
}

pub async fn head(State(state): State<AppState>, Path(call_id): Path<String>) -> Result<Response, AppError> {
    let mut asked = HeaderMap::new();
    asked.insert(header::RANGE, HeaderValue::from_static("bytes=0-0"));
    let answer = fetch(&state.recordings, &call_id, &asked).await?;
    let mut headers = answer.headers().clone();
    if let Some(total) = headers.remove(header::CONTENT_RANGE).as_ref().and_then(total) {
        headers.insert(header::CONTENT_LENGTH, total);
    }
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    Ok((StatusCode::OK, headers).into_response())
}

/// `bytes 0-0/12345` → `12345`.
fn total(range: &HeaderValue) -> Option<HeaderValue> {
    let total = range.to_str().ok()?.rsplit('/').next()?;
    total.parse::<u64>().ok().map(HeaderValue::from)
}
