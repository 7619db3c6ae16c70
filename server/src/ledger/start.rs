use std::sync::Arc;

use antring::Client;
use kpi::Day;
use store::Store;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::handle::LedgerHandle;
use super::seen::Told;
use super::sync::{Progress, Sync};
use super::task::{LedgerOpenError, Task};
use crate::config::{Config, ConfigError};
use crate::live::LiveHandle;

/// Questions that may wait for the ledger; past that, whoever asks waits.
const MAILBOX: usize = 256;

/// Opens the ledger as it was kept and starts its tasks; they end when `shutdown` is cancelled.
///
/// # Errors
/// The store cannot be read, or the settings make no rule or no day.
pub async fn start(
    config: &Config,
    store: Store,
    client: &Client,
    live: LiveHandle,
    told: Told,
    tasks: &TaskTracker,
    shutdown: &CancellationToken,
) -> Result<LedgerHandle, LedgerOpenError> {
    let day = Day::new(&config.day.time_zone, &config.day.starts_at).map_err(ConfigError::StartOfDay)?;
    let (asks, questions) = mpsc::channel(MAILBOX);
    let (progress, seen) = watch::channel(Progress::default());
    let lost = Arc::clone(&told.lost);
    let (define, definitions) = watch::channel(Vec::new());
    let task = Task::open(config, store.clone(), live, told, questions, define, day.clone()).await?;
    tasks.spawn(task.run(shutdown.clone()));
    let handle = LedgerHandle { asks, store, day, progress: seen, lost, definitions };
    let sync = Sync {
        client: client.in_background(),
        ledger: handle.clone(),
        progress,
        backfill_days: config.store.backfill_days,
        late_records: config.store.late_records.as_millis().try_into().unwrap_or(i64::MAX),
        every: config.store.history_every.unsigned_abs(),
    };
    let shutdown = shutdown.clone();
    tasks.spawn(async move {
        tokio::select! { () = shutdown.cancelled() => {}, () = sync.run() => {} }
    });
    Ok(handle)
}
