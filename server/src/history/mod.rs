//! The call history of the last days, straight from AntRing and kept for a few seconds: many people open the list
//! at once, and its quota is small.

mod page;

use std::sync::Arc;
use std::time::Duration;

use antring::{CallRecord, Client, RestError};
use app::{CallsPage, CallsProblem, CallsQuery};
use moka::future::Cache;
use wire::Millis;

use crate::clock;
use crate::error::AppError;
use crate::live::{LiveHandle, Privacy};

const DAY: Millis = 24 * 3_600_000;
/// A day is one to a few pages of AntRing's; a longer span belongs to the store.
const LONGEST: Millis = 31 * DAY;
const KEPT: Duration = Duration::from_secs(5);
/// Spans are rounded to this, so that viewers a moment apart share one answer.
const ROUNDED: Millis = 5_000;

#[derive(Clone)]
pub struct History {
    client: Client,
    live: LiveHandle,
    answers: Cache<(Millis, Millis), Arc<Vec<CallRecord>>>,
}

impl History {
    pub fn new(client: Client, live: LiveHandle) -> Self {
        Self { client, live, answers: Cache::builder().max_capacity(32).time_to_live(KEPT).build() }
    }

    /// One page of the calls in the span asked for, newest first.
    pub async fn page(&self, query: CallsQuery) -> Result<CallsPage, AppError> {
        let to = query.to.unwrap_or_else(clock::now);
        let from = query.from.unwrap_or(to - DAY);
        if from >= to || to - from > LONGEST {
            return Err(AppError::BadRequest("`from` must come before `to`, by 31 days at most".into()));
        }
        let records = self.records(from, to).await?;
        let wire::Frame::Snapshot { board, .. } = self.live.snapshot(Privacy::Full).await? else {
            return Err(AppError::Stopping);
        };
        Ok(page::page(&records, &board, query, from, to))
    }

    /// The call's record, if AntRing's history of the last days holds it.
    pub async fn find(&self, call_id: &str) -> Result<Option<CallRecord>, AppError> {
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

    async fn records(&self, from: Millis, to: Millis) -> Result<Arc<Vec<CallRecord>>, RestError> {
        let from = from - from.rem_euclid(ROUNDED);
        let to = to + ROUNDED - to.rem_euclid(ROUNDED);
        let ask = async { self.client.histories(from, to).await.map(Arc::new) };
        // One question in flight for a span, however many ask.
        self.answers.try_get_with((from, to), ask).await.map_err(|error| (*error).clone())
    }
}

impl From<AppError> for CallsProblem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::UpstreamTimedOut | AppError::UpstreamBusy => Self::UpstreamSilent,
            _ => Self::Failed,
        }
    }
}
