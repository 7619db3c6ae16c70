//! `GET /nkrecord/…`: the storage that holds the recordings.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::get;

use super::body::body;
use super::order::{End, MediaOrder, Request};
use super::range::{Asked, asked};
use super::signature::{presigned_path, presigned_query};
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

/// A link to the recording `name` that works for a while, whether or not there is such a recording: S3 signs any name.
pub fn link(live: &Live, name: &str) -> String {
    let order = live.storage.order();
    let now = live.clock.now().unix_seconds();
    let life = order.life_seconds.unwrap_or(live.options.recording_seconds as i64);
    let fresh = live.storage.expiry(now + life);
    let expires = if life > 0 { fresh } else { now + life - 1 };
    let path = presigned_path(name, expires, &live.options.credentials.app_secret);
    let more = order.query.map(|more| format!("&{more}")).unwrap_or_default();
    format!("{}{path}{more}", order.base.as_deref().unwrap_or(&live.rest_url))
}

async fn recording(
    State(live): State<Arc<Live>>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let standing = live.storage.order();
    if let Some(millis) = standing.delay_ms {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
    let answer = match refused(&live, &uri, &standing) {
        None => answer(&live, &name, &uri, &headers),
        Some(refusal) => Answer::Said(refusal),
    };
    let status = match &answer {
        Answer::Said(response) | Answer::Sent(response, ..) => response.status(),
    };
    let number = live.storage.remember(Request {
        line: format!("GET {uri} HTTP/1.1"),
        range: header(header::RANGE),
        if_range: header(header::IF_RANGE),
        accept_encoding: header(header::ACCEPT_ENCODING),
        status: status.as_u16(),
        sent: 0,
        end: if matches!(answer, Answer::Said(_)) { End::Whole } else { End::UnderWay },
    });
    match answer {
        Answer::Said(response) => response,
        Answer::Sent(head, sound, part, order) => head.map(|_| body(live, number, sound, part, *order)),
    }
}

enum Answer {
    /// All of it.
    Said(Response),
    /// Its head, and what follows.
    Sent(Response, Sound, Range<u64>, Box<MediaOrder>),
}

/// What an unsigned request is told. Path and query are compared as they were spelled: a proxy that decodes or reorders
/// them fails here.
fn refused(live: &Live, uri: &Uri, order: &MediaOrder) -> Option<Response> {
    let query = uri.query().unwrap_or_default();
    let expires = query.split('&').find_map(|pair| pair.strip_prefix("Expires=")?.parse::<i64>().ok());
    let Some(expires) = expires else { return Some(denied("Access Denied")) };
    let mut signed = presigned_query(uri.path(), expires, &live.options.credentials.app_secret);
    if let Some(more) = &order.query {
        signed = format!("{signed}&{more}");
    }
    if query != signed {
        let why = "The request signature we calculated does not match the signature you provided.";
        return Some(failure(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", why));
    }
    let has_expired = live.storage.has_expired(expires, live.clock.now().unix_seconds());
    has_expired.then(|| denied("Request has expired"))
}

/// To a signed request.
fn answer(live: &Live, name: &str, uri: &Uri, headers: &HeaderMap) -> Answer {
    let order = live.storage.take_order();
    if let Some(to) = &order.redirect {
        let to = if to == "self" { format!("{}{uri}", live.rest_url) } else { to.clone() };
        return Answer::Said((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response());
    }
    if let Some(status) = order.status {
        return Answer::Said(ordered(status));
    }
    let found = live.look(|centre| {
        let named = |record: &&CallRecord| record.recording().as_deref() == Some(name);
        let record = centre.history().rev().find(named)?;
        Some((Sound::of_seconds(record.billing_seconds), record.ended))
    });
    let Some((sound, ended)) = found else { return Answer::Said(ordered(404)) };
    let sound = order.bytes.map_or(sound, Sound::of_bytes);
    let tag = format!("\"{:x}-{}\"", ended.unix_millis(), sound.len());
    deliver(sound, ended, order.etag.clone().unwrap_or(tag), headers, order)
}

fn deliver(sound: Sound, modified: Moment, tag: String, headers: &HeaderMap, order: MediaOrder) -> Answer {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (modified, total) = (http_date(modified), sound.len());
    let known = !tag.is_empty();
    let mut told = vec![(header::CONTENT_TYPE, order.content_type.clone().unwrap_or("audio/mpeg".into()))];
    if known {
        told.extend([(header::ETAG, tag.clone()), (header::LAST_MODIFIED, modified.clone())]);
    }
    if !order.no_ranges {
        told.push((header::ACCEPT_RANGES, "bytes".into()));
    }
    let same = header(header::IF_NONE_MATCH).map(|theirs| theirs == tag);
    let same = same.or_else(|| header(header::IF_MODIFIED_SINCE).map(|theirs| theirs == modified));
    if known && same == Some(true) {
        return Answer::Said((StatusCode::NOT_MODIFIED, AppendHeaders(told)).into_response());
    }
    let unchanged = header(header::IF_RANGE).is_none_or(|theirs| theirs == tag || theirs == modified);
    let range = header(header::RANGE).filter(|_| unchanged && !order.no_ranges);
    let (status, part) = match asked(range, total) {
        Asked::Whole => (StatusCode::OK, 0..total),
        Asked::Part(part) => {
            told.push((header::CONTENT_RANGE, format!("bytes {}-{}/{total}", part.start, part.end - 1)));
            (StatusCode::PARTIAL_CONTENT, part)
        }
        Asked::Beyond => {
            let why = "The requested range is not satisfiable";
            let mut beyond = failure(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidRange", why);
            let range = HeaderValue::try_from(format!("bytes */{total}"));
            range.map(|range| beyond.headers_mut().insert(header::CONTENT_RANGE, range)).ok();
            return Answer::Said(beyond);
        }
    };
    told.push((header::CONTENT_LENGTH, (part.end - part.start).to_string()));
    Answer::Sent((status, AppendHeaders(told)).into_response(), sound, part, Box::new(order))
}

/// S3's words for a status.
fn ordered(status: u16) -> Response {
    let (code, message) = match status {
        403 => return denied("Access Denied"),
        404 => ("NoSuchKey", "The specified key does not exist."),
        503 => ("SlowDown", "Please reduce your request rate."),
        _ => ("InternalError", "We encountered an internal error. Please try again."),
    };
    failure(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), code, message)
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
