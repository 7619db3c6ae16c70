//! AntRing's call history into the ledger: the last days once, the newest first, then every minute what is new.
//!
//! It asks in the background: no poll waits for it. How far it came is marked in the store, so a stop halfway is no loss.

use std::time::Duration;

use antring::{BackOff, CallRecord, Client, RestError};
use app::explained::Reading;
use kpi::{Join, Millis, Span};
use serde::{Deserialize, Serialize};
use store::{Store, StoreError};
use tokio::sync::watch;

use super::book::Book;
use super::handle::{LedgerError, LedgerHandle};
use super::join::SAME_MOMENT;
use super::task::Counts;
use crate::clock;

const DAY: Millis = 24 * 3_600_000;
/// Whoever asks for a record asks this much around it.
const AROUND: Millis = SAME_MOMENT;
/// A call that ended longer ago and has no record yet will hardly get one.
const GIVEN_UP_AFTER: Millis = 30 * 60_000;
/// Single calls that are asked after in one look.
const SINGLES: usize = 6;
/// Calls in one transaction of the store.
const KEPT_AT_ONCE: usize = 1_000;

/// How far the history is read, in the store.
const MARK: &str = "ledger.history";

pub struct Sync {
    pub client: Client,
    pub ledger: LedgerHandle,
    pub progress: watch::Sender<Progress>,
    pub backfill_days: u32,
    pub late_records: Millis,
    pub every: Duration,
}

/// `GET /api/v1/history/progress`: how much of AntRing's history has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    pub state: State,
    /// The whole stretch that is to be read at the first start.
    pub from: Option<Millis>,
    pub until: Option<Millis>,
    /// Everything from here on has been read.
    pub read_from: Option<Millis>,
    /// … up to here; records that AntRing writes late are looked for again.
    pub read_until: Option<Millis>,
    pub days: u32,
    pub days_done: u32,
    /// Records that were read since the server started.
    pub records: u64,
    /// Why the last question was in vain, if it was.
    pub problem: Option<String>,
}

impl Progress {
    /// For the pages; nothing once the days before have been read.
    pub fn reading(&self) -> Option<Reading> {
        let reading = Reading { days_done: self.days_done, days: self.days, in_vain: self.problem.is_some() };
        (self.state == State::Reading).then_some(reading)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    #[default]
    Starting,
    /// The last days are being read.
    Reading,
    /// Only what is new is read.
    Following,
}

/// As it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Reached {
    from: Millis,
    until: Millis,
}

