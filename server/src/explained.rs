//! What is behind each number, for pages and the API alike.

use app::explained::{
    Compare, Compared, Definition, Drill, DrillQuery, ExplainedProblem, Mark, MarkKind, Stretch, Timeline,
    Trend, TrendQuery,
};
use kpi::{Kpi, Millis, Scope};
use wire::Gap;

use crate::error::AppError;
use crate::http::asked;
use crate::journal::Why;
use crate::ledger::desk::Desk;
use crate::ledger::drill::Question;
use crate::ledger::{LedgerHandle, When, drill as list, trend as slots};
use crate::live::{LiveHandle, Sight};
use crate::replay::Replays;

/// The way in, for pages and the API.
#[derive(Clone)]
pub struct Explained {
    ledger: LedgerHandle,
    live: LiveHandle,
    replays: Replays,
}

impl Explained {
    pub fn new(ledger: &LedgerHandle, live: &LiveHandle, replays: &Replays) -> Self {
        Self { ledger: ledger.clone(), live: live.clone(), replays: replays.clone() }
    }

    /// What each number means, by the rules now in force.
    pub fn definitions(&self) -> Vec<Definition> {
        self.ledger.definitions()
    }

    pub async fn drill(&self, sight: &Sight, query: DrillQuery) -> Result<Drill, AppError> {
        let kpi = Kpi::from_id(&query.kpi).ok_or_else(|| AppError::NoSuchKpi(query.kpi.clone()))?;
        let names = self.ledger.look(|desk| desk.names.clone()).await?;
        let scope = asked::scope(query.queue.as_deref(), query.agent.as_deref(), &names, sight)?;
        let (window, limit, sight) = (Some(query.window), query.limit as usize, sight.clone());
        let question = Question { kpi, scope, window, limit, sight };
        let when = When::Window(query.window);
        let drill = move |desk: Desk<'_>, span| list::drill(&desk, span, &question);
        Ok(self.ledger.look_at(when, query.at, drill).await?)
    }

    /// One operational day. `whole_day`: a day that is over is shown to its end, not up to a moment of it.
    pub async fn trend(&self, sight: &Sight, query: TrendQuery, whole_day: bool) -> Result<Trend, AppError> {
        let names = self.ledger.look(|desk| desk.names.clone()).await?;
        let scope = asked::scope(query.queue.as_deref(), None, &names, sight)?;
        trend(&self.ledger, &self.live, query, scope, whole_day).await
    }

    /// The operational day of that moment: what of it can be seen again, and what to jump to.
    pub async fn timeline(&self, at: Option<Millis>) -> Result<Timeline, AppError> {
        timeline(&self.ledger, &self.live, &self.replays, at).await
    }
}

async fn trend(
    ledger: &LedgerHandle,
    live: &LiveHandle,
    query: TrendQuery,
    scope: Scope,
    whole_day: bool,
) -> Result<Trend, AppError> {
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
    match live.snapshot(Sight::wall()).await? {
        wire::Frame::Snapshot { board, .. } => Ok(board.gaps),
        wire::Frame::Delta { .. } | wire::Frame::Notice { .. } => Err(AppError::Stopping),
    }
}

fn touches(gap: &Gap, from: Millis, until: Millis) -> bool {
    gap.from < until && gap.until.is_none_or(|end| end > from)
}

impl From<AppError> for ExplainedProblem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NoSuchKpi(_) | AppError::BadRequest(_) => Self::Unknown,
            AppError::NotKept => Self::NotKept,
            _ => Self::Failed,
        }
    }
}
