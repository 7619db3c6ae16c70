//! `GET /api/v1/board/{id}/events`: the live stream as server-sent events. `id:` is `E:N`; a client that comes
//! back sends it as `Last-Event-ID` and gets what it missed.

use std::convert::Infallible;
use std::time::Duration;

use ::access::Grant;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;

use crate::app_state::AppState;
use crate::error::AppError;
use crate::http::board::BoardQuery;
use crate::hub::Encoded;
use crate::live::Sight;

pub async fn events(
    State(state): State<AppState>,
    sight: Sight,
    Path(id): Path<String>,
    Query(query): Query<BoardQuery>,
    Extension(grant): Extension<Grant>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, AppError> {
    if id != "all" {
        return Err(AppError::NoSuchBoard(id));
    }
    let room = state.streams.open(&grant.who).ok_or(AppError::TooManyStreams)?;
    let subscription = state.live.subscribe(query.surface.shows(sight), last_event(&headers)).await?;
    let epoch = subscription.epoch;
    // A client that falls behind ends its stream; it comes back with its last id and gets the rest, or a snapshot.
    let following =
        BroadcastStream::new(subscription.frames).take_while(|frame| std::future::ready(frame.is_ok()));
    let frames =
        stream::iter(subscription.first).chain(following.filter_map(|frame| std::future::ready(frame.ok())));
    let event = move |frame: Encoded| {
        // It has its place until the stream is dropped.
        let _ = &room;
        Ok(event(&epoch, &frame))
    };
    // That the reader is signed out ends every stream at its door (`access::guard`).
    let events = frames.map(event).take_until(state.shutdown.cancelled_owned());
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

fn event(epoch: &str, frame: &Encoded) -> Event {
    let event = Event::default().data(frame.text.as_str());
    match frame.seq {
        Some(seq) => event.id(format!("{epoch}:{seq}")),
        None => event,
    }
}

fn last_event(headers: &HeaderMap) -> Option<wire::Position> {
    let (epoch, seq) = headers.get("last-event-id")?.to_str().ok()?.split_once(':')?;
    Some(wire::Position { epoch: epoch.to_owned(), seq: seq.parse().ok()? })
}
