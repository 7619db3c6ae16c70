//! The task that writes: it encodes what the recorder hands on, and hands it to the store some at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use store::{Keyframe, Position, Store, StoreError};
use tokio::time::{Instant, timeout_at};
use wire::Millis;

use super::entry::{self, Entry, What};
use super::holes::{self, Hole, Why};
use super::keyframe;
use super::recorder::{Record, Records};

/// A server that is killed loses what viewers saw in this time, at most.
const GATHERED_WITHIN: Duration = Duration::from_millis(200);
/// Entries of one batch.
const MOST: usize = 1_000;

pub(super) struct Writer {
    store: Store,
    /// Of the last entry handed in; `None` while that is not known, because some were lost on the way.
    position: Option<Position>,
    /// The time of the last entry, while none of this server's has come.
    ended_before: Option<Millis>,
    refused: bool,
}

impl Writer {
    pub fn new(store: Store, end: Option<(Position, Millis)>) -> Self {
        Self {
            store,
            position: Some(end.map_or(Position::START, |(position, _)| position)),
            ended_before: end.map(|(_, at)| at),
            refused: false,
        }
    }

    pub async fn run(mut self, mut records: Records) {
        while let Some(first) = records.receiver.recv().await {
            let mut gathered = vec![first];
            let until = Instant::now() + GATHERED_WITHIN;
            while gathered.len() < MOST {
                match timeout_at(until, records.receiver.recv()).await {
                    Ok(Some(record)) => gathered.push(record),
                    Ok(None) | Err(_) => break,
                }
            }
            self.write(gathered, &records.wanted).await;
        }
    }

    async fn write(&mut self, records: Vec<Record>, wanted: &Arc<AtomicBool>) {
        let mut batch = Vec::with_capacity(records.len());
        for record in records {
            match record {
                Record::Entry(entry) => {
                    self.note_hole(&entry).await;
                    match entry::encode(&entry.what) {
                        Ok(body) => batch.push(store::Entry { at: entry.at, body }),
                        Err(error) => self.fail(&error, wanted),
                    }
                }
                Record::Keyframe { at, stage } => {
                    self.append(std::mem::take(&mut batch), wanted).await;
                    let Some(position) = self.position else { continue };
                    match keyframe::encode(&stage) {
                        Ok(body) => {
                            let kept = Keyframe { position, at, format: keyframe::FORMAT, body };
                            if let Err(error) = self.store.keyframe(kept).await {
                                tracing::debug!(%error, "a keyframe of the journal is not kept yet");
                            }
                        }
                        Err(error) => self.fail(&error, wanted),
                    }
                }
            }
        }
        self.append(batch, wanted).await;
    }

    async fn append(&mut self, batch: Vec<store::Entry>, wanted: &Arc<AtomicBool>) {
        let Ok(count) = i64::try_from(batch.len()) else { return };
        if count == 0 {
            return;
        }
        match self.store.append(batch).await {
            Ok(position) => {
                if self.position.replace(Position(position.0)).is_none() {
                    // What was lost before is a gap; from a keyframe on, a replay is right again.
                    wanted.store(true, Ordering::Relaxed);
                }
            }
            // It will be written in its order, so the places of what follows are known.
            Err(StoreError::Held(_)) => {
                self.position = self.position.map(|position| Position(position.0 + count));
            }
            Err(StoreError::Lost | StoreError::Closed) => self.position = None,
            Err(error @ (StoreError::Refused(_) | StoreError::Read(_))) => {
                self.position = None;
                self.fail(&error, wanted);
            }
        }
    }

    /// A time in which this server did not run, or could not keep up.
    async fn note_hole(&mut self, entry: &Entry) {
        let hole = match (&entry.what, self.ended_before.take()) {
            (What::Hole { from, .. }, _) => Hole { from: *from - 1, until: entry.at, why: Why::TooFast },
            (_, Some(from)) if from < entry.at => Hole { from, until: entry.at, why: Why::Stopped },
            _ => return,
        };
        if let Err(error) = holes::note(&self.store, hole).await {
            tracing::debug!(%error, "a hole of the journal is not noted yet");
        }
    }

    fn fail(&mut self, error: &dyn std::error::Error, wanted: &Arc<AtomicBool>) {
        wanted.store(true, Ordering::Relaxed);
        if !std::mem::replace(&mut self.refused, true) {
            tracing::error!(%error, "an entry of the journal could not be kept; a replay of now will be wrong");
        }
    }
}
