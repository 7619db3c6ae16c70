//! `GET /fragments/dialer|recent|mine|caller`: parts of `/dial` as HTML. One's own numbers and lists are of the agent that
//! the one who asks is; whoever is none gets none.

use ::access::Grant;
use app::Visit;
use app::dial::Phone;
use app::drawn::Drawn;
use app::fragments::dial::{Asked, Earlier};
use app::fragments::{PageQuery, Reader};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::IntoResponse;
use kpi::{Caller, Millis, Span, Text};
use serde::Deserialize;
use store::{CallQuery, When};
use wire::{Board, Frame};

use super::fragments::{fragment, in_time, reader};
use super::lost;
use super::sight::OwnAgent;
use crate::app_state::AppState;
use crate::clock;
use crate::dial::number;
use crate::error::AppError;
use crate::ledger::{self, mine};
use crate::live::Sight;

/// How far back a caller's earlier calls are told.
const WEEK: Millis = 7 * 24 * 3_600_000;
/// Rows of the own last calls, and of a caller's earlier ones.
const RECENT: usize = 8;
const EARLIER: usize = 6;
/// Nobody's week has more calls of one caller that matter.
const MOST_OF_A_CALLER: usize = 500;

/// What a link asks to call.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Link {
    /// As somebody wrote it, or a `tel:` link.
    number: Option<String>,
    /// The far party of this call.
    call: Option<String>,
}

pub async fn dialer(
    State(state): State<AppState>,
    sight: Sight,
    Extension(grant): Extension<Grant>,
    headers: HeaderMap,
    Query(link): Query<Link>,
) -> Result<impl IntoResponse, AppError> {
    let board = state.live.snapshot(sight.clone()).await?;
    let asked = asked(&state, &sight, &board, &link).await?;
    Ok(fragment(
        reader(&headers, &board, PageQuery::default()).dialer(state.dialler.phones.kind(&grant.who), &asked),
    ))
}

pub async fn recent(
    State(state): State<AppState>,
    sight: Sight,
    OwnAgent(agent): OwnAgent,
    headers: HeaderMap,
) -> Result<impl IntoResponse, AppError> {
    let board = state.live.snapshot(sight.clone()).await?;
    Ok(fragment(drawn_recent(&state, &sight, agent, &reader(&headers, &board, PageQuery::default())).await?))
}

pub async fn mine(
    State(state): State<AppState>,
    sight: Sight,
    OwnAgent(agent): OwnAgent,
    headers: HeaderMap,
) -> Result<impl IntoResponse, AppError> {
    let board = state.live.snapshot(sight.clone()).await?;
    Ok(fragment(drawn_mine(&state, &sight, agent, &reader(&headers, &board, PageQuery::default())).await?))
}

#[derive(Debug, Deserialize)]
pub struct OfCall {
    call: String,
}

/// Earlier calls of who is on this call, for one who sees their number whole: others could tell people apart by it.
pub async fn caller(
    State(state): State<AppState>,
    sight: Sight,
    headers: HeaderMap,
    Query(OfCall { call }): Query<OfCall>,
) -> Result<impl IntoResponse, AppError> {
    let board = state.live.snapshot(sight.clone()).await?;
    let reader = reader(&headers, &board, PageQuery::default());
    let number = shown_number(&state, &sight, &board, &call).await?.filter(|number| !number.contains('•'));
    let Some(number) = number else { return Ok(fragment(String::new())) };
    let Caller::Known(_) = kpi::caller(Some(&number)) else { return Ok(fragment(String::new())) };
    let now = clock::now();
    let query = CallQuery {
        when: Some(When::Started(Span { from: now - WEEK, until: now + 1 })),
        among: sight.scope.queues().cloned(),
        number: Some(number.as_str().into()),
        limit: MOST_OF_A_CALLER,
        ..CallQuery::default()
    };
    let calls = state.ledger.store().calls(&query).await?;
    let names = state.history.names().await?;
    let (called, rows) = mine::earlier(&calls, &call, &number, &names, &sight);
    let rows = rows.into_iter().take(EARLIER).collect();
    Ok(fragment(reader.earlier(&Earlier { called, rows })))
}

