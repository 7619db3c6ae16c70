//! GET `/recordings/{name}.mp3`: where `recording_url` leads. Whether the real one is signed is not documented
//! (`protocols.md` §5); this one is public, and whole answers are all it gives.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::sovereign::VoiceLive;

/// One frame of silence, MPEG-1 layer III at 32 kbit/s and 44.1 kHz: 104 bytes for 26 ms.
const FRAME_BYTES: usize = 104;
const FRAMES_PER_SECOND: f64 = 38.28;

pub async fn recording(State(live): State<Arc<VoiceLive>>, Path(name): Path<String>) -> Response {
    let seconds = live.with(|voice| {
        let key = voice.find_by_any_id(name.strip_suffix(".mp3")?)?;
        voice.call(key).filter(|call| call.recording_url("").is_some())?.seconds()
    });
    let Some(seconds) = seconds else { return StatusCode::NOT_FOUND.into_response() };
    let frames = (seconds.max(1) as f64 * FRAMES_PER_SECOND) as usize;
    let mut frame = [0_u8; FRAME_BYTES];
    frame[..4].copy_from_slice(&[0xFF, 0xFB, 0x10, 0xC4]);
    ([(header::CONTENT_TYPE, "audio/mpeg")], frame.repeat(frames)).into_response()
}
