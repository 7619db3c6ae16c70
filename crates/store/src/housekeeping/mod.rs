//! What is done beside, in small pieces, so that nobody who writes waits for it: older entries of the journal are folded
//! into segments, and what is older than the settings want is removed.

mod fold;
mod forget;

use std::sync::Arc;
use std::time::Duration;

use kpi::Millis;
use tokio::sync::{Mutex, oneshot};

use crate::inbox::{Done, Inbox, Work};
use crate::sqlite::Pool;
use crate::{Retention, StoreError};

pub(crate) use fold::{Segment, write as write_segment};
pub(crate) use forget::{Forget, forget};

/// Segments are about five minutes long, so a minute is often enough.
const FOLD_EVERY: Duration = Duration::from_secs(60);
/// Retention is counted in days.
const FORGET_EVERY: Duration = Duration::from_secs(3600);
/// Between two pieces: who writes goes first.
const PAUSE: Duration = Duration::from_millis(20);

/// One task; ended from outside.
pub(crate) struct Housekeeper {
    inbox: Arc<Inbox>,
    pool: Pool,
    retention: Retention,
    now: fn() -> Millis,
    /// Two at once would fold the same entries.
    turn: Mutex<()>,
}

impl Housekeeper {
    pub(crate) fn new(inbox: Arc<Inbox>, pool: Pool, retention: Retention, now: fn() -> Millis) -> Self {
        Self { inbox, pool, retention, now, turn: Mutex::new(()) }
    }

    pub(crate) async fn run(self: Arc<Self>) {
        let mut forgotten = None::<tokio::time::Instant>;
        loop {
            tokio::time::sleep(FOLD_EVERY).await;
            if let Err(error) = self.fold().await {
                tracing::warn!(%error, "older entries of the journal could not be folded; it is tried again");
            }
            if forgotten.is_none_or(|at| at.elapsed() >= FORGET_EVERY) {
                forgotten = Some(tokio::time::Instant::now());
                if let Err(error) = self.forget().await {
                    tracing::warn!(%error, "what is older than the settings want could not be removed; it is tried again");
                }
            }
        }
    }

    /// Folds all that is old enough; yields how many segments were made.
    pub(crate) async fn fold(&self) -> Result<u64, StoreError> {
        let _turn = self.turn.lock().await;
        let mut made = 0;
        while let Some(segment) = fold::next(&self.pool, (self.now)()).await? {
            self.hand_in(Work::Fold(segment)).await?;
            made += 1;
            tokio::time::sleep(PAUSE).await;
        }
        Ok(made)
    }

    /// Removes all that is too old; yields how many rows.
    pub(crate) async fn forget(&self) -> Result<u64, StoreError> {
        let _turn = self.turn.lock().await;
        let mut removed = 0;
        for (what, forget) in forget::all(self.retention, (self.now)()) {
            let mut of_this = 0;
            loop {
                let Done::Removed(rows) = self.hand_in(Work::Forget(forget)).await? else { break };
                if rows == 0 {
                    break;
                }
                of_this += rows;
                tokio::time::sleep(PAUSE).await;
            }
            if of_this > 0 {
                tracing::info!(rows = of_this, "removed {what} older than the settings keep");
            }
            removed += of_this;
        }
        Ok(removed)
    }

    async fn hand_in(&self, work: Work) -> Result<Done, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.inbox.push(work, reply, (self.now)());
        answer.await.unwrap_or(Err(StoreError::Closed))
    }
}
