//! `GET /recordings/{call_id}`: the recording, streamed; with `?download`, as a file. What becomes of a request that
//! cannot be answered: `docs/recordings.md`.

use ::access::Did;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::doer::Doer;
use crate::app_state::AppState;
use crate::error::AppError;
use crate::live::Sight;
use crate::recordings::Wanted;

pub async fn play(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Path(call_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    may_hear(&state, &call_id, &sight).await?;
    let wanted = wanted(query.as_deref());
    let response = state.recordings.play(&call_id, &doer.grant.who, &headers, wanted).await?;
    // Written down before the first byte leaves; who already has it, or asks beyond its end, is told no sound.
    if matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
        write_down(&state, &doer, &call_id, wanted).await?;
    }
    Ok(response)
}

pub async fn head(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Path(call_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    may_hear(&state, &call_id, &sight).await?;
    state.recordings.look(&call_id, &doer.grant.who, &headers, wanted(query.as_deref())).await
}

/// Whether or not there is such a call: who may not hear it does not learn that either.
async fn may_hear(state: &AppState, call_id: &str, sight: &Sight) -> Result<(), AppError> {
    match state.history.may_hear(call_id, sight).await? {
        true => Ok(()),
        false => Err(AppError::NotYoursToHear),
    }
}

fn wanted(query: Option<&str>) -> Wanted {
    let mut names = query.unwrap_or_default().split('&').filter_map(|pair| pair.split('=').next());
    if names.any(|name| name == "download") { Wanted::Saved } else { Wanted::Played }
}

/// Each download; of playing the first within an hour, for a player asks for one piece after another, in whatever order.
async fn write_down(state: &AppState, doer: &Doer, call_id: &str, wanted: Wanted) -> Result<(), AppError> {
    if wanted == Wanted::Saved {
        return doer.does(Did::RecordingDownloaded, call_id, "").await;
    }
    let who = &doer.grant.who;
    let playing = format!("{} {} {call_id}", who.kind, who.id);
    let written = state.played.try_get_with(playing, doer.does(Did::RecordingPlayed, call_id, "")).await;
    written.map_err(|error| (*error).clone())
}
