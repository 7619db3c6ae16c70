//! `GET /api/v1/calls?window|from&to&queue&agent&result&direction&number&q&sort&page&limit`: the call history, as `/calls`
//! shows it;
//! `GET /api/v1/calls.csv` with the same filters, all of it.

use app::{CallsPage, CallsQuery};
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::stream;
use kpi::{CallResult, Day, Direction, Millis};
use serde::Deserialize;
use store::{Sort, SortBy};

use super::asked::{self, Moment};
use super::doer::Doer;
use super::download;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::history::{self, Filter, kept};
use crate::ledger::names::Names;
use crate::ledger::{csv, drill, join};
use crate::live::Sight;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// Operational days by name, instead of `from` and `to`.
    window: Option<String>,
    from: Option<Moment>,
    to: Option<Moment>,
    page: Option<u32>,
    limit: Option<u32>,
    queue: Option<String>,
    agent: Option<String>,
    result: Option<String>,
    direction: Option<String>,
    number: Option<String>,
    q: Option<String>,
    sort: Option<String>,
}

pub async fn list(
    State(state): State<AppState>,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Json<CallsPage>, AppError> {
    let filter = filter(&asked)?;
    let (from, to) = times(&asked, state.ledger.day())?;
    let query = CallsQuery {
        from,
        to,
        page: asked.page.unwrap_or(1),
        limit: asked.limit.unwrap_or(CallsQuery::default().limit),
    };
    Ok(Json(state.history.page(query, &filter, &sight).await?))
}

/// Out of the store alone: what has not been read from AntRing yet is not in it.
pub async fn csv(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let filter = filter(&asked)?;
    let (from, to) = times(&asked, state.ledger.day())?;
    // Without a beginning it is the operational day, as on the page whose list this is.
    let from = from.or(to.map(|to| state.ledger.day().span_at(to.saturating_sub(1)).from));
    let (from, to) = history::span(from, to)?;
    let names = state.history.names().await?;
    let query = kept::query(&filter, from, to, &names, &sight)?;
    doer.exports("calls.csv").await?;
    let columns = [
        "started",
        "ended",
        "direction",
        "number",
        "line",
        "queue",
        "agent",
        "waited_seconds",
        "talked_seconds",
        "result",
        "known_by",
        "has_recording",
        "call_id",
    ];
    let header = csv::BYTE_ORDER_MARK.to_owned() + &csv::header(&columns);
    let ledger = state.ledger.clone();
    // Where it goes on: at the beginning, behind a row, nowhere.
    let pages = stream::try_unfold(Some(None), move |goes_on| {
        let (ledger, query, names, sight) = (ledger.clone(), query.clone(), names.clone(), sight.clone());
        async move {
            let Some(behind) = goes_on else { return Ok(None) };
            let (calls, next) = kept::export(&ledger, &query, behind).await?;
            let lines: String = calls.iter().map(|call| line(call, &names, &sight)).collect();
            Ok(Some((lines, next.map(Some))))
        }
    });
    let lines = futures_util::StreamExt::chain(stream::iter([Ok(header)]), pages);
    Ok(download::csv("calls.csv", lines))
}

fn line(call: &kpi::Call, names: &Names, sight: &Sight) -> String {
    let (row, seen) = (kept::row(call, names, sight), kept::seen(call, sight));
    let company = call.line.as_deref().map(|line| sight.number(line, drill::own_agent(call, sight)));
    csv::Line::default()
        .text(&clock::rfc3339(call.started))
        .maybe(call.ended.map(clock::rfc3339).as_deref())
        .text(direction_word(call.direction))
        .maybe(row.number.as_deref())
        .maybe(company.as_deref())
        .maybe(row.queue.as_deref())
        .maybe(row.agent.as_deref())
        .seconds(seen.waited)
        .seconds(if seen.is_cut { seen.talked } else { call.talked })
        .text(row.result.word())
        .text(match call.join {
            kpi::Join::FeedOnly => "feed",
            kpi::Join::HistoryOnly => "history",
            kpi::Join::ByQueue => "both-by-queue",
            kpi::Join::ByRecording => "both-by-recording",
            kpi::Join::Soft => "both-by-likeness",
        })
        .text(if row.has_recording { "yes" } else { "no" })
        .maybe(join::is_real(&call.key).then_some(&*call.key))
        .end()
}

/// Both ends belong to it.
fn times(asked: &Asked, day: &Day) -> Result<(Option<Millis>, Option<Millis>), AppError> {
    match asked.window.as_deref().filter(|window| !window.is_empty()) {
        Some(window) => {
            let span = asked::window(window, day, clock::now())?;
            Ok((Some(span.from), Some(span.until - 1)))
        }
        None => Ok((asked.from.map(|from| from.at(day)), asked.to.map(|to| to.at(day)))),
    }
}

fn filter(asked: &Asked) -> Result<Filter, AppError> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    Ok(Filter {
        queue: given(&asked.queue),
        agent: given(&asked.agent),
        result: given(&asked.result).map(|word| result(&word)).transpose()?,
        direction: given(&asked.direction).map(|word| direction(&word)).transpose()?,
        number: given(&asked.number),
        q: given(&asked.q),
        sort: given(&asked.sort).map(|word| sort(&word)).transpose()?.unwrap_or_default(),
    })
}

/// # Errors
/// There is no such result.
pub fn result(word: &str) -> Result<CallResult, AppError> {
    let known = RESULTS.into_iter().find(|(name, _)| *name == word).map(|(_, result)| result);
    known.ok_or_else(|| AppError::BadRequest(format!("there is no result {word:?}")))
}

/// # Errors
/// There is no such direction.
pub fn direction(word: &str) -> Result<Direction, AppError> {
    let known = DIRECTIONS.into_iter().find(|(name, _)| *name == word).map(|(_, direction)| direction);
    known.ok_or_else(|| AppError::BadRequest(format!("there is no direction {word:?}")))
}

/// `started`, `waited` or `talked`, with `-` before it the largest first.
///
/// # Errors
/// There is no such order.
pub fn sort(word: &str) -> Result<Sort, AppError> {
    let (word, ascending) = word.strip_prefix('-').map_or((word, true), |by| (by, false));
    let by = match word {
        "started" => SortBy::Started,
        "waited" => SortBy::Waited,
        "talked" => SortBy::Talked,
        other => return Err(AppError::BadRequest(format!("calls cannot be sorted by {other:?}"))),
    };
    Ok(Sort { by, ascending })
}

/// As `PastCall::result` spells them, and `live`.
const RESULTS: [(&str, CallResult); 8] = [
    ("live", CallResult::Live),
    ("answered", CallResult::Answered),
    ("abandoned", CallResult::Abandoned),
    ("ivr", CallResult::LeftEarly),
    ("busy", CallResult::Busy),
    ("cancelled", CallResult::NoAnswer),
    ("failed", CallResult::Failed),
    ("unknown", CallResult::Unknown),
];

const DIRECTIONS: [(&str, Direction); 4] = [
    ("inbound", Direction::Inbound),
    ("outbound", Direction::Outbound),
    ("internal", Direction::Internal),
    ("unknown", Direction::Unknown),
];

fn direction_word(direction: Direction) -> &'static str {
    DIRECTIONS.into_iter().find(|(_, known)| *known == direction).map_or("unknown", |(word, _)| word)
}
