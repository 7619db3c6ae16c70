use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kpi::{Call, Millis, Stint, Text};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::housekeeping::Housekeeper;
use crate::inbox::{Done, Inbox, Work};
use crate::sqlite::Pool;
use crate::{
    Backup, BackupError, Bookmark, CallQuery, Counted, Effort, Entry, Gap, Health, JournalSpan, Keyframe,
    OpenError, Opened, Position, Span, StoreError, StoreSettings, Stored, When, calls, gaps, journal, marks,
    stints,
};

/// The store. A clone is another handle of the same.
///
/// Whatever is handed in is on its way at once, in the order of the calls, even if the returned future is never polled.
/// The future resolves when it is committed and flushed to the disk: killing the process then loses nothing of it. It
/// never waits for a disk that takes nothing: it then resolves with [`StoreError::Held`].
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) file: PathBuf,
    pub(crate) now: fn() -> Millis,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) pool: Pool,
    pub(crate) effort: Effort,
    pub(crate) health: watch::Receiver<Health>,
    pub(crate) writer: tokio::sync::Mutex<Option<JoinHandle<()>>>,
    pub(crate) housekeeper: Arc<Housekeeper>,
    pub(crate) housekeeping: JoinHandle<()>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.housekeeping.abort();
        self.inbox.close();
    }
}

impl Store {
    /// Opens the store, making what is not there yet.
    ///
    /// # Errors
    /// A sentence for the operator; nothing has been changed then.
    pub async fn open(settings: &StoreSettings) -> Result<(Self, Opened), OpenError> {
        crate::open::open(settings).await
    }

    /// Keeps entries, all or none, and yields the last one's position (with none: where the journal ends).
    ///
    /// # Errors
    /// [`StoreError::Held`], [`StoreError::Lost`], [`StoreError::Refused`], [`StoreError::Closed`]
    pub fn append(
        &self,
        entries: Vec<Entry>,
    ) -> impl Future<Output = Result<Position, StoreError>> + Send + use<> {
        let done = self.hand_in(Work::Append(entries));
        async move {
            match done.await? {
                Done::Appended(position) => Ok(position),
                Done::Kept | Done::Removed(_) => Err(StoreError::Closed),
            }
        }
    }

    /// Keeps the floor as it stood after an entry. Put again, it takes the place of the one with its position and format.
    ///
    /// # Errors
    /// As [`append`](Self::append)
    pub fn keyframe(
        &self,
        keyframe: Keyframe,
    ) -> impl Future<Output = Result<(), StoreError>> + Send + use<> {
        kept(self.hand_in(Work::Keyframe(keyframe)))
    }

    /// Puts calls, each in place of the one with its key, with all its passages and misses. Of two with one key the later
    /// counts. Hand in a thousand at a time at most: a batch is one transaction.
    ///
    /// # Errors
    /// As [`append`](Self::append)
    pub fn put_calls(&self, calls: Vec<Call>) -> impl Future<Output = Result<(), StoreError>> + Send + use<> {
        kept(self.hand_in(Work::PutCalls(calls)))
    }

