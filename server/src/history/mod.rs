//! The calls of the past: out of the store, and straight from AntRing while a span has not been read into it yet.
//!
//! AntRing's answers are kept for a few seconds: many people open the list at once, and its quota is small.

mod fold;
pub mod kept;
mod lanes;
mod opened;
mod page;
mod recorded;
pub mod search;
pub mod wanted;

use std::sync::Arc;
use std::time::Duration;

use antring::{CallRecord, Client, RestError};
use app::{CallsPage, CallsProblem, CallsQuery};
use moka::future::Cache;
use wire::Millis;

use crate::clock;
use crate::error::AppError;
use crate::ledger::LedgerHandle;
use crate::ledger::names::Names;
use crate::live::{LiveHandle, Sight};

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

    async fn board(&self) -> Result<wire::Board, AppError> {
        match self.live.snapshot(Sight::everything()).await? {
            wire::Frame::Snapshot { board, .. } => Ok(board),
            wire::Frame::Delta { .. } | wire::Frame::Notice { .. } => Err(AppError::Stopping),
        }
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
    let from = from.unwrap_or(to.saturating_sub(DAY));
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
