//! The one task that writes. What has come in since it last looked is one transaction: the flush to the disk, which
//! costs most, is shared.

use std::path::PathBuf;
use std::sync::Arc;

use kpi::Millis;
use sqlx::Connection as _;
use tokio::sync::watch;

use crate::inbox::{Done, Inbox, Request, Work};
use crate::lock::Lock;
use crate::sqlite::{self, Connection, Pool};
use crate::{Health, Hold, Position, StoreError, Trouble, calls, gaps, housekeeping, journal, marks, stints};

pub(crate) struct Writer {
    pub(crate) file: PathBuf,
    pub(crate) max_size: Option<u64>,
    pub(crate) hold: Hold,
    pub(crate) now: fn() -> Millis,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) pool: Pool,
    pub(crate) health: watch::Sender<Health>,
    /// `None` after a failure: its state is not to be trusted.
    pub(crate) connection: Option<Connection>,
    /// The last position that is known to be committed.
    pub(crate) end: Position,
    /// Where the journal ends if the transaction before took effect although its commit failed.
    pub(crate) maybe: Option<Position>,
    /// Nobody else may open the database while this one can write.
    pub(crate) _lock: Lock,
}

/// Why a transaction was not made.
enum Fault {
    /// The disk's: worth trying again.
    Disk(Trouble),
    /// A statement's: it would fail again.
    Statement(sqlx::Error),
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        match sqlite::trouble(&error) {
            Some(trouble) => Self::Disk(trouble),
            None => Self::Statement(error),
        }
    }
}

impl Writer {
    /// Ends when the inbox is closed and all of it is written, or cannot be.
    pub(crate) async fn run(mut self) {
        while let Some(mut group) = self.inbox.next_group().await {
            self.keep(&mut group).await;
            self.inbox.done(&group);
        }
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the store did not close cleanly; nothing acknowledged is lost by that");
        }
    }

    /// Writes a group, however long the disk takes to take it.
    async fn keep(&mut self, group: &mut Vec<Request>) {
        loop {
            match self.commit(group).await {
                Ok(done) => {
                    self.well();
                    for (request, done) in group.iter_mut().zip(done) {
                        request.answer(Ok(done));
                    }
                    return;
                }
                Err(Fault::Disk(trouble)) => {
                    self.in_trouble(trouble, group).await;
                    if self.inbox.is_closed() {
                        tracing::error!(
                            requests = group.len(),
                            "the program ends while the disk takes nothing"
                        );
                        return;
                    }
                    tokio::time::sleep(self.hold.retry_every).await;
                    group.splice(..0, self.inbox.relief());
                }
                Err(Fault::Statement(error)) => {
                    if let [request] = group.as_mut_slice() {
                        tracing::error!(%error, "the store refused a request");
                        request.answer(Err(StoreError::Refused(error.into())));
                        return;
                    }
                    // The others are not to suffer for one.
                    let mut each = std::mem::take(group);
                    for request in each.drain(..) {
                        let mut alone = vec![request];
                        Box::pin(self.keep(&mut alone)).await;
                        group.append(&mut alone);
                    }
                    return;
                }
            }
        }
    }

    async fn commit(&mut self, group: &[Request]) -> Result<Vec<Done>, Fault> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => sqlite::writing(&self.file, self.max_size).await?,
        };
        if let Some(maybe) = self.maybe {
            let there = journal::end(&mut connection).await?.map_or(Position::START, |(end, _)| end);
            self.maybe = None;
            // The commit was told to have failed and did not.
            if there == maybe && there != self.end {
                let done = done_already(group, self.end);
                self.end = there;
                self.connection = Some(connection);
                return Ok(done);
            }
        }
        let (done, end) = match transaction(&mut connection, group, self.end).await {
            Ok(kept) => kept,
            Err(error) => {
                let rolled_back = sqlx::query("ROLLBACK").execute(&mut connection).await;
                let fault = Fault::from(error);
                match &fault {
                    Fault::Statement(_) if rolled_back.is_ok() => self.connection = Some(connection),
                    _ => drop(connection.close().await),
                }
                return Err(fault);
            }
        };
        if let Err(error) = sqlx::query("COMMIT").execute(&mut connection).await {
            self.maybe = Some(end);
            let _ = sqlx::query("ROLLBACK").execute(&mut connection).await;
            let _ = connection.close().await;
            return Err(error.into());
        }
        self.connection = Some(connection);
        self.end = end;
        Ok(done)
    }

    async fn in_trouble(&self, trouble: Trouble, group: &mut [Request]) {
        let trouble = match (trouble, self.max_size) {
            (Trouble::DiskFull, Some(bytes)) if sqlite::is_at_its_size(&self.pool, bytes).await => {
                Trouble::MaxSize(bytes)
            }
            (trouble, _) => trouble,
        };
        self.inbox.in_trouble(&trouble);
        for request in group {
            request.held(&trouble);
        }
        let now = (self.now)();
        self.health.send_if_modified(|health| match health {
            Health::NotKept { why, .. } if *why == trouble => false,
            Health::NotKept { why, .. } => {
                *why = trouble;
                true
            }
            Health::Kept => {
                tracing::error!("history is not being kept: {trouble}");
                *health = Health::NotKept { since: now, why: trouble };
                true
            }
        });
    }

    fn well(&self) {
        if !self.inbox.out_of_trouble() {
            return;
        }
        let now = (self.now)();
        self.health.send_if_modified(|health| match health {
            Health::Kept => false,
            Health::NotKept { since, .. } => {
                tracing::info!(after_ms = now - *since, "history is being kept again");
                *health = Health::Kept;
                true
            }
        });
    }
}

/// Everything but the commit.
async fn transaction(
    connection: &mut Connection,
    group: &[Request],
    end: Position,
) -> Result<(Vec<Done>, Position), sqlx::Error> {
    sqlx::query(sqlite::BEGIN).execute(&mut *connection).await?;
    let mut end = end;
    let mut all = Vec::with_capacity(group.len());
    for request in group {
        all.push(match &request.work {
            Work::Append(entries) => {
                end = journal::append(connection, end, entries).await?;
                Done::Appended(end)
            }
            Work::Keyframe(keyframe) => kept(journal::put_keyframe(connection, keyframe).await)?,
            Work::PutCalls(calls) => kept(calls::put(connection, calls).await)?,
            Work::RemoveCalls(keys) => Done::Removed(calls::remove(connection, keys).await?),
            Work::PutStints(stints) => kept(stints::put(connection, stints).await)?,
            Work::SetMark { name, body } => kept(marks::set(connection, name, body).await)?,
            Work::Gap(gap) => kept(gaps::put(connection, gap, end).await)?,
            Work::Fold(segment) => kept(housekeeping::write_segment(connection, segment).await)?,
            Work::Forget(what) => Done::Removed(housekeeping::forget(connection, *what).await?),
        });
    }
    Ok((all, end))
}

fn kept(result: Result<(), sqlx::Error>) -> Result<Done, sqlx::Error> {
    result.map(|()| Done::Kept)
}

/// The answers of a group that turned out to be committed.
fn done_already(group: &[Request], before: Position) -> Vec<Done> {
    let mut end = before;
    group
        .iter()
        .map(|request| match &request.work {
            Work::Append(entries) => {
                end.0 += entries.len() as i64;
                Done::Appended(end)
            }
            // How many is not known any more; a housekeeper looks again.
            Work::RemoveCalls(_) | Work::Forget(_) => Done::Removed(1),
            _ => Done::Kept,
        })
        .collect()
}
