//! The live actor's end of the journal: it hands on what it applied, and never waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc;
use wire::Millis;

use super::entry::{Entry, What};
use crate::live::Stage;

/// Entries that may wait for the disk: minutes of a busy centre.
const WAITING: usize = 8_192;
const KEYFRAME_EVERY: Millis = 5 * 60_000;
/// A restart must not have more to fold than this, however busy the centre.
const MOST_BETWEEN_KEYFRAMES: u32 = 20_000;

/// What the writer is handed.
#[derive(Debug)]
pub(super) enum Record {
    Entry(Entry),
    /// The stage as it is after all entries so far.
    Keyframe {
        at: Millis,
        stage: Box<Stage>,
    },
}

#[derive(Debug)]
pub struct Recorder {
    sender: mpsc::Sender<Record>,
    /// The writer asks for a keyframe, because something before it could not be written.
    wanted: Arc<AtomicBool>,
    keyframe_at: Option<Millis>,
    since_keyframe: u32,
    hole: Option<Hole>,
}

/// What did not fit into the queue, so far.
#[derive(Debug, Clone, Copy)]
struct Hole {
    from: Millis,
    lost: u64,
}

/// The writer's end.
#[derive(Debug)]
pub(super) struct Records {
    pub receiver: mpsc::Receiver<Record>,
    pub wanted: Arc<AtomicBool>,
}

pub(super) fn channel() -> (Recorder, Records) {
    let (sender, receiver) = mpsc::channel(WAITING);
    let wanted = Arc::<AtomicBool>::default();
    let recorder =
        Recorder { sender, wanted: Arc::clone(&wanted), keyframe_at: None, since_keyframe: 0, hole: None };
    (recorder, Records { receiver, wanted })
}

impl Recorder {
    /// Hands on what happened; `stage` is as it was made by that.
    pub fn record(&mut self, entry: Entry, stage: &Stage) {
        let at = entry.at;
        if self.hole.is_some() {
            self.lose(at);
            // The next thing after a hole is a keyframe, so that a replay is right again.
            if self.sender.capacity() >= WAITING / 2 {
                self.close_hole(at, stage);
            }
            return;
        }
        match self.sender.try_send(Record::Entry(entry)) {
            Ok(()) => self.since_keyframe += 1,
            Err(_) => return self.lose(at),
        }
        let due = self.keyframe_at.is_none_or(|last| at - last >= KEYFRAME_EVERY);
        if due || self.since_keyframe >= MOST_BETWEEN_KEYFRAMES || self.wanted.load(Ordering::Relaxed) {
            self.keyframe(at, stage);
        }
    }

    /// At a clean stop: what is there, so that the next start has nothing to fold.
    pub fn stop(mut self, at: Millis, stage: &Stage) {
        match self.hole {
            Some(_) => self.close_hole(at, stage),
            None => {
                // What does not fit any more is not missed: the next start folds what did.
                let _ = self.sender.try_send(Record::Entry(Entry { at, what: What::Ended }));
                self.keyframe(at, stage);
            }
        }
    }

    /// Until everything handed on is with the writer.
    #[cfg(test)]
    pub async fn settled(&self) {
        while self.sender.capacity() < WAITING {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    }

    fn keyframe(&mut self, at: Millis, stage: &Stage) {
        let kept = Record::Keyframe { at, stage: Box::new(stage.clone()) };
        // One that does not fit is tried again with the next entry.
        if self.sender.try_send(kept).is_ok() {
            self.keyframe_at = Some(at);
            self.since_keyframe = 0;
            self.wanted.store(false, Ordering::Relaxed);
        }
    }

    fn lose(&mut self, at: Millis) {
        if self.hole.is_none() {
            tracing::warn!(
                "the journal is behind: what happens from here on is not recorded until it has caught up"
            );
        }
        self.hole.get_or_insert(Hole { from: at, lost: 0 }).lost += 1;
    }

    fn close_hole(&mut self, at: Millis, stage: &Stage) {
        let Some(Hole { from, lost }) = self.hole else { return };
        let told = Record::Entry(Entry { at, what: What::Hole { from, lost } });
        if self.sender.try_send(told).is_ok() {
            tracing::info!(lost, "the journal has caught up; a replay is right again from here on");
            self.hole = None;
            self.keyframe(at, stage);
        }
    }
}
