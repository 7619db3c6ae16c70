//! `GET /api/v1/calls?from&to&queue&agent&result&direction&number&page&limit`: the call history, as `/calls` shows it;
//! `GET /api/v1/calls.csv` with the same filters, all of it.

use app::{CallsPage, CallsQuery};
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::stream;
use kpi::{CallResult, Direction};
use serde::Deserialize;

use super::asked::Moment;
use super::doer::Doer;
use super::download;
use crate::app_state::AppState;
use crate::error::AppError;
use crate::history::{self, Filter, kept};
use crate::ledger::names::Names;
use crate::ledger::{csv, drill, join};
use crate::live::Sight;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    from: Option<Moment>,
    to: Option<Moment>,
    page: Option<u32>,
    limit: Option<u32>,
    queue: Option<String>,
    agent: Option<String>,
    result: Option<String>,
    direction: Option<String>,
    number: Option<String>,
}

pub async fn list(
    State(state): State<AppState>,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Json<CallsPage>, AppError> {
    let filter = filter(&asked)?;
    let day = state.ledger.day();
    let query = CallsQuery {
        from: asked.from.map(|from| from.at(day)),
        to: asked.to.map(|to| to.at(day)),
        page: asked.page.unwrap_or(1),
        limit: asked.limit.unwrap_or(CallsQuery::default().limit),
    };
    Ok(Json(state.history.filtered(query, &filter, &sight).await?))
}

/// Out of the store alone: what has not been read from AntRing yet is not in it.
pub async fn csv(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let filter = filter(&asked)?;
    let day = state.ledger.day();
    let (from, to) = history::span(asked.from.map(|at| at.at(day)), asked.to.map(|at| at.at(day)))?;
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
    let row = kept::row(call, names, sight);
    let company = call.line.as_deref().map(|line| sight.number(line, drill::own_agent(call, sight)));
    csv::Line::default()
        .text(&crate::clock::rfc3339(call.started))
        .maybe(call.ended.map(crate::clock::rfc3339).as_deref())
        .text(direction_word(call.direction))
        .maybe(row.number.as_deref())
        .maybe(company.as_deref())
        .maybe(row.queue.as_deref())
        .maybe(row.agent.as_deref())
        .seconds(call.last_wait())
        .seconds(call.talked)
        .text(result_word(call.result))
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

fn filter(asked: &Asked) -> Result<Filter, AppError> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let result = given(&asked.result).map(|word| {
        let known = RESULTS.into_iter().find(|(name, _)| *name == word).map(|(_, result)| result);
        known.ok_or_else(|| AppError::BadRequest(format!("there is no result {word:?}")))
    });
    let direction = given(&asked.direction).map(|word| {
        let known = DIRECTIONS.into_iter().find(|(name, _)| *name == word).map(|(_, direction)| direction);
        known.ok_or_else(|| AppError::BadRequest(format!("there is no direction {word:?}")))
    });
    Ok(Filter {
        queue: given(&asked.queue),
        agent: given(&asked.agent),
        result: result.transpose()?,
        direction: direction.transpose()?,
        number: given(&asked.number),
    })
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

fn result_word(result: CallResult) -> &'static str {
    RESULTS.into_iter().find(|(_, known)| *known == result).map_or("unknown", |(word, _)| word)
}

fn direction_word(direction: Direction) -> &'static str {
    DIRECTIONS.into_iter().find(|(_, known)| *known == direction).map_or("unknown", |(word, _)| word)
}
