//! The audio itself, passed through as it comes: ranges are the media server's own.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::TryStreamExt;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout_at;

use super::Recordings;
use crate::error::AppError;

/// What a browser may ask of the media server.
const ASKED: [HeaderName; 4] =
    [header::RANGE, header::IF_RANGE, header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE];
/// What it may learn from it.
const TOLD: [HeaderName; 5] = [
    header::CONTENT_LENGTH,
    header::CONTENT_RANGE,
    header::ACCEPT_RANGES,
    header::ETAG,
    header::LAST_MODIFIED,
];

/// Fetches the recording of a call with the browser's own range. A link that the media server refuses is resolved
/// once more: it may have expired while the listener paused.
pub async fn fetch(recordings: &Recordings, call_id: &str, asked: &HeaderMap) -> Result<Response, AppError> {
    let place = timeout_at(Recordings::patience(), recordings.places.clone().acquire_owned()).await;
    let Ok(Ok(place)) = place else { return Err(AppError::UpstreamBusy) };
    let mut answer = ask(recordings, call_id, asked, false).await?;
    if matches!(answer.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::GONE) {
        answer = ask(recordings, call_id, asked, true).await?;
    }
    match answer.status() {
        StatusCode::OK
        | StatusCode::PARTIAL_CONTENT
        | StatusCode::NOT_MODIFIED
        | StatusCode::RANGE_NOT_SATISFIABLE => Ok(pass(answer, call_id, place)),
        StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::GONE => Err(AppError::RecordingGone),
        status => Err(AppError::Upstream(format!("its media server answered {}", status.as_u16()))),
    }
}

async fn ask(
    recordings: &Recordings,
    call_id: &str,
    asked: &HeaderMap,
    fresh: bool,
) -> Result<reqwest::Response, AppError> {
    let link = recordings.link(call_id, fresh).await?;
    // Identity: a compressed reply would lose its length and its ranges.
    let mut request = recordings.media.get(link.expose()).header(header::ACCEPT_ENCODING, "identity");
    for name in ASKED {
        if let Some(value) = asked.get(&name).filter(|value| name != header::RANGE || single_range(value)) {
            request = request.header(name, value);
        }
    }
    request.send().await.map_err(|error| {
        if error.is_timeout() {
            AppError::UpstreamTimedOut
        } else {
            AppError::Upstream("its media server cannot be reached".into())
        }
    })
}

/// Several ranges at once would come back in parts that no player asked for: they are answered with the whole.
fn single_range(value: &HeaderValue) -> bool {
    value.to_str().is_ok_and(|range| range.starts_with("bytes=") && !range.contains(','))
}

fn pass(answer: reqwest::Response, call_id: &str, place: OwnedSemaphorePermit) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status();
    let headers = response.headers_mut();
    for name in TOLD {
        if let Some(value) = answer.headers().get(&name) {
            headers.insert(name, value.clone());
        }
    }
    headers.insert(header::CONTENT_TYPE, audio_type(answer.headers()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    if let Ok(disposition) = HeaderValue::try_from(format!("inline; filename=\"{}\"", file_name(call_id))) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    // When the listener goes, this stream is dropped, and with it the connection upstream and the place.
    let bytes = answer.bytes_stream().map_ok(move |bytes| {
        let _held = &place;
        bytes
    });
    *response.body_mut() = Body::from_stream(bytes);
    response
}

/// The media server may say `application/octet-stream`, which no player takes (`protocols.md` §5).
fn audio_type(headers: &HeaderMap) -> HeaderValue {
    const PLAYABLE: [&str; 5] = ["audio/mpeg", "audio/wav", "audio/x-wav", "audio/ogg", "audio/mp4"];
    let told = headers.get(header::CONTENT_TYPE);
    match told.filter(|told| told.to_str().is_ok_and(|told| PLAYABLE.contains(&told))) {
        Some(told) => told.clone(),
        None => HeaderValue::from_static("audio/mpeg"),
    }
}

fn file_name(call_id: &str) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '-' };
    let name: String = call_id.chars().take(64).map(plain).collect();
    format!("{name}.mp3")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_single_byte_ranges_are_passed_on() {
        let passes = |range| single_range(&HeaderValue::from_static(range));
        assert!(passes("bytes=0-"));
        assert!(passes("bytes=-500"));
        assert!(!passes("bytes=0-1,5-9"));
        assert!(!passes("lines=1-2"));
    }

    #[test]
    fn a_file_is_named_without_what_a_header_cannot_hold() {
        assert_eq!(file_name("F58@172.16.0.204\"\r\n"), "F58-172-16-0-204---.mp3");
    }
}
