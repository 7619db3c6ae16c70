//! `GET /oapi/v1/call/play_recording`: a link that works for a while.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde_json::{Value, json};

use super::error::RestError;
use super::hash::hash;
use super::query::Parameters;
use crate::live::Live;
use crate::recording;

/// Signs any name, as S3 does: whether the object exists shows when it is fetched.
pub async fn play_recording(
    State(live): State<Arc<Live>>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, RestError> {
    let credentials = &live.options.credentials;
    let app_id = parameters.app_id(credentials)?;
    let media = parameters.required("media")?;
    parameters.must_hash_to(&hash(&[app_id, media, &credentials.app_secret]))?;
    if media.is_empty() {
        return Err(RestError::bad_input("media is required"));
    }
    Ok(Json(json!({ "media": recording::link(&live, media) })))
}