    /// Takes calls away, by key: two rows turned out to be one call. Yields how many were there.
    ///
    /// # Errors
    /// As [`append`](Self::append)
    pub fn remove_calls(
        &self,
        keys: Vec<Text>,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send + use<> {
        let done = self.hand_in(Work::RemoveCalls(keys));
        async move {
            match done.await? {
                Done::Removed(removed) => Ok(removed),
                Done::Kept | Done::Appended(_) => Ok(0),
            }
        }
    }

    /// Puts stints, each in place of the one of the same agent that began at the same time.
    ///
    /// # Errors
    /// As [`append`](Self::append)
    pub fn put_stints(
        &self,
        stints: Vec<Stint>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send + use<> {
        kept(self.hand_in(Work::PutStints(stints)))
    }

    /// Keeps a small text by its name.
    ///
    /// # Errors
    /// As [`append`](Self::append)
    pub fn set_mark(
        &self,
        name: &str,
        text: &str,
    ) -> impl Future<Output = Result<(), StoreError>> + Send + use<> {
        kept(self.hand_in(Work::SetMark { name: name.to_owned(), body: text.to_owned() }))
    }

    /// # Errors
    /// [`StoreError::Read`]; so do all that follow.
    pub async fn get_mark(&self, name: &str) -> Result<Option<String>, StoreError> {
        marks::get(&self.inner.pool, name).await
    }

    /// The newest keyframe of that format that is not later than `before`.
    pub async fn newest_keyframe(&self, before: Millis, format: u32) -> Result<Option<Keyframe>, StoreError> {
        journal::newest_keyframe(&self.inner.pool, before, format).await
    }

    /// Up to `limit` entries behind `after` whose time is not later than `until`, in order of position.
    pub async fn entries(
        &self,
        after: Position,
        until: Millis,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        // One transaction: an entry that is being folded is seen before or after, not twice and not never.
        let mut reading = self.inner.pool.begin().await?;
        Ok(journal::entries(&mut reading, after, until, limit).await?)
    }

    /// The last entry's position and time.
    pub async fn end_of_journal(&self) -> Result<Option<(Position, Millis)>, StoreError> {
        let mut reading = self.inner.pool.begin().await?;
        Ok(journal::end(&mut reading).await?)
    }

    /// From where to where the journal reaches; `None` when it is empty.
    pub async fn journal_span(&self) -> Result<Option<JournalSpan>, StoreError> {
        journal::span(&self.inner.pool).await
    }

    /// What could not be kept, the oldest first.
    pub async fn gaps(&self) -> Result<Vec<Gap>, StoreError> {
        gaps::all(&self.inner.pool).await
    }

    /// In the order asked for: the newest first, if nothing is said.
    pub async fn calls(&self, query: &CallQuery) -> Result<Vec<Call>, StoreError> {
        calls::find(&self.inner.pool, &self.inner.effort, query).await
    }

    /// The same in parts of `limit`: those behind the bookmark, and where the next part begins (`None`: that was all).
    /// A part far back is read as quickly as the first; what is kept meanwhile shifts nothing. `offset` does not count.
    pub async fn calls_behind(
        &self,
        query: &CallQuery,
        bookmark: Option<Bookmark>,
    ) -> Result<(Vec<Call>, Option<Bookmark>), StoreError> {
        calls::go_on(&self.inner.pool, &self.inner.effort, query, bookmark).await
    }

    /// How many there are, whatever `limit` and `offset` say.
    pub async fn count(&self, query: &CallQuery) -> Result<Counted, StoreError> {
        calls::count(&self.inner.pool, &self.inner.effort, query).await
    }

    /// Every call that was live in the span, or has a passage or a miss in it; the newest first, by start.
    pub async fn calls_touching(&self, span: Span) -> Result<Vec<Call>, StoreError> {
        self.calls(&CallQuery { when: Some(When::Active(span)), ..CallQuery::default() }).await
    }

    /// In no particular order; a key that is not there is left out.
    pub async fn calls_by_key(&self, keys: &[Text]) -> Result<Vec<Call>, StoreError> {
        calls::with_keys(&self.inner.pool, keys).await
    }

    /// Stints that touch the span, by agent and time.
    pub async fn stints(&self, span: Span) -> Result<Vec<Stint>, StoreError> {
        stints::touching(&self.inner.pool, span).await
    }

    /// Whether what is handed in is being kept.
    pub fn health(&self) -> watch::Receiver<Health> {
        self.inner.health.clone()
    }

    /// Copies the whole store, as it is at this moment, into a new file, while it is written on.
    ///
    /// # Errors
    /// [`BackupError`]: the file exists, or cannot be written.
    pub async fn backup(&self, to: &Path) -> Result<Backup, BackupError> {
        crate::backup::copy(&self.inner.file, to).await
    }

    /// Folds older entries now, and removes what is older than the settings keep, instead of within the minute and the
    /// hour. Yields how many segments were made and how many rows were removed.
    pub async fn tidy(&self) -> Result<(u64, u64), StoreError> {
        Ok((self.inner.housekeeper.fold().await?, self.inner.housekeeper.forget().await?))
    }

    /// Writes what is still waiting and closes; every handle's requests are refused from now on.
    pub async fn close(&self) {
        self.inner.housekeeping.abort();
        self.inner.inbox.close();
        // The last one to close carries the log over into the database: that should be the writer.
        self.inner.pool.close().await;
        if let Some(writer) = self.inner.writer.lock().await.take() {
            let _ = writer.await;
        }
    }

    fn hand_in(&self, work: Work) -> impl Future<Output = Result<Done, StoreError>> + Send + use<> {
        let (reply, answer) = oneshot::channel();
        self.inner.inbox.push(work, reply, (self.inner.now)());
        async move { answer.await.unwrap_or(Err(StoreError::Closed)) }
    }
}

async fn kept(done: impl Future<Output = Result<Done, StoreError>> + Send) -> Result<(), StoreError> {
    done.await.map(|_| ())
}
