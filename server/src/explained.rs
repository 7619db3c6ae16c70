//! What is behind each number, for pages and the API alike.

use std::sync::Arc;

use app::explained::{
    Compare, Compared, Drill, DrillQuery, ExplainedPort, ExplainedProblem, Mark, MarkKind, Stretch, Timeline,
    Trend, TrendQuery,
};
use kpi::{Kpi, Millis, Scope};
use wire::Gap;

use crate::error::AppError;
use crate::http::asked;
use crate::journal::Why;
use crate::ledger::drill::Question;
use crate::ledger::{LedgerHandle, When, drill as list, trend as slots};
use crate::live::{LiveHandle, Privacy};
use crate::replay::Replays;

/// The way in for pages.
pub fn port(ledger: &LedgerHandle, live: &LiveHandle, replays: &Replays) -> ExplainedPort {
    let (drilled, defined, trended) = (ledger.clone(), ledger.clone(), (ledger.clone(), live.clone()));
    let seen_again = (ledger.clone(), live.clone(), replays.clone());
    ExplainedPort {
        drill: Arc::new(move |query| {
            let ledger = drilled.clone();
            Box::pin(async move { drill(&ledger, query).await.map_err(problem) })
        }),
        trend: Arc::new(move |query| {
            let (ledger, live) = trended.clone();
            Box::pin(async move { trend(&ledger, &live, query, false).await.map_err(problem) })
        }),
        timeline: Arc::new(move |at| {
            let (ledger, live, replays) = seen_again.clone();
            Box::pin(async move { timeline(&ledger, &live, &replays, at).await.map_err(problem) })
        }),
        definitions: Arc::new(move || defined.definitions()),
    }
}

async fn drill(ledger: &LedgerHandle, query: DrillQuery) -> Result<Drill, AppError> {
    let kpi = Kpi::from_id(&query.kpi).ok_or_else(|| AppError::NoSuchKpi(query.kpi.clone()))?;
    let names = ledger.look(|desk| desk.names.clone()).await?;
    let scope = asked::scope(query.queue.as_deref(), query.agent.as_deref(), &names)?;
    let question = Question { kpi, scope, window: Some(query.window), limit: query.limit as usize };
    let when = When::Window(query.window);
    Ok(ledger.look_at(when, query.at, move |desk, span| list::drill(&desk, span, &question)).await?)
}

/// One operational day. `whole_day`: a day that is over is shown to its end, not up to a moment of it.
pub async fn trend(
    ledger: &LedgerHandle,
    live: &LiveHandle,
    query: TrendQuery,
    whole_day: bool,
) -> Result<Trend, AppError> {
    let names = ledger.look(|desk| desk.names.clone()).await?;
    let scope = asked::scope(query.queue.as_deref(), None, &names)?;
    let now = ledger.look(|desk| desk.now).await?;
    let at = query.at.unwrap_or(now);
    let as_of = if whole_day { (ledger.day().span_at(at).until - 1).min(now) } else { at };
    let gaps = gaps(live).await?;
    let asked = scope.clone();
    let mut trend = ledger
        .look_at(When::DayOf(at), Some(as_of), move |desk, span| Trend {
            from: span.from,
            until: span.until,
            as_of: desk.now,
            slots: slots::slots(&desk, span, &asked),
            targets: slots::targets(&desk, span, &asked),
            mixed_targets: desk.figure(Kpi::ServiceLevel, &asked, span).mixed_targets,
            gaps: gaps.into_iter().filter(|gap| touches(gap, span.from, span.until)).collect(),
            compare: None,
            reading: None,
        })
        .await?;
    if let Some(with) = query.compare {
        let days = match with {
            Compare::Yesterday => 1,
            Compare::LastWeek => 7,
        };
        let other = ledger.day().days_before(at, days);
        let slots =
            ledger.look_at(When::Span(other), Some(now), move |desk, span| slots::slots(&desk, span, &scope));
        trend.compare = Some(Compared { with, from: other.from, slots: slots.await? });
    }
    trend.reading = ledger.progress().reading();
    Ok(trend)
}

/// The operational day of that moment: what of it can be seen again, and what to jump to.
async fn timeline(
    ledger: &LedgerHandle,
    live: &LiveHandle,
    replays: &Replays,
    at: Option<Millis>,
) -> Result<Timeline, AppError> {
    let (span, as_of, changes) = ledger
        .look(move |desk| {
            let span = desk.day.span_at(at.unwrap_or(desk.now));
            let changes = desk.rules.changes_in(&Scope::centre(), span.so_far(desk.now));
            (span, desk.now.min(span.until - 1), changes)
        })
        .await?;
    let within = |from: Millis, until: Millis| {
        let (from, until) = (from.max(span.from), until.min(span.until));
        (from < until).then_some(Stretch { from, until })
    };
    let recorded = replays.recorded().await?;
    let stopped = recorded.holes.iter().filter(|hole| hole.why == Why::Stopped).map(|hole| hole.until);
    let starts = recorded.span.map(|(from, _)| from).into_iter().chain(stopped);
    let starts = starts.map(|at| Mark { at, kind: MarkKind::Start });
    let changes = changes.into_iter().map(|at| Mark { at, kind: MarkKind::Rules });
    let mut marks: Vec<Mark> = starts.chain(changes).filter(|mark| span.contains(mark.at)).collect();
    marks.sort_by_key(|mark| mark.at);
    let gaps = gaps(live).await?;
    Ok(Timeline {
        from: span.from,
        until: span.until,
        as_of,
        kept: recorded.span.and_then(|(from, until)| within(from, until)),
        gaps: gaps.into_iter().filter(|gap| touches(gap, span.from, span.until)).collect(),
        holes: recorded.holes.iter().filter_map(|hole| within(hole.from, hole.until)).collect(),
        marks,
    })
}

async fn gaps(live: &LiveHandle) -> Result<Vec<Gap>, AppError> {
    match live.snapshot(Privacy::Masked).await? {
        wire::Frame::Snapshot { board, .. } => Ok(board.gaps),
        wire::Frame::Delta { .. } | wire::Frame::Notice { .. } => Err(AppError::Stopping),
    }
}

fn touches(gap: &Gap, from: Millis, until: Millis) -> bool {
    gap.from < until && gap.until.is_none_or(|end| end > from)
}

fn problem(error: AppError) -> ExplainedProblem {
    match error {
        AppError::NoSuchKpi(_) | AppError::BadRequest(_) => ExplainedProblem::Unknown,
        AppError::NotKept => ExplainedProblem::NotKept,
        _ => ExplainedProblem::Failed,
    }
}