/// All of them for the first HTML of the page, but for what only its own call can tell.
pub async fn drawn(
    state: &AppState,
    sight: &Sight,
    agent: Option<Text>,
    phone: Phone,
    visit: &Visit,
    uri: &Uri,
) -> Drawn {
    let Some(board) = &visit.wire_snapshot else { return Drawn::default() };
    let link = Query::<Link>::try_from_uri(uri).map(|Query(link)| link).unwrap_or_default();
    let reader = Reader {
        lang: visit.lang,
        utc_offset_seconds: visit.utc_offset_seconds,
        page: PageQuery::default(),
        reveals: false,
    };
    let dialer = async {
        let asked = asked(state, sight, board, &link).await?;
        Ok(reader.dialer(phone, &asked))
    };
    let recent = drawn_recent(state, sight, agent.clone(), &reader);
    let mine = drawn_mine(state, sight, agent, &reader);
    let whom = lost::Asked::default();
    let lost = lost::draw(state, sight, visit.lang, &whom, board);
    let (dialer, lost, recent, mine) =
        tokio::join!(or_nothing(dialer), in_time(lost), or_nothing(recent), or_nothing(mine));
    Drawn { dialer, lost, recent, mine, ..Drawn::default() }
}

/// What cannot be drawn now the browser asks for, and is told why.
async fn or_nothing(drawing: impl Future<Output = Result<String, AppError>>) -> String {
    in_time(async { drawing.await.unwrap_or_default() }).await
}

async fn drawn_recent(
    state: &AppState,
    sight: &Sight,
    agent: Option<Text>,
    reader: &Reader,
) -> Result<String, AppError> {
    let Some(agent) = agent else { return Ok(String::new()) };
    let (sight, day) = (sight.clone(), ledger::When::Window(wire::Window::Day));
    let look = move |desk: ledger::desk::Desk<'_>, span| mine::recent(&desk, span, &agent, &sight, RECENT);
    let rows = state.ledger.look_at(day, None, look).await?;
    Ok(reader.recent(&rows, clock::now()))
}

async fn drawn_mine(
    state: &AppState,
    sight: &Sight,
    agent: Option<Text>,
    reader: &Reader,
) -> Result<String, AppError> {
    let Some(agent) = agent else { return Ok(String::new()) };
    let scope = kpi::Scope { agent: Some(agent), ..sight.scope.of_numbers() };
    let day = ledger::When::Window(wire::Window::Day);
    let mine = state.ledger.look_at(day, None, move |desk, span| mine::day(&desk, span, &scope)).await?;
    Ok(reader.mine(&mine))
}

async fn asked(state: &AppState, sight: &Sight, board: &Frame, link: &Link) -> Result<Asked, AppError> {
    let given = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    if let Some(id) = given(&link.call) {
        let number = shown_number(state, sight, board, &id).await?;
        return Ok(number.map_or(Asked::NoSuchCall, |number| Asked::Call { id, number }));
    }
    let Some(typed) = given(&link.number) else { return Ok(Asked::Nothing) };
    // Which short numbers are a colleague's matters when it is called.
    let read = number::read(&typed, |_| true);
    Ok(read.map_or(Asked::Unfit(typed), |number| Asked::Number(number.dialled)))
}

/// The far party's number of a call on the board, or of one that is kept, as this sight has it.
async fn shown_number(
    state: &AppState,
    sight: &Sight,
    board: &Frame,
    id: &str,
) -> Result<Option<String>, AppError> {
    if let Some(call) = rows(board).and_then(|board| board.calls.iter().find(|call| call.id == id)) {
        return Ok(call.number.clone());
    }
    let reached = state.history.reached(id, sight).await?;
    Ok(reached.and_then(|call| ledger::drill::number(&call, sight)))
}

fn rows(frame: &Frame) -> Option<&Board> {
    match frame {
        Frame::Snapshot { board, .. } => Some(board),
        Frame::Delta { .. } | Frame::Notice { .. } => None,
    }
}
