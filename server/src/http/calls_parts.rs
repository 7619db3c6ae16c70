//! `GET /fragments/calls`, `/filters`, `/totals`: the history as HTML, drawn here and put in place by `/calls`. Each takes
//! the page's own query, so that its links change one thing alone. A problem is drawn too.

use ::access::{Grant, Kind, Who};
use app::calls::{CallsList, Choices, SavedFilter, Total, Totals};
use app::drawn::Drawn;
use app::explained::{Drill, ExplainedProblem};
use app::fragments::calls::{CallsAddress, CallsReader, given};
use app::{CallsProblem, CallsQuery, Lang, Visit};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::IntoResponse;
use kpi::{Kpi, Span};
use wire::{Frame, Window};

use super::asked::{self, Moment};
use super::fragments::{fragment, in_time};
use super::lost;
use super::pages::{language, offset_of};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::history::wanted;
use crate::ledger::drill::{self, Question};
use crate::ledger::lost::LONGEST;
use crate::ledger::{When, report};
use crate::live::Sight;

/// What stands above the list; each leads to the rows that make it.
const SHOWN: [Kpi; 6] =
    [Kpi::Calls, Kpi::Offered, Kpi::Answered, Kpi::Abandoned, Kpi::FlowedOut, Kpi::ServiceLevel];
/// Rows that are drawn of a number.
const DRAWN_ROWS: usize = 200;

pub async fn list(
    State(state): State<AppState>,
    sight: Sight,
    Extension(grant): Extension<Grant>,
    headers: HeaderMap,
    Query(address): Query<CallsAddress>,
) -> Result<impl IntoResponse, AppError> {
    let reader = reader(&state, &sight, &grant.who, &headers, address).await?;
    Ok(fragment(below(&state, &sight, &reader).await))
}

pub async fn filters(
    State(state): State<AppState>,
    sight: Sight,
    Extension(grant): Extension<Grant>,
    headers: HeaderMap,
    Query(address): Query<CallsAddress>,
) -> Result<impl IntoResponse, AppError> {
    let reader = reader(&state, &sight, &grant.who, &headers, address).await?;
    Ok(fragment(reader.filters(&choices(&state, &sight, Some(&grant.who), &reader.address).await?)))
}

pub async fn totals(
    State(state): State<AppState>,
    sight: Sight,
    Extension(grant): Extension<Grant>,
    headers: HeaderMap,
    Query(address): Query<CallsAddress>,
) -> Result<impl IntoResponse, AppError> {
    let reader = reader(&state, &sight, &grant.who, &headers, address).await?;
    Ok(fragment(counted(&state, &sight, &reader).await))
}

/// All of them for the first HTML of `/calls`. Of a long span the totals come when they are counted.
pub async fn drawn(state: &AppState, sight: &Sight, who: Option<&Who>, visit: &Visit, uri: &Uri) -> Drawn {
    let Ok(Query(address)) = Query::<CallsAddress>::try_from_uri(uri) else { return Drawn::default() };
    let reader = CallsReader {
        lang: visit.lang,
        utc_offset_seconds: visit.utc_offset_seconds,
        address,
        reveals: who.is_some_and(|who| who.may_reveal),
    };
    let filters = async {
        let choices = choices(state, sight, who, &reader.address).await;
        choices.map(|choices| reader.filters(&choices)).unwrap_or_default()
    };
    let totals = counted(state, sight, &reader);
    let (filters, totals, calls) =
        tokio::join!(in_time(filters), in_time(totals), in_time(below(state, sight, &reader)));
    Drawn { filters, totals, calls, ..Drawn::default() }
}

async fn reader(
    state: &AppState,
    sight: &Sight,
    who: &Who,
    headers: &HeaderMap,
    address: CallsAddress,
) -> Result<CallsReader, AppError> {
    let utc_offset_seconds = offset_of(&state.live.snapshot(sight.clone()).await?);
    let lang = language(headers).unwrap_or(Lang::Vi);
    Ok(CallsReader { lang, utc_offset_seconds, address, reveals: who.may_reveal })
}

