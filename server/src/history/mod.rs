//! The calls of the past: out of the store, and straight from AntRing while a span has not been read into it yet.
//!
//! AntRing's answers are kept for a few seconds: many people open the list at once, and its quota is small.

mod fold;
pub mod kept;
mod lanes;
mod opened;
mod page;
pub mod search;
pub mod wanted;

use std::sync::Arc;
use std::time::Duration;

use antring::{CallRecord, Client, RestError};
use app::{CallsPage, CallsProblem, CallsQuery};
use kpi::Text;
use moka::future::Cache;
use wire::Millis;

use crate::clock;
use crate::error::AppError;
use crate::ledger::LedgerHandle;
use crate::ledger::drill;
use crate::ledger::names::Names;
use crate::live::{self, LiveHandle, Numbers, Sight};

const DAY: Millis = 24 * 3_600_000;
/// What AntRing gives at once; the store gives any span.
const LONGEST: Millis = 31 * DAY;
const KEPT: Duration = Duration::from_secs(5);
/// Spans are rounded to this, so that viewers a moment apart share one answer.
const ROUNDED: Millis = 5_000;
const MOST_ROWS: u32 = 500;

#[derive(Clone)]
pub struct History {
    client: Client,
    live: LiveHandle,
    ledger: LedgerHandle,
    answers: Cache<(Millis, Millis), Arc<Vec<CallRecord>>>,
}

/// Which calls of a span.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// By id or name.
    pub queue: Option<String>,
    /// By id, user name or extension.
    pub agent: Option<String>,
    pub result: Option<kpi::CallResult>,
    pub direction: Option<kpi::Direction>,
    /// How the far party's number begins or ends.
    pub number: Option<String>,
    /// What a person typed: see [`search`].
    pub q: Option<String>,
    pub sort: store::Sort,
}

impl History {
    pub fn new(client: Client, live: LiveHandle, ledger: LedgerHandle) -> Self {
        let answers = Cache::builder().max_capacity(32).time_to_live(KEPT).build();
        Self { client, live, ledger, answers }
    }

    /// One page of the calls in the span asked for, as far as the filter has them.
    pub async fn page(
        &self,
        query: CallsQuery,
        filter: &Filter,
        sight: &Sight,
    ) -> Result<CallsPage, AppError> {
        let (from, to) = span(query.from, query.to)?;
        if self.is_kept(from) || *filter != Filter::default() {
            let names = self.names().await?;
            let question = kept::query(filter, from, to, &names, sight)?;
            let limit = query.limit.clamp(1, MOST_ROWS) as usize;
            return kept::page(
                &self.ledger,
                &names,
                question,
                sight,
                (query.page.max(1) as usize, limit),
                (from, to),
            )
            .await;
        }
        if to - from > LONGEST {
            return Err(AppError::BadRequest(
                "more than 31 days are not read from AntRing yet; see /api/v1/history/progress".into(),
            ));
        }
        let records = self.records(from, to).await?;
        let board = self.board().await?;
        Ok(page::page(&records, &board, sight, query, (from, to)))
    }

    pub async fn names(&self) -> Result<Names, AppError> {
        Ok(self.ledger.look(|desk| desk.names.clone()).await?)
    }

    /// The name of the call's recording: `None` when it has none, an error when nobody knows the call.
    pub async fn recording(&self, call_id: &str) -> Result<Option<Text>, AppError> {
        let kept = self.ledger.store().calls_by_key(&[call_id.into()]).await?;
        if let Some(name) = kept.into_iter().find_map(|call| call.recording) {
            return Ok(Some(name));
        }
        // Its record may be newer than what has been read, or older.
        let record = self.find(call_id).await?.ok_or(AppError::RecordingGone)?;
        Ok(record.recording)
    }

    /// Whether this sight reaches the call; an agent's only where they talked on it, a wall's never.
    pub async fn may_hear(&self, call_id: &str, sight: &Sight) -> Result<bool, AppError> {
        let is_agents = matches!(sight.numbers, Numbers::Own(_));
        if sight.names == live::Names::Short {
            return Ok(false);
        }
        if !is_agents && sight.scope.queues().is_none() {
            return Ok(true);
        }
        if let Some(call) = self.ledger.store().calls_by_key(&[call_id.into()]).await?.first() {
            let talked = drill::own_agent(call, sight).is_some();
            return Ok(sight.scope.has_call(call) && (talked || !is_agents));
        }
        let Some(record) = self.find(call_id).await? else { return Ok(false) };
        let talked = page::is_whole(sight, &record, &self.board().await?);
        Ok(page::reaches(sight, &record) && (talked || !is_agents))
    }

    async fn board(&self) -> Result<wire::Board, AppError> {
        match self.live.snapshot(Sight::everything()).await? {
            wire::Frame::Snapshot { board, .. } => Ok(board),
            wire::Frame::Delta { .. } | wire::Frame::Notice { .. } => Err(AppError::Stopping),
        }
    }

    /// The call's record, if AntRing's history of the last days holds it.
    async fn find(&self, call_id: &str) -> Result<Option<CallRecord>, AppError> {
        let now = clock::now();
        // Most who ask have just seen the list of the last day.
        for days in [1, 7] {
            let records = self.records(now - days * DAY, now).await?;
            let found = records
                .iter()
                .find(|record| record.call_id.as_ref().is_some_and(|id| id.as_str() == call_id));
            if let Some(record) = found {
                return Ok(Some(record.clone()));
            }
        }
        Ok(None)
    }

    /// AntRing's history has been read into the store from then on.
    fn is_kept(&self, from: Millis) -> bool {
        self.ledger.progress().read_from.is_some_and(|read_from| read_from <= from)
    }

    async fn records(&self, from: Millis, to: Millis) -> Result<Arc<Vec<CallRecord>>, RestError> {
        let from = from - from.rem_euclid(ROUNDED);
        let to = to + ROUNDED - to.rem_euclid(ROUNDED);
        let ask = async { self.client.histories(from, to).await.map(Arc::new) };
        // One question in flight for a span, however many ask.
        self.answers.try_get_with((from, to), ask).await.map_err(|error| (*error).clone())
    }
}

/// The span asked for; absent times mean the last 24 hours.
///
/// # Errors
/// It ends before it begins.
pub fn span(from: Option<Millis>, to: Option<Millis>) -> Result<(Millis, Millis), AppError> {
    let to = to.unwrap_or_else(clock::now);
    let from = from.unwrap_or(to - DAY);
    if from >= to {
        return Err(AppError::BadRequest("`from` must come before `to`".into()));
    }
    Ok((from, to))
}

impl From<AppError> for CallsProblem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::UpstreamTimedOut | AppError::UpstreamBusy => Self::UpstreamSilent,
            AppError::NotKept => Self::NotKept,
            AppError::NumbersHidden => Self::NumbersHidden,
            AppError::BadRequest(_) => Self::Unfit,
            _ => Self::Failed,
        }
    }
}
