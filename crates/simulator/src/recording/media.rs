//! `GET /nkrecord/…`: the storage that holds the recordings.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::range::{Asked, asked};
use super::signature::presigned_query;
use super::sound::Sound;
use crate::centre::CallRecord;
use crate::live::Live;
use crate::moment::Moment;

pub fn router(live: Arc<Live>) -> Router {
    // A link is signed for GET; HEAD is another verb and its signature does not match.
    Router::new()
        .route("/nkrecord/{name}", get(recording).head(async || StatusCode::FORBIDDEN))
        .with_state(live)
}

async fn recording(
    State(live): State<Arc<Live>>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let query = uri.query().unwrap_or_default();
    let expires = query.split('&').find_map(|pair| pair.strip_prefix("Expires=")?.parse::<i64>().ok());
    let Some(expires) = expires else { return denied("Access Denied") };
    // Path and query are compared as they were spelled: a proxy that decodes or reorders them fails here.
    if query != presigned_query(uri.path(), expires, &live.options.credentials.app_secret) {
        return failure(
            StatusCode::FORBIDDEN,
            "SignatureDoesNotMatch",
            "The request signature does not match",
        );
    }
    if live.clock.now().unix_seconds() > expires {
        return denied("Request has expired");
    }
    let found = live.look(|centre| {
        let named = |record: &&CallRecord| record.recording().as_deref() == Some(name.as_str());
        centre
            .history()
            .rev()
            .find(named)
            .map(|record| (Sound::of_seconds(record.billing_seconds), record.ended))
    });
    match found {
        Some((sound, ended)) => {
            deliver(sound, ended, &format!("\"{:x}-{}\"", ended.unix_millis(), sound.len()), &headers)
        }
        None => failure(StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist."),
    }
}

fn deliver(sound: Sound, modified: Moment, tag: &str, headers: &HeaderMap) -> Response {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let modified = http_date(modified);
    let unchanged = header(header::IF_RANGE).is_none_or(|known| known == tag || known == modified);
    let range = header(header::RANGE).filter(|_| unchanged);
    let total = sound.len();
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, "audio/mpeg")
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::ETAG, tag)
        .header(header::LAST_MODIFIED, modified);
    let answer = match asked(range, total) {
        Asked::Whole => answer.body(Body::from(sound.bytes(0..total))),
        Asked::Part(part) => answer
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_RANGE, format!("bytes {}-{}/{total}", part.start, part.end - 1))
            .body(Body::from(sound.bytes(part))),
        Asked::Beyond => answer
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{total}"))
            .body(Body::empty()),
    };
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn denied(message: &str) -> Response {
    failure(StatusCode::FORBIDDEN, "AccessDenied", message)
}

/// An error as S3 writes it.
fn failure(status: StatusCode, code: &str, message: &str) -> Response {
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    (status, [(header::CONTENT_TYPE, "application/xml")], xml).into_response()
}

fn http_date(moment: Moment) -> String {
    let at = jiff::Timestamp::from_second(moment.unix_seconds()).ok();
    at.map_or_else(String::new, |at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}
