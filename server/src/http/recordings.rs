//! `GET /recordings/{call_id}`: the recording, streamed. `HEAD` is answered by a one-byte range upstream, because
//! presigned links are signed for `GET` alone (`protocols.md` §5).

use ::access::Did;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::doer::Doer;
use crate::app_state::AppState;
use crate::error::AppError;
use crate::live::Sight;
use crate::recordings::fetch;

pub async fn play(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Path(call_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    may_hear(&state, &call_id, &sight).await?;
    // A player asks for one piece after another, in whatever order: the first of an hour is the playing.
    let who = &doer.grant.who;
    let playing = format!("{} {} {call_id}", who.kind, who.id);
    if !state.played.contains_key(&playing) {
        doer.does(Did::RecordingPlayed, &call_id, "").await?;
        state.played.insert(playing, ()).await;
    }
    fetch(&state.recordings, &call_id, &headers).await
}

pub async fn head(
    State(state): State<AppState>,
    sight: Sight,
    Path(call_id): Path<String>,
) -> Result<Response, AppError> {
    may_hear(&state, &call_id, &sight).await?;
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

/// Out of sight is answered as if there were none.
async fn may_hear(state: &AppState, call_id: &str, sight: &Sight) -> Result<(), AppError> {
    match state.history.may_hear(call_id, sight).await? {
        true => Ok(()),
        false => Err(AppError::RecordingGone),
    }
}

/// `bytes 0-0/12345` → `12345`.
fn total(range: &HeaderValue) -> Option<HeaderValue> {
    let total = range.to_str().ok()?.rsplit('/').next()?;
    total.parse::<u64>().ok().map(HeaderValue::from)
}
