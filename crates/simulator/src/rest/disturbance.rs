//! What stands before every AntRing endpoint: the request budget, and the faults.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::error::RestError;
use crate::faults::{RestAnswer, RestAnswerKind};
use crate::live::Live;

/// Pieces of a slow answer.
const PIECES: usize = 20;
const BETWEEN_PIECES: Duration = Duration::from_millis(500);
/// The first half must have left before the connection ends.
const UNTIL_CUT: Duration = Duration::from_millis(100);
const BIG_BYTES: usize = 64 * 1024 * 1024;
const BIG_PIECES: usize = 1024;

pub async fn disturb(State(live): State<Arc<Live>>, request: Request, next: Next) -> Response {
    if let Some(millis) = live.faults.now().rest_delay_ms {
        tokio::time::sleep(live.clock.in_the_world(Duration::from_millis(millis))).await;
    }
    if let Some((answer, retry_after)) = live.faults.take_rest_answer(request.uri().path()) {
        let mut answer = instead(answer, &live, request, next).await;
        if let Some(seconds) = retry_after {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        return answer;
    }
    if !live.budget.spend(live.clock.now()) {
        return RestError::over_quota().into_response();
    }
    next.run(request).await
}

async fn instead(answer: RestAnswer, live: &Live, request: Request, next: Next) -> Response {
    const JSON: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/json")];
    match answer {
        RestAnswer::Status(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            RestError { status, reason: "ordered by the simulator's faults".to_owned() }.into_response()
        }
        RestAnswer::Kind(RestAnswerKind::Garbage) => {
            (JSON, "{\"agent\": {\"ready\": 2, \"status_det").into_response()
        }
        RestAnswer::Kind(RestAnswerKind::Empty) => (JSON, "").into_response(),
        RestAnswer::Kind(RestAnswerKind::Html) => {
            let page =
                "<!DOCTYPE html><html><head><title>Bảo trì hệ thống</title></head><body>502</body></html>";
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
        }
        RestAnswer::Kind(RestAnswerKind::Hang) => std::future::pending().await,
        RestAnswer::Kind(RestAnswerKind::Big) => (JSON, big_body()).into_response(),
        RestAnswer::Kind(kind @ (RestAnswerKind::Cut | RestAnswerKind::Truncated | RestAnswerKind::Slow)) => {
            let (parts, body) = next.run(request).await.into_parts();
            let truth = to_bytes(body, usize::MAX).await.unwrap_or_default();
            let body = match kind {
                RestAnswerKind::Truncated => Body::from(truth.slice(..truth.len() / 2)),
                RestAnswerKind::Cut => cut_body(&truth),
                _ => slow_body(truth, live.clock.in_the_world(BETWEEN_PIECES)),
            };
            let mut answer = Response::from_parts(parts, body);
            if kind == RestAnswerKind::Truncated {
                answer.headers_mut().remove(header::CONTENT_LENGTH);
            }
            answer
        }
    }
}

/// Half the answer, then an error, at which the server cuts the connection.
fn cut_body(truth: &Bytes) -> Body {
    let half = truth.slice(..truth.len() / 2);
    let broken = async {
        tokio::time::sleep(UNTIL_CUT).await;
        Err(io::Error::other("the connection is cut, as ordered"))
    };
    Body::from_stream(stream::iter([Ok(half)]).chain(stream::once(broken)))
}

fn slow_body(truth: Bytes, between: Duration) -> Body {
    let piece = truth.len().div_ceil(PIECES).max(1);
    let pieces = (0..truth.len()).step_by(piece).map(move |at| truth.slice(at..truth.len().min(at + piece)));
    let late = stream::iter(pieces.collect::<Vec<_>>()).then(move |piece| async move {
        tokio::time::sleep(between).await;
        Ok::<_, io::Error>(piece)
    });
    Body::from_stream(late)
}

/// One long text in JSON, made while it is sent.
fn big_body() -> Body {
    let padding = Bytes::from(vec![b'x'; BIG_BYTES / BIG_PIECES]);
    let pieces = std::iter::once(Bytes::from_static(b"{\"padding\":\""))
        .chain(std::iter::repeat_n(padding, BIG_PIECES))
        .chain(std::iter::once(Bytes::from_static(b"\"}")));
    Body::from_stream(stream::iter(pieces.map(Ok::<_, io::Error>)))
}
