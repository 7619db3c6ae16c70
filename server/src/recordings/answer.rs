//! What the browser is told of a recording: the media server's ranges, our own everything else.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a browser may learn from the media server besides a body's length.
const TOLD: [HeaderName; 4] =
    [header::CONTENT_RANGE, header::ACCEPT_RANGES, header::ETAG, header::LAST_MODIFIED];

/// To be played in the page, or to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Played,
    Saved,
}

/// What the browser's name for the file is made of.
pub struct Called<'a> {
    pub call_id: &'a str,
    /// As the history spells it.
    pub recording: &'a str,
    pub wanted: Wanted,
}

/// The answer to a `GET`; `body` makes its body, if it has one.
pub fn pass(
    answer: reqwest::Response,
    called: &Called<'_>,
    body: impl FnOnce(reqwest::Response) -> Body,
) -> Response {
    let (status, mut headers) = (answer.status(), headers(answer.headers(), called));
    if !matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
        return (status, headers).into_response();
    }
    if let Some(length) = answer.headers().get(header::CONTENT_LENGTH) {
        headers.insert(header::CONTENT_LENGTH, length.clone());
    }
    (status, headers, body(answer)).into_response()
}

/// The answer to a `HEAD`, from that to a `GET` of the first byte.
pub fn head(answer: &reqwest::Response, called: &Called<'_>) -> Response {
    let told = answer.headers();
    let mut headers = headers(told, called);
    if answer.status() == StatusCode::NOT_MODIFIED {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    // 416: not even one byte is there.
    let whole = match headers.remove(header::CONTENT_RANGE) {
        Some(range) => total(&range),
        None => told.get(header::CONTENT_LENGTH).cloned(),
    };
    if let Some(whole) = whole {
        headers.insert(header::CONTENT_LENGTH, whole);
    }
    if answer.status() == StatusCode::PARTIAL_CONTENT {
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    }
    (StatusCode::OK, headers).into_response()
}

fn headers(told: &HeaderMap, called: &Called<'_>) -> HeaderMap {
    let passed = TOLD.into_iter().filter_map(|name| told.get(&name).map(|value| (name, value.clone())));
    let mut headers: HeaderMap = passed.collect();
    let kind = audio_type(told, called.recording);
    let inline = called.wanted == Wanted::Played && kind != UNKNOWN;
    let ours = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    headers.extend(ours.map(|(name, value)| (name, HeaderValue::from_static(value))));
    let disposition = if inline { "inline" } else { "attachment" };
    let disposition = format!("{disposition}; filename=\"{}\"", file_name(called.call_id, kind));
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers
}

/// Is saved, never shown.
const UNKNOWN: &str = "application/octet-stream";

/// What the media server says, if a player takes it; it may say `application/octet-stream` of everything
/// (`protocols.md` §5), so else by the end of the recording's name.
fn audio_type(told: &HeaderMap, recording: &str) -> &'static str {
    const PLAYABLE: [&str; 7] =
        ["audio/mpeg", "audio/wav", "audio/x-wav", "audio/wave", "audio/ogg", "audio/webm", "audio/mp4"];
    let told = told.get(header::CONTENT_TYPE).and_then(|told| told.to_str().ok()?.split(';').next());
    let known =
        PLAYABLE.into_iter().find(|kind| told.is_some_and(|told| told.trim().eq_ignore_ascii_case(kind)));
    known.unwrap_or_else(|| {
        match recording.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).as_deref() {
            Some("mp3") => "audio/mpeg",
            Some("wav") => "audio/wav",
            Some("ogg" | "opus") => "audio/ogg",
            Some("webm") => "audio/webm",
            Some("m4a" | "mp4") => "audio/mp4",
            _ => UNKNOWN,
        }
    })
}

/// After the call, in letters and digits: nothing in it needs quoting, nor another alphabet.
fn file_name(call_id: &str, kind: &str) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '-' };
    let name: String = call_id.chars().take(64).map(plain).collect();
    let end = match kind {
        "audio/mpeg" => ".mp3",
        "audio/wav" | "audio/x-wav" | "audio/wave" => ".wav",
        "audio/ogg" => ".ogg",
        "audio/webm" => ".webm",
        "audio/mp4" => ".m4a",
        _ => "",
    };
    format!("{name}{end}")
}

/// `bytes 0-0/12345`, `bytes */12345` → `12345`.
fn total(range: &HeaderValue) -> Option<HeaderValue> {
    let total = range.to_str().ok()?.rsplit('/').next()?;
    total.parse::<u64>().ok().map(HeaderValue::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_without_what_a_header_cannot_hold() {
        assert_eq!(file_name("F58@172.16.0.204\"\r\n", "audio/mpeg"), "F58-172-16-0-204---.mp3");
        assert_eq!(file_name("ghi âm", "audio/wav"), "ghi--m.wav");
    }

    #[test]
    fn what_a_player_takes_is_believed_and_all_else_goes_by_the_name() {
        let of = |told: &'static str, recording| {
            audio_type(
                &[(header::CONTENT_TYPE, HeaderValue::from_static(told))].into_iter().collect(),
                recording,
            )
        };
        assert_eq!(of("audio/ogg", "a.mp3"), "audio/ogg");
        assert_eq!(of("Audio/WAV; codec=1", "a.mp3"), "audio/wav");
        assert_eq!(of("application/octet-stream", "a.MP3"), "audio/mpeg");
        assert_eq!(of("text/html", "a.wav"), "audio/wav");
        assert_eq!(of("text/html", "recording"), UNKNOWN);
        assert_eq!(audio_type(&HeaderMap::new(), "a.mp3"), "audio/mpeg");
    }

    #[test]
    fn what_is_unknown_or_wanted_so_is_saved() {
        let of = |recording, wanted| {
            let called = Called { call_id: "F58@x", recording, wanted };
            headers(&HeaderMap::new(), &called)[header::CONTENT_DISPOSITION]
                .to_str()
                .expect("text")
                .to_owned()
        };
        assert_eq!(of("a.mp3", Wanted::Played), "inline; filename=\"F58-x.mp3\"");
        assert_eq!(of("a.mp3", Wanted::Saved), "attachment; filename=\"F58-x.mp3\"");
        assert_eq!(of("a", Wanted::Played), "attachment; filename=\"F58-x\"");
    }
}
