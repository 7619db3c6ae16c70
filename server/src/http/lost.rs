//! `GET /api/v1/lost?from&to&queue`: who gave up waiting, and whether they were spoken to since; today without times.
//! `GET /api/v1/lost.csv`: the same as a file. `GET /fragments/lost?place=dial|calls`: the same, drawn for a page.
//! What counts, and the shapes: `docs/lost-callers.md`.

use app::Lang;
use app::explained::ExplainedProblem;
use app::fragments::{PageQuery, Place, Reader};
use app::lost::{Deaf, LostCaller, LostCallers, LostState, Spoken};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use kpi::{Millis, Span};
use serde::Deserialize;
use wire::{Frame, Freshness, SourceKind};

use super::asked::{self, Moment};
use super::doer::Doer;
use super::download;
use super::fragments::fragment as drawn;
use super::pages::{language, offset_of};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::ledger::{When, csv as file, lost};
use crate::live::Sight;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    pub from: Option<Moment>,
    pub to: Option<Moment>,
    /// By id or name.
    pub queue: Option<String>,
    /// Where it is drawn: `dial`, or `calls` for a view of the history.
    pub place: Option<String>,
}

pub async fn list(
    State(state): State<AppState>,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Json<LostCallers>, AppError> {
    let board = state.live.snapshot(sight.clone()).await?;
    Ok(Json(lost_callers(&state, &sight, &asked, &board).await?))
}

pub async fn csv(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let board = state.live.snapshot(sight.clone()).await?;
    let lost = lost_callers(&state, &sight, &asked, &board).await?;
    doer.exports("lost.csv").await?;
    let columns = [
        "state",
        "number",
        "queue",
        "last_lost",
        "waited_seconds",
        "attempts",
        "first_lost",
        "tried",
        "last_try",
        "spoken_at",
        "spoken_how",
        "spoken_by",
        "spoken_before",
        "call_id",
    ];
    let head = file::BYTE_ORDER_MARK.to_owned() + &file::header(&columns);
    let lines: Vec<_> = std::iter::once(head).chain(lost.callers.iter().map(line)).map(Ok).collect();
    Ok(download::csv("lost.csv", futures_util::stream::iter(lines)))
}

fn line(caller: &LostCaller) -> String {
    let time = |at: Millis| clock::rfc3339(at);
    let (word, tried, last_try, talk) = match &caller.state {
        LostState::Open { tried, last_try, .. } => ("open", *tried, last_try.as_ref(), None),
        LostState::Closed { talk } => ("closed", 0, None, Some(talk)),
    };
    let how = talk.map(|talk| match talk.how {
        Spoken::CalledBack => "called-back",
        Spoken::CalledAgain => "called-again",
    });
    file::Line::default()
        .text(word)
        .text(&caller.number)
        .maybe(caller.queue.as_deref())
        .text(&time(caller.last_lost))
        .seconds(Some(caller.waited))
        .number(caller.attempts.into())
        .text(&time(caller.first_lost))
        .number(tried.into())
        .maybe(last_try.map(|last| time(last.at)).as_deref())
        .maybe(talk.map(|talk| time(talk.at)).as_deref())
        .maybe(how)
        .maybe(talk.and_then(|talk| talk.agent.as_deref()))
        .maybe(caller.closed_before.as_ref().map(|talk| time(talk.at)).as_deref())
        .text(&caller.call)
        .end()
}

pub async fn fragment(
    State(state): State<AppState>,
    sight: Sight,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, AppError> {
    let board = state.live.snapshot(sight.clone()).await?;
    let lang = language(&headers).unwrap_or(Lang::Vi);
    Ok(drawn(draw(&state, &sight, lang, &asked, &board).await))
}

/// For the first HTML of a page as well. A problem is drawn too.
pub async fn draw(state: &AppState, sight: &Sight, lang: Lang, asked: &Asked, board: &Frame) -> String {
    let utc_offset_seconds = offset_of(board);
    let reader = Reader { lang, utc_offset_seconds, page: PageQuery::default(), reveals: false };
    let lost = lost_callers(state, sight, asked, board).await.map_err(ExplainedProblem::from);
    let place = match (&lost, asked.place.as_deref()) {
        (Ok(lost), Some("calls")) => Place::Calls { csv: csv_path(lost, asked) },
        _ => Place::Dial,
    };
    reader.lost(&lost, &place)
}

/// The same list as a file.
fn csv_path(lost: &LostCallers, asked: &Asked) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("from", &lost.from.to_string()).append_pair("to", &lost.until.to_string());
    if let Some(queue) = asked.queue.as_deref().filter(|queue| !queue.is_empty()) {
        query.append_pair("queue", queue);
    }
    format!("/api/v1/lost.csv?{}", query.finish())
}

async fn lost_callers(
    state: &AppState,
    sight: &Sight,
    asked: &Asked,
    board: &Frame,
) -> Result<LostCallers, AppError> {
    let now = clock::now();
    let names = state.history.names().await?;
    let scope = asked::scope(asked.queue.as_deref(), None, &names, sight)?;
    let day = state.ledger.day();
    let today = day.span_at(now);
    let span = Span {
        from: asked.from.map_or(today.from, |from| from.at(day)),
        until: asked.to.map_or(today.until, |to| to.at(day)),
    };
    if span.length() == 0 {
        return Err(AppError::BadRequest("`from` comes before `to`".into()));
    }
    if span.from < now - lost::LONGEST {
        return Err(AppError::BadRequest("lost callers are told of the last 31 days".into()));
    }
    // Whoever was reached was reached after the loss, up to now.
    let when = When::Span(Span { from: span.from, until: span.until.max(now + 1) });
    let sight = sight.clone();
    let lost = state.ledger.look_at(when, None, move |desk, _| lost::lost(&desk, span, &scope, &sight));
    Ok(LostCallers { deaf: deaf(board, now), ..lost.await? })
}

/// Who is lost or reached is known from events first; the history tells it late.
fn deaf(board: &Frame, now: Millis) -> Option<Deaf> {
    let Frame::Snapshot { board, .. } = board else { return None };
    let events = board.sources.iter().find(|row| row.source == SourceKind::Events)?;
    let is_heard = matches!(events.freshness(now), Freshness::Live | Freshness::Late);
    (!is_heard).then_some(Deaf { since: events.heard })
}

#[cfg(test)]
mod tests {
    use wire::{Board, SourceRow};

    use super::*;

    #[test]
    fn a_list_is_deaf_once_events_are_old_and_says_since_when() {
        let heard_at = |heard| {
            let (source, every, state) = (SourceKind::Events, 5_000, Freshness::Live);
            let sources = vec![SourceRow { source, heard, every, state, problem: None }];
            let board = Board { sources, ..Board::empty("all", "CSKH") };
            Frame::Snapshot { epoch: "e".into(), seq: 1, at: String::new(), board }
        };
        let now = 1_000_000;
        assert_eq!(deaf(&heard_at(Some(now - 25_000)), now), None, "late is not deaf");
        let since = Some(now - 26_000);
        assert_eq!(deaf(&heard_at(since), now), Some(Deaf { since }));
        assert_eq!(deaf(&heard_at(None), now), Some(Deaf { since: None }));
    }
}
