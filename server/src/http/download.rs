//! A file to be saved, sent as it is made.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};

use crate::error::AppError;

/// Lines to one piece of the answer.
const LINES_AT_ONCE: usize = 512;

/// CSV under that name. A failure halfway breaks the connection, so that nobody takes a part for the whole.
pub fn csv(name: &str, lines: impl Stream<Item = Result<String, AppError>> + Send + 'static) -> Response {
    let pieces =
        lines.ready_chunks(LINES_AT_ONCE).map(|lines| lines.into_iter().collect::<Result<String, _>>());
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}
