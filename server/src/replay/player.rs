use std::collections::VecDeque;
use std::time::Duration;

use store::{Position, Store, Stored};
use tokio::time::Instant;
use wire::{Millis, NoReplay};

use super::unreadable;
use crate::clock;
use crate::journal::{self, Hole, What, Why};
use crate::live::{Stage, Touched};

/// Entries read ahead.
const PAGE: usize = 500;
/// What happened a moment ago is still on its way to the disk.
const WRITTEN_WITHIN: Duration = Duration::from_secs(3);
const LOOKED_EVERY: Duration = Duration::from_millis(50);
const ON_ITS_WAY: Millis = 1_000;
/// A replay of hours learns of holes that come meanwhile.
const HOLES_READ_EVERY: Duration = Duration::from_secs(10);
/// A server that runs records a tick each second: silence for longer is the end of the journal.
const SILENCE: Millis = 5_000;

/// One replay: a stage as of a moment, which goes on from there.
pub struct Player {
    store: Store,
    stage: Stage,
    /// Of the last entry folded, and its time.
    position: Position,
    folded_at: Millis,
    /// The moment that is shown.
    at: Millis,
    /// Read and not folded yet.
    ahead: VecDeque<Stored>,
    holes: Vec<Hole>,
    holes_read: Instant,
    frames: u64,
}

/// What became of a step.
pub enum Step {
    /// The stage is as of the moment asked for.
    Went(Touched),
    /// Before that moment comes a time of which nothing is recorded, or another server's: the replay goes on at its end.
    Jump(Hole),
    /// All that is recorded has been shown.
    Ends,
}

impl Player {
    /// The stage as of that moment.
    pub(super) async fn seek(store: Store, at: Millis) -> Result<Self, NoReplay> {
        let now = clock::now();
        if at > now {
            return Err(NoReplay::Future { now });
        }
        let until = recorded_until(&store, at).await?;
        let holes = journal::holes(&store).await.map_err(unreadable)?;
        if let Some(hole) = holes.iter().find(|hole| hole.contains(at)) {
            return Err(NoReplay::NotRecorded { from: hole.from, until: hole.until });
        }
        if at > until {
            return Err(NoReplay::NotRecorded { from: until, until: now });
        }
        let kept = store.newest_keyframe(at, journal::FORMAT).await.map_err(unreadable)?;
        let kept = kept.ok_or(NoReplay::OtherVersion)?;
        // Entries are missing on the way from that keyframe.
        let lost = |hole: &&Hole| hole.why == Why::Disk && hole.until > kept.at && hole.until <= at;
        if let Some(hole) = holes.iter().find(lost) {
            return Err(NoReplay::NotRecorded { from: hole.from, until: at + 1 });
        }
        let stage = journal::decode_keyframe(&kept.body).map_err(|_| NoReplay::OtherVersion)?;
        let mut player = Self {
            store,
            stage,
            position: kept.position,
            folded_at: kept.at,
            at,
            ahead: VecDeque::new(),
            holes,
            holes_read: Instant::now(),
            frames: 0,
        };
        player.fold(at).await?;
        Ok(player)
    }

    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Frames sent after the snapshot.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    pub fn next_frame(&mut self) -> u64 {
        self.frames += 1;
        self.frames
    }

    /// Goes on to a later moment.
    ///
    /// # Errors
    /// When what comes cannot be read.
    pub async fn advance(&mut self, until: Millis) -> Result<Step, NoReplay> {
        if self.holes_read.elapsed() > HOLES_READ_EVERY {
            self.holes = journal::holes(&self.store).await.map_err(unreadable)?;
            self.holes_read = Instant::now();
        }
        if let Some(hole) = self.holes.iter().find(|hole| hole.until > self.at && hole.from < until) {
            return Ok(Step::Jump(*hole));
        }
        let touched = self.fold(until).await?;
        self.at = until;
        let silent = self.ahead.is_empty() && until > self.folded_at + SILENCE;
        Ok(if silent || until >= clock::now() - ON_ITS_WAY { Step::Ends } else { Step::Went(touched) })
    }

    /// Goes on at another moment.
    ///
    /// # Errors
    /// Why that moment cannot be shown.
    pub async fn jump(&mut self, at: Millis) -> Result<(), NoReplay> {
        let frames = self.frames;
        *self = Self { frames, ..Self::seek(self.store.clone(), at).await? };
        Ok(())
    }

    /// Takes in all entries up to that moment.
    async fn fold(&mut self, until: Millis) -> Result<Touched, NoReplay> {
        let mut touched = Touched::default();
        loop {
            if self.ahead.is_empty() {
                let read = self.store.entries(self.position, Millis::MAX, PAGE).await;
                self.ahead = read.map_err(unreadable)?.into();
            }
            let Some(next) = self.ahead.pop_front_if(|next| next.at <= until) else { return Ok(touched) };
            let what = journal::decode(&next.body).map_err(|_| NoReplay::OtherVersion)?;
            if let What::Hole { from, .. } = what {
                // A keyframe should have come with it.
                return Err(NoReplay::NotRecorded { from, until: next.at });
            }
            (self.position, self.folded_at) = (next.position, next.at);
            touched.merge(self.stage.take(what));
        }
    }
}

/// Until when there is something to see: at least that moment, if it is being written now.
async fn recorded_until(store: &Store, at: Millis) -> Result<Millis, NoReplay> {
    let span = store.journal_span().await.map_err(unreadable)?.ok_or(NoReplay::NoRecord)?;
    if at < span.from {
        return Err(NoReplay::BeforeRecording { from: span.from });
    }
    let asked = Instant::now();
    let mut until = span.until;
    while until < at && clock::now() - until <= SILENCE && asked.elapsed() < WRITTEN_WITHIN {
        tokio::time::sleep(LOOKED_EVERY).await;
        let end = store.end_of_journal().await.map_err(unreadable)?;
        until = end.map_or(until, |(_, end)| end);
    }
    Ok(until)
}
