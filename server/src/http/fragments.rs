//! `GET /fragments/drill|trend|timeline|definitions`: parts of the console as HTML, drawn here and put in place by the
//! page. Each takes the console's own query, so that its links change one thing alone. A problem is drawn too.

use std::time::Duration;

use ::access::Grant;
use app::drawn::Drawn;
use app::explained::{Drill, ExplainedProblem, Timeline, Trend};
use app::fragments::{PageQuery, Reader, now};
use app::{Lang, Visit};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{Html, IntoResponse};
use wire::Frame;

use super::pages::{language, offset_of};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::live::Sight;

/// A page does not wait longer for its fragments; the browser asks for them then.
const PATIENCE: Duration = Duration::from_millis(400);

pub async fn drill(
    State(state): State<AppState>,
    sight: Sight,
    Extension(grant): Extension<Grant>,
    headers: HeaderMap,
    Query(page): Query<PageQuery>,
) -> Result<impl IntoResponse, AppError> {
    let now = state.live.snapshot(sight.clone()).await?;
    let reader = Reader { reveals: grant.who.may_reveal, ..reader(&headers, &now, page) };
    let then = match reader.page.moment() {
        Some(at) => state.replays.board_at(at, sight.clone()).await.map_err(|_| ExplainedProblem::OutOfReach),
        None => Ok(now),
    };
    let drill = match then {
        Ok(board) => explained(&state, &sight, &reader, &board).await,
        Err(problem) => Err(problem),
    };
    Ok(fragment(reader.drill(&drill)))
}

pub async fn trend(
    State(state): State<AppState>,
    sight: Sight,
    headers: HeaderMap,
    Query(page): Query<PageQuery>,
) -> Result<impl IntoResponse, AppError> {
    let reader = reader(&headers, &state.live.snapshot(sight.clone()).await?, page);
    Ok(fragment(reader.trend(&trended(&state, &sight, &reader).await)))
}

pub async fn timeline(
    State(state): State<AppState>,
    sight: Sight,
    headers: HeaderMap,
    Query(page): Query<PageQuery>,
) -> Result<impl IntoResponse, AppError> {
    let reader = reader(&headers, &state.live.snapshot(sight.clone()).await?, page);
    Ok(fragment(reader.timeline(&ruled(&state, &reader).await)))
}

pub async fn definitions(
    State(state): State<AppState>,
    sight: Sight,
    headers: HeaderMap,
    Query(page): Query<PageQuery>,
) -> Result<impl IntoResponse, AppError> {
    let reader = reader(&headers, &state.live.snapshot(sight.clone()).await?, page);
    Ok(fragment(reader.definitions(&state.explained.definitions())))
}

/// All of them for the first HTML of the console.
pub async fn drawn(state: &AppState, sight: &Sight, reveals: bool, visit: &Visit, uri: &Uri) -> Drawn {
    let Ok(Query(page)) = Query::<PageQuery>::try_from_uri(uri) else { return Drawn::default() };
    let reader = Reader { lang: visit.lang, utc_offset_seconds: visit.utc_offset_seconds, page, reveals };
    let drill = async {
        match (&reader.page.drill, &visit.wire_snapshot) {
            (Some(_), Some(board)) => reader.drill(&explained(state, sight, &reader, board).await),
            _ => String::new(),
        }
    };
    let trend = async { reader.trend(&trended(state, sight, &reader).await) };
    let timeline = async { reader.timeline(&ruled(state, &reader).await) };
    let (drill, trend, timeline) = tokio::join!(in_time(drill), in_time(trend), in_time(timeline));
    let definitions = reader.definitions(&state.explained.definitions());
    Drawn { drill, trend, timeline, definitions, ..Drawn::default() }
}

pub(super) async fn in_time(drawing: impl Future<Output = String>) -> String {
    tokio::time::timeout(PATIENCE, drawing).await.unwrap_or_default()
}

/// Numbers of a moment are counted from the board of that moment, all others by the ledger.
async fn explained(
    state: &AppState,
    sight: &Sight,
    reader: &Reader,
    board: &Frame,
) -> Result<Drill, ExplainedProblem> {
    let query = reader.page.drill_query().ok_or(ExplainedProblem::Unknown)?;
    let at = query.at.unwrap_or_else(clock::now);
    match now::drill(&query.kpi, board, at, &state.explained.definitions()) {
        Some(drill) => Ok(drill),
        None => Ok(state.explained.drill(sight, query).await?),
    }
}

async fn trended(state: &AppState, sight: &Sight, reader: &Reader) -> Result<Trend, ExplainedProblem> {
    Ok(state.explained.trend(sight, reader.page.trend_query(), false).await?)
}

async fn ruled(state: &AppState, reader: &Reader) -> Result<Timeline, ExplainedProblem> {
    Ok(state.explained.timeline(reader.page.moment()).await?)
}

pub(super) fn reader(headers: &HeaderMap, board: &Frame, page: PageQuery) -> Reader {
    Reader {
        lang: language(headers).unwrap_or(Lang::Vi),
        utc_offset_seconds: offset_of(board),
        page,
        reveals: false,
    }
}

pub(super) fn fragment(html: String) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], Html(html))
}