#[derive(Debug, thiserror::Error)]
enum SyncError {
    #[error(transparent)]
    Rest(#[from] RestError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Sync {
    /// Never ends by itself.
    pub async fn run(mut self) {
        let mut back_off = BackOff::for_rest();
        let mut reached = loop {
            match self.begin().await {
                Ok(reached) => break reached,
                Err(error) => self.in_vain(&error, &mut back_off).await,
            }
        };
        let target = self.target();
        let mut due = clock::now();
        loop {
            let now = clock::now();
            let step = if now >= due {
                due = now + millis(self.every);
                self.follow(&mut reached, now).await
            } else if reached.from > target {
                self.day_before(&mut reached, target).await
            } else {
                clock::sleep(Duration::from_millis(u64::try_from(due - now).unwrap_or_default())).await;
                continue;
            };
            match step {
                Ok(()) => {
                    back_off.succeeded();
                    self.tell(&reached, target, None);
                }
                Err(error) => {
                    self.tell(&reached, target, Some(error.to_string()));
                    self.in_vain(&error, &mut back_off).await;
                    due = clock::now();
                }
            }
        }
    }

    /// Where an earlier server came, or the start of today.
    async fn begin(&self) -> Result<Reached, SyncError> {
        let kept = self.store().get_mark(MARK).await?;
        let today = self.ledger.day().span_at(clock::now()).from;
        let kept: Option<Reached> = kept.and_then(|text| serde_json::from_str(&text).ok());
        Ok(kept.unwrap_or(Reached { from: today, until: today }))
    }

    fn target(&self) -> Millis {
        let days = u16::try_from(self.backfill_days).unwrap_or(u16::MAX);
        self.ledger.day().days_before(clock::now(), days).from
    }

    /// What is new since the last look, and what may have been written late.
    async fn follow(&mut self, reached: &mut Reached, now: Millis) -> Result<(), SyncError> {
        let mut from = reached.until - self.late_records;
        while from < now {
            let until = now.min(from + DAY);
            self.read(Span { from, until }).await?;
            reached.until = until;
            self.mark(reached);
            from = until;
        }
        for started in self.untold(now).await? {
            self.read(Span { from: started - AROUND, until: started + AROUND }).await?;
        }
        Ok(())
    }

    /// Calls of which no record has told, and that began too long ago for the usual look: records are found by the
    /// start of their calls, and these were long.
    async fn untold(&self, now: Millis) -> Result<Vec<Millis>, LedgerError> {
        let before = now - self.late_records;
        let is_untold = move |call: &kpi::Call| {
            let ended = call.ended.filter(|ended| now - AROUND > *ended && now - GIVEN_UP_AFTER < *ended);
            call.join == Join::FeedOnly && call.started < before && ended.is_some()
        };
        self.ledger
            .look(move |desk| {
                let untold = desk.calls.iter().filter(|call| is_untold(call));
                let mut starts: Vec<Millis> = untold.map(|call| call.started).collect();
                starts.sort_unstable();
                starts.dedup_by_key(|started| *started / AROUND);
                starts.truncate(SINGLES);
                starts
            })
            .await
    }

    /// The newest day that has not been read.
    async fn day_before(&mut self, reached: &mut Reached, target: Millis) -> Result<(), SyncError> {
        let from = self.ledger.day().days_before(reached.from, 1).from.max(target);
        let counts = self.read(Span { from, until: reached.from }).await?;
        tracing::info!(
            calls = counts.joined + counts.new,
            day = %self.ledger.day().date_at(from),
            "a day of the call history was read"
        );
        reached.from = from;
        self.mark(reached);
        Ok(())
    }

    /// A span that holds more calls than are asked for at once is read in halves.
    async fn read(&mut self, span: Span) -> Result<Counts, SyncError> {
        let mut counts = Counts::default();
        let mut spans = vec![span];
        while let Some(span) = spans.pop() {
            match self.client.histories(span.from, span.until).await {
                Ok(records) => counts += self.take(span, records).await?,
                Err(RestError::TooLarge { .. }) if span.length() > 4 * AROUND => {
                    let middle = span.from + span.length() / 2;
                    spans.push(Span { from: span.from, until: middle + AROUND });
                    spans.push(Span { from: middle, until: span.until });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(counts)
    }

    async fn take(&mut self, span: Span, records: Vec<CallRecord>) -> Result<Counts, SyncError> {
        let read = records.len() as u64;
        let held_from = self.ledger.look(|desk| desk.from).await?;
        let is_held = |record: &CallRecord| record.ended_at().is_none_or(|ended| ended >= held_from);
        let (held, older): (Vec<CallRecord>, Vec<CallRecord>) = records.into_iter().partition(is_held);
        let mut counts = Counts::default();
        if !held.is_empty() {
            counts = self.ledger.read(held).await?;
        }
        if !older.is_empty() {
            self.read_older(span, &older, &mut counts).await?;
        }
        self.progress.send_modify(|progress| progress.records += read);
        Ok(counts)
    }

    /// Days that are on disk alone.
    async fn read_older(
        &self,
        span: Span,
        records: &[CallRecord],
        counts: &mut Counts,
    ) -> Result<(), SyncError> {
        let around = Span { from: span.from - AROUND, until: span.until + AROUND };
        let mut book = Book::of(self.store().calls_touching(around).await?);
        let names = self.ledger.look(|desk| desk.names.clone()).await?;
        records.iter().for_each(|record| counts.add(book.read(record, &names)));
        while book.has_unkept() {
            let unkept = book.take_unkept(KEPT_AT_ONCE);
            if !unkept.removed.is_empty() {
                held_is_kept(self.store().remove_calls(unkept.removed).await.map(|_| ()))?;
            }
            held_is_kept(self.store().put_calls(unkept.calls).await)?;
        }
        Ok(())
    }

    /// Handed in behind the calls, so it is on disk no sooner than they are.
    fn mark(&self, reached: &Reached) {
        let text = serde_json::to_string(reached).unwrap_or_default();
        drop(self.store().set_mark(MARK, &text));
    }

    fn tell(&self, reached: &Reached, target: Millis, problem: Option<String>) {
        let day = self.ledger.day();
        let days = |from: Millis, until: Millis| {
            let span = day.date_at(from).until(day.date_at(until)).map_or(0, |span| span.get_days());
            u32::try_from(span).unwrap_or_default()
        };
        let today = day.span_at(clock::now()).from;
        let is_done = reached.from <= target;
        self.progress.send_modify(|progress| {
            progress.state = if is_done { State::Following } else { State::Reading };
            (progress.from, progress.until) = (Some(target), Some(today));
            (progress.read_from, progress.read_until) = (Some(reached.from), Some(reached.until));
            progress.days = days(target, today);
            progress.days_done = days(reached.from.max(target), today);
            progress.problem = problem;
        });
    }

    async fn in_vain(&self, error: &SyncError, back_off: &mut BackOff) {
        let retry_after = match error {
            SyncError::Rest(error) => error.retry_after(),
            SyncError::Ledger(_) | SyncError::Store(_) => None,
        };
        tracing::warn!(%error, "the call history cannot be read yet");
        clock::sleep(back_off.failed(rand::random(), retry_after)).await;
    }

    fn store(&self) -> &Store {
        self.ledger.store()
    }
}

/// What is held in memory will be written, in its order.
fn held_is_kept(kept: Result<(), StoreError>) -> Result<(), StoreError> {
    match kept {
        Err(StoreError::Held(_)) => Ok(()),
        other => other,
    }
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