/// What stands below the totals.
async fn below(state: &AppState, sight: &Sight, reader: &CallsReader) -> String {
    if reader.address.is_of_lost() {
        return lost_callers(state, sight, reader).await;
    }
    match given(&reader.address.drill) {
        Some(kpi) => reader.drill(&drilled(state, sight, &reader.address, kpi).await),
        None => reader.list(&listed(state, sight, &reader.address).await),
    }
}

/// Who gave up waiting, in the list's place.
async fn lost_callers(state: &AppState, sight: &Sight, reader: &CallsReader) -> String {
    let span = wanted::span(&reader.address, state.ledger.day());
    let Some(span) = span.ok().filter(|span| span.from >= clock::now().saturating_sub(LONGEST)) else {
        return reader.list(&Err(CallsProblem::Unfit));
    };
    let is_today = reader.address.window() == Some("today");
    let moment = |at| (!is_today).then_some(Moment::At(at));
    let asked = lost::Asked {
        from: moment(span.from),
        to: moment(span.until),
        queue: given(&reader.address.queue).map(Into::into),
        place: Some("calls".to_owned()),
    };
    match state.live.snapshot(sight.clone()).await {
        Ok(board) => lost::draw(state, sight, reader.lang, &asked, &board).await,
        Err(_) => reader.list(&Err(CallsProblem::Failed)),
    }
}

async fn listed(state: &AppState, sight: &Sight, address: &CallsAddress) -> Result<CallsList, CallsProblem> {
    let wanted = wanted::read(address, state.ledger.day())?;
    let query = CallsQuery {
        from: Some(wanted.span.from),
        to: Some(wanted.span.until - 1),
        page: address.page(),
        ..CallsQuery::default()
    };
    let opened = async {
        match given(&address.call) {
            Some(id) => state.history.opened(id, sight, &state.replays).await,
            None => Ok(None),
        }
    };
    let (calls, opened) = tokio::join!(state.history.page(query, &wanted.filter, sight), opened);
    let progress = state.ledger.progress();
    let is_behind = progress.read_from.is_none_or(|from| from > wanted.span.from);
    Ok(CallsList {
        calls: calls?,
        // A call that AntRing is asked for in vain is one that cannot be shown; the list can.
        opened: opened.ok().flatten().map(Box::new),
        reading: progress.reading().filter(|_| is_behind),
    })
}

async fn counted(state: &AppState, sight: &Sight, reader: &CallsReader) -> String {
    // Lost callers are counted with their list.
    if reader.address.is_of_lost() {
        return String::new();
    }
    reader.totals(&totalled(state, sight, &reader.address).await)
}

/// The figures of the window, for what of the filter numbers know: the queue and the agent.
async fn totalled(state: &AppState, sight: &Sight, address: &CallsAddress) -> Result<Totals, CallsProblem> {
    let span = wanted::span(address, state.ledger.day())?;
    let scope = scope(state, sight, address).await?;
    let (row, as_of) = report::of_span(&state.ledger, span, &scope).await.map_err(AppError::from)?;
    let board = state.live.snapshot(sight.clone()).await.map_err(AppError::from)?;
    let is_the_boards = scope.queue.is_none() && scope.agent.is_none() && address.window() == Some("today");
    let asked = scope.clone();
    let definitions = state
        .ledger
        .look(move |desk| SHOWN.map(|kpi| drill::definition(&desk, kpi, &asked)))
        .await
        .map_err(AppError::from)?;
    let number = |definition: app::explained::Definition| {
        let figure = row.figures.iter().find(|figure| figure.kpi == definition.id);
        Total {
            part: figure.map_or(0, |figure| figure.part),
            of: figure.map_or(0, |figure| figure.of),
            definition,
        }
    };
    let numbers: Vec<Total> = definitions.into_iter().map(number).collect();
    Ok(Totals {
        from: span.from,
        until: span.until,
        as_of,
        matches_board: if is_the_boards { matches(&numbers, &board) } else { None },
        is_wider: [&address.result, &address.direction, &address.q].into_iter().any(|it| given(it).is_some()),
        numbers,
    })
}

