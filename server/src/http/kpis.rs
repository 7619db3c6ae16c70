//! `GET /api/v1/kpis`: every number's meaning and its value now.
//! `GET /api/v1/kpis/{id}` and `/calls`: one number with everything that makes it; `/calls.csv` the whole list.

use app::explained::{DRAWN_ROWS, Definition, Drill};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use kpi::{Kpi, Span};
use serde::{Deserialize, Serialize};
use wire::{Figure, Millis, Window};

use super::asked::{self, Moment};
use super::doer::Doer;
use super::download;
use crate::app_state::AppState;
use crate::error::AppError;
use crate::ledger::desk::{Desk, WINDOWS};
use crate::ledger::drill::{self, Question};
use crate::ledger::{When, csv};
use crate::live::Sight;

#[derive(Debug, Serialize)]
pub struct Listed {
    #[serde(flatten)]
    definition: Definition,
    /// Where its facts come from.
    source: &'static str,
    /// What is decided at the edges, in Vietnamese and English.
    note: [String; 2],
    /// Both windows; a number of this moment is the same in both.
    values: Vec<Figure>,
}

#[derive(Debug, Serialize)]
pub struct List {
    /// The values are true of this moment.
    at: Millis,
    kpis: Vec<Listed>,
}

pub async fn list(State(state): State<AppState>, sight: Sight) -> Result<Json<List>, AppError> {
    let scope = sight.scope.of_numbers();
    let list = state.ledger.look(move |desk| {
        let values = desk.in_windows(Kpi::ALL, &scope);
        let listed = |(kpi, values): (Kpi, &[Figure])| {
            let definition = kpi::definition(kpi, desk.rules, &scope, desk.now);
            let (source, note) = (definition.source.id(), definition.note.clone());
            Listed { definition: drill::told(definition), source, note, values: values.to_vec() }
        };
        let kpis = Kpi::ALL.into_iter().zip(values.chunks(WINDOWS.len())).map(listed);
        List { at: desk.now, kpis: kpis.collect() }
    });
    Ok(Json(list.await?))
}

#[derive(Debug, Clone, Deserialize)]
pub struct Asked {
    /// `30m`, `day` or `previous-day`; without it, and without `from`, half an hour.
    window: Option<String>,
    from: Option<Moment>,
    to: Option<Moment>,
    queue: Option<String>,
    agent: Option<String>,
    /// The moment of which the answer is to be true; now.
    at: Option<Moment>,
    limit: Option<u32>,
}

pub async fn one(
    State(state): State<AppState>,
    sight: Sight,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<Drill>, AppError> {
    let limit = asked.limit.unwrap_or(DRAWN_ROWS) as usize;
    let (question, when, at) = question(&state, sight, &id, &asked, limit).await?;
    let drill =
        state.ledger.look_at(when, at, move |desk, span| drill::drill(&desk, span, &question)).await?;
    Ok(Json(drill))
}

pub async fn csv(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let (question, when, at) = question(&state, sight, &id, &asked, usize::MAX).await?;
    let name = format!("{id}.csv");
    doer.exports(&name).await?;
    let lines = state.ledger.look_at(when, at, move |desk, span| lines(&desk, span, &question)).await?;
    Ok(download::csv(&name, futures_util::stream::iter(lines.into_iter().map(Ok))).into_response())
}

async fn question(
    state: &AppState,
    sight: Sight,
    id: &str,
    asked: &Asked,
    limit: usize,
) -> Result<(Question, When, Option<Millis>), AppError> {
    let kpi = Kpi::from_id(id).ok_or_else(|| AppError::NoSuchKpi(id.to_owned()))?;
    let names = state.history.names().await?;
    let scope = asked::scope(asked.queue.as_deref(), asked.agent.as_deref(), &names, &sight)?;
    let day = state.ledger.day();
    let at = asked.at.map(|at| at.at(day));
    let span = asked.from.zip(asked.to).map(|(from, to)| Span { from: from.at(day), until: to.at(day) });
    if span.is_some_and(|span| span.length() == 0) || asked.from.is_some() != asked.to.is_some() {
        return Err(AppError::BadRequest("`from` and `to` belong together, and `from` comes first".into()));
    }
    let (when, window) = match (span, asked.window.as_deref()) {
        (Some(span), _) => (When::Span(span), None),
        (None, None | Some("30m")) => (When::Window(Window::HalfHour), Some(Window::HalfHour)),
        (None, Some("day")) => (When::Window(Window::Day), Some(Window::Day)),
        (None, Some("previous-day")) => (When::PreviousDay, None),
        (None, Some(other)) => {
            let said = format!("there is no window {other:?}: write 30m, day or previous-day");
            return Err(AppError::BadRequest(said));
        }
    };
    Ok((Question { kpi, scope, window, limit, sight }, when, at))
}

/// The list as CSV; each row says what it belongs to.
fn lines(desk: &Desk<'_>, span: Span, question: &Question) -> Vec<String> {
    let Question { kpi, scope, sight, .. } = question;
    let columns = [
        "kpi",
        "version",
        "role",
        "why",
        "at",
        "queue",
        "number",
        "agent",
        "waited_seconds",
        "talked_seconds",
        "part",
        "of",
        "call_id",
    ];
    let mut lines = vec![csv::BYTE_ORDER_MARK.to_owned() + &csv::header(&columns)];
    for one in desk.drill(*kpi, scope, span) {
        let row = drill::row(desk, &one, sight);
        let word = |value: serde_json::Value| match value {
            serde_json::Value::String(word) => word,
            other => other.to_string(),
        };
        let line = csv::Line::default()
            .text(kpi.id())
            .number(kpi.version().into())
            .text(&word(serde_json::to_value(row.role).unwrap_or_default()))
            .text(&word(serde_json::to_value(row.why).unwrap_or_default()))
            .text(&crate::clock::rfc3339(row.at))
            .maybe(row.queue.as_deref())
            .maybe(row.number.as_deref())
            .maybe(row.agent.as_deref())
            .seconds(row.waited)
            .seconds(row.talked)
            .number(one.part)
            .number(one.of)
            .maybe(row.key.as_deref());
        lines.push(line.end());
    }
    lines
}
