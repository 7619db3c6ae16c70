//! The one task that writes the ledger: takes in what was seen and what was read, keeps it, and counts once a second.

use std::collections::HashSet;
use std::time::Duration;

use antring::CallRecord;
use app::explained::Definition;
use kpi::{Day, HALF_HOUR, Kpi, Millis, Rules, Scope, Span, Talking, Text};
use store::{Store, StoreError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{interval, timeout};
use tokio_util::sync::CancellationToken;

use super::book::{Book, Read, Unkept};
use super::desk::Desk;
use super::drill;
use super::figures::Figures;
use super::names::Names;
use super::rulebook::{self, Rulebook};
use super::seen::{Seen, Told};
use super::stints::Stints;
use crate::clock;
use crate::config::{Config, ConfigError};
use crate::live::LiveHandle;

/// Taken in at once.
const BATCH: usize = 512;
/// Calls in one transaction of the store.
const KEPT_AT_ONCE: usize = 1_000;
/// Transactions under way; while the disk is slow, changes gather by call.
const UNDER_WAY: usize = 4;
/// Figures that time alone moves (an agent's share of the hour) are told this often.
const TOLD_EVERY: Millis = 10_000;
/// A call that was live when the server stopped and that the floor has not shown by then is over.
const LOST_AFTER: Millis = 60_000;
/// However fast time runs, counting leaves the machine alone for so long.
const LEAST_PAUSE: Duration = Duration::from_millis(200);
/// How long a stop waits for the disk.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Until when the floor was watched; the time between a stop and a start is nobody's knowledge.
const SEEN_UNTIL: &str = "ledger.seen_until";

pub(super) enum Ask {
    Look(Box<dyn FnOnce(Desk<'_>) + Send>),
    Records { records: Vec<CallRecord>, reply: oneshot::Sender<Counts> },
}

/// What became of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub joined: u64,
    pub new: u64,
    /// Of calls that go on.
    pub not_yet: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.joined += more.joined;
        self.new += more.new;
        self.not_yet += more.not_yet;
    }
}

impl Counts {
    pub fn add(&mut self, read: Read) {
        match read {
            Read::Joined(_) => self.joined += 1,
            Read::New => self.new += 1,
            Read::NotYet => self.not_yet += 1,
        }
    }
}

pub(super) struct Task {
    pub store: Store,
    pub live: LiveHandle,
    pub told: Told,
    pub asks: mpsc::Receiver<Ask>,
    /// What numbers mean, for pages.
    define: watch::Sender<Vec<Definition>>,
    book: Book,
    stints: Stints,
    names: Names,
    rulebook: Rulebook,
    rules: Rules,
    day: Day,
    /// What touches the time from here on is in memory.
    from: Millis,
    began: Millis,
    /// Told by the floor, all of it again after a start, so it is not kept.
    talking: Talking,
    /// Live when the server stopped, and not shown by the floor since.
    unconfirmed: HashSet<Text>,
    /// As submitted.
    figures: Figures,
    lost: (mpsc::UnboundedSender<Unkept>, mpsc::UnboundedReceiver<Unkept>),
    under_way: std::sync::Arc<tokio::sync::Semaphore>,
}

/// Why the ledger cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum LedgerOpenError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl Task {
    /// With the day as it was kept.
    pub async fn open(
        config: &Config,
        store: Store,
        live: LiveHandle,
        told: Told,
        asks: mpsc::Receiver<Ask>,
        define: watch::Sender<Vec<Definition>>,
        day: Day,
    ) -> Result<Self, LedgerOpenError> {
        let now = clock::now();
        let from = held_from(&day, now);
        let span = Span { from, until: Millis::MAX };
        let seen_until = store.get_mark(SEEN_UNTIL).await?.and_then(|text| text.parse().ok());
        let rulebook = Rulebook::open(store.get_mark(rulebook::MARK).await?.as_deref(), config, now)?;
        drop(store.set_mark(rulebook::MARK, &rulebook.text()));
        let calls = store.calls_touching(span).await?;
        let unconfirmed = calls.iter().filter(|call| call.ended.is_none()).map(|call| call.key.clone());
        let names = Names::default();
        let task = Self {
            unconfirmed: unconfirmed.collect(),
            book: Book::of(calls),
            stints: Stints::of(store.stints(span).await?, seen_until.unwrap_or(now)),
            rules: rulebook.rules(&names),
            names,
            rulebook,
            day,
            from,
            began: now,
            talking: Talking::new(),
            figures: Figures { at: now, ..Figures::default() },
            lost: mpsc::unbounded_channel(),
            under_way: std::sync::Arc::new(tokio::sync::Semaphore::new(UNDER_WAY)),
            store,
            live,
            told,
            asks,
            define,
        };
        task.define();
        Ok(task)
    }

    pub async fn run(mut self, shutdown: CancellationToken) {
        let mut tick = interval(clock::lasting(Duration::from_secs(1)).max(LEAST_PAUSE));
        let mut seen = Vec::with_capacity(BATCH);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => break,
                count = self.told.mailbox.recv_many(&mut seen, BATCH) => {
                    if count == 0 {
                        break;
                    }
                    seen.drain(..).for_each(|seen| self.see(seen));
                }
                Some(ask) = self.asks.recv() => self.answer(ask),
                Some(lost) = self.lost.1.recv() => self.book.give_back(lost),
                _ = tick.tick() => self.tick().await,
            }
        }
        while let Ok(seen) = self.told.mailbox.try_recv() {
            self.see(seen);
        }
        if timeout(LAST_WORDS, self.keep_all()).await.is_err() {
            tracing::warn!("the disk did not take the ledger's last changes in time");
        }
    }

    fn see(&mut self, seen: Seen) {
        match seen {
            Seen::Call(call) => {
                self.unconfirmed.remove(&call.id);
                match call.speaks_since {
                    Some(since) => drop(self.talking.insert(call.id.clone(), since)),
                    None => drop(self.talking.remove(&call.id)),
                }
                self.book.see(&call);
            }
            Seen::Agent(agent) => {
                self.names.learn_agent(&agent);
                self.stints.agent(&agent);
            }
            Seen::Queue { id, name } => {
                if self.names.learn_queue(&id, &name) {
                    self.rules = self.rulebook.rules(&self.names);
                    self.define();
                }
            }
            Seen::Dashboard { heard_at, is_fresh, at } => self.stints.dashboard(heard_at, is_fresh, at),
        }
    }

    fn define(&self) {
        let desk = self.desk(clock::now());
        self.define.send_replace(Kpi::ALL.map(|kpi| drill::definition(&desk, kpi, &Scope::centre())).into());
    }

    fn answer(&mut self, ask: Ask) {
        match ask {
            Ask::Look(look) => look(self.desk(self.figures.at)),
            Ask::Records { records, reply } => {
                let mut counts = Counts::default();
                for record in &records {
                    counts.add(self.book.read(record, &self.names));
                }
                // Whoever asked may be gone.
                let _ = reply.send(counts);
            }
        }
    }

    fn desk(&self, now: Millis) -> Desk<'_> {
        Desk {
            calls: self.book.calls(),
            stints: self.stints.all(),
            talking: &self.talking,
            rules: &self.rules,
            names: &self.names,
            day: &self.day,
            from: self.from,
            now,
        }
    }

    async fn tick(&mut self) {
        let now = clock::now();
        if now - self.began > LOST_AFTER && !self.unconfirmed.is_empty() {
            let gone: Vec<Text> = std::mem::take(&mut self.unconfirmed).into_iter().collect();
            tracing::info!(calls = gone.len(), "calls that were live at the last stop are over");
            self.book.lose(&gone, self.began);
        }
        self.count(now).await;
        self.keep(now);
        let from = held_from(&self.day, now);
        if from > self.from {
            self.from = from;
            self.book.forget_before(from);
            self.stints.forget_before(from);
            let book = &self.book;
            self.talking.retain(|key, _| book.call(key).is_some_and(|call| call.ended.is_none()));
        }
    }

    async fn count(&mut self, now: Millis) {
        let figures = self.desk(now).figures();
        let moved_by_facts = |figure: &&wire::Figure| figure.kpi != Kpi::Occupancy.id();
        let settled = |figures: &Figures| -> Vec<wire::Figure> {
            figures.all.iter().filter(moved_by_facts).cloned().collect()
        };
        let same = settled(&figures) == settled(&self.figures) && figures.queues == self.figures.queues;
        if !same || now - self.figures.at >= TOLD_EVERY {
            self.figures = figures.clone();
            self.live.submit_figures(figures).await;
        }
    }

    /// Hands what changed to the store, without waiting for the disk.
    fn keep(&mut self, now: Millis) {
        let Ok(permit) = std::sync::Arc::clone(&self.under_way).try_acquire_owned() else { return };
        let kept = self.hand_in(now);
        let lost = self.lost.0.clone();
        tokio::spawn(async move {
            let _permit = permit;
            if let Some(unkept) = kept.await {
                // Only fails while stopping.
                let _ = lost.send(unkept);
            }
        });
    }

    /// Yields what the store could not even hold.
    fn hand_in(&mut self, now: Millis) -> impl Future<Output = Option<Unkept>> + Send + use<> {
        let unkept = self.book.take_unkept(KEPT_AT_ONCE);
        let stints = self.stints.take_changed();
        let removed = (!unkept.removed.is_empty()).then(|| self.store.remove_calls(unkept.removed.clone()));
        let calls = (!unkept.calls.is_empty()).then(|| self.store.put_calls(unkept.calls.clone()));
        let stints = (!stints.is_empty()).then(|| self.store.put_stints(stints));
        let seen_until = self.store.set_mark(SEEN_UNTIL, &now.to_string());
        async move {
            let mut is_lost = false;
            if let Some(removed) = removed {
                is_lost |= matches!(removed.await, Err(StoreError::Lost));
            }
            if let Some(calls) = calls {
                is_lost |= note(calls.await);
            }
            if let Some(stints) = stints {
                note(stints.await);
            }
            note(seen_until.await);
            is_lost.then_some(unkept)
        }
    }

    async fn keep_all(&mut self) {
        let now = clock::now();
        loop {
            let batch = self.hand_in(now);
            batch.await;
            if !self.book.has_unkept() {
                break;
            }
        }
    }
}

/// True when it is gone. Held is as good as kept: it will be written.
fn note(kept: Result<(), StoreError>) -> bool {
    match kept {
        Err(StoreError::Lost) => true,
        Err(error @ StoreError::Refused(_)) => {
            tracing::error!(%error, "the ledger could not be kept");
            false
        }
        Ok(()) | Err(StoreError::Held(_) | StoreError::Read(_) | StoreError::Closed) => false,
    }
}

/// The operational day, and half an hour before it: what both windows touch.
fn held_from(day: &Day, now: Millis) -> Millis {
    day.span_at(now).from - HALF_HOUR
}