/// Whether the board shows just so what it shows of these today; `None` when it shows none, as the board of some queues.
fn matches(numbers: &[Total], board: &Frame) -> Option<bool> {
    let Frame::Snapshot { board, .. } = board else { return None };
    let agree = numbers.iter().filter_map(|number| {
        let tile = board
            .figures
            .iter()
            .find(|figure| figure.kpi == number.definition.id && figure.window == Window::Day)?;
        Some((tile.part, tile.of) == (number.part, number.of))
    });
    agree.reduce(|all, one| all && one)
}

async fn drilled(
    state: &AppState,
    sight: &Sight,
    address: &CallsAddress,
    kpi: &str,
) -> Result<Drill, ExplainedProblem> {
    let kpi = Kpi::from_id(kpi).ok_or(ExplainedProblem::Unknown)?;
    let span: Span = wanted::span(address, state.ledger.day())?;
    // All that makes a number is held at once.
    if span.length() > LONGEST {
        return Err(ExplainedProblem::TooLong);
    }
    let scope = scope(state, sight, address).await?;
    let question = Question { kpi, scope, window: None, limit: DRAWN_ROWS, sight: sight.clone() };
    let drill =
        state.ledger.look_at(When::Span(span), None, move |desk, span| drill::drill(&desk, span, &question));
    Ok(drill.await.map_err(AppError::from)?)
}

async fn scope(state: &AppState, sight: &Sight, address: &CallsAddress) -> Result<kpi::Scope, AppError> {
    let names = state.history.names().await?;
    asked::scope(given(&address.queue), given(&address.agent), &names, sight)
}

/// Whom and what this reader can look for.
async fn choices(
    state: &AppState,
    sight: &Sight,
    who: Option<&Who>,
    address: &CallsAddress,
) -> Result<Choices, AppError> {
    let names = state.history.names().await?;
    let day = state.ledger.day();
    // A time that is none is said in the list's place.
    let span = wanted::span(address, day).ok();
    let shown = |at: i64| day.shown(at).strftime("%Y-%m-%dT%H:%M").to_string();
    let by_name = |mut all: Vec<(String, String)>| {
        all.sort_by(|one, other| one.1.cmp(&other.1));
        all
    };
    let queues = names.queues().filter(|(id, _)| sight.scope.has(Some(id)));
    let agents = match sight.scope.queues() {
        None => names.agents().map(|(id, name)| (id.to_string(), name.to_string())).collect(),
        Some(_) => on_the_board(state, sight).await?,
    };
    Ok(Choices {
        queues: by_name(queues.map(|(id, name)| (id.to_string(), name.to_string())).collect()),
        agents: by_name(agents),
        from: span.map(|span| shown(span.from)).unwrap_or_default(),
        until: span.map(|span| shown(span.until)).unwrap_or_default(),
        saved: who.filter(|who| who.kind == Kind::User).map(|who| saved(state, who)),
    })
}

/// Who serves the queues of this sight.
async fn on_the_board(state: &AppState, sight: &Sight) -> Result<Vec<(String, String)>, AppError> {
    match state.live.snapshot(sight.clone()).await? {
        Frame::Snapshot { board, .. } => {
            Ok(board.agents.into_iter().map(|agent| (agent.id, agent.name)).collect())
        }
        Frame::Delta { .. } | Frame::Notice { .. } => Err(AppError::Stopping),
    }
}

fn saved(state: &AppState, who: &Who) -> Vec<SavedFilter> {
    let kept = state.access.saved_filters(who.id).into_iter();
    kept.map(|filter| SavedFilter { id: filter.id.0, name: filter.name, query: filter.query }).collect()
}
