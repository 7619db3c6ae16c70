//! Seeing again what was: the journal folded onto a stage of its own, and shown by the same views as the live board.
//!
//! * [`Replays`]: how many may run at once, and the board as of a moment.
//! * [`player`]: one replay: it begins at a moment and goes on from there.

mod player;

use std::sync::Arc;

use store::{Health, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wire::{Frame, Millis, NoReplay};

use crate::clock;
use crate::journal::{self, Hole};
use crate::live::{Sight, View};
pub use player::{Player, Step};

/// Replays that run at once. Each holds one stage and one page of the journal in memory.
const AT_ONCE: usize = 16;

/// What the server can show again.
#[derive(Clone)]
pub struct Replays {
    store: Option<Store>,
    room: Arc<Semaphore>,
}

/// What the journal holds.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The first and the last entry's time; `None` while there is none.
    pub span: Option<(Millis, Millis)>,
    /// Of the last entry on disk: everything up to it is acknowledged. 0 while there is none.
    pub position: i64,
    pub holes: Vec<Hole>,
    pub health: Health,
}

/// A replay's place among the few that run at once.
pub struct Room(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

impl Replays {
    /// Without a store nothing can be shown again.
    pub fn new(store: Option<Store>) -> Self {
        Self { store, room: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Begins a replay at that moment.
    ///
    /// # Errors
    /// Why that moment cannot be shown.
    pub async fn play(&self, at: Millis) -> Result<(Player, Room), NoReplay> {
        let store = self.store.as_ref().ok_or(NoReplay::NoRecord)?;
        let room = Arc::clone(&self.room).try_acquire_owned().map_err(|_| NoReplay::TooMany)?;
        Ok((Player::seek(store.clone(), at).await?, Room(room)))
    }

    /// The board as it was at that moment, as the first frame of a replay has it.
    ///
    /// # Errors
    /// Why that moment cannot be shown.
    pub async fn board_at(&self, at: Millis, sight: Sight) -> Result<Frame, NoReplay> {
        let (player, _room) = self.play(at).await?;
        Ok(snapshot(&player, &View::of(player.stage(), sight), at))
    }

    /// The call of this leg as it was on the floor at that moment; `None` when it was not, or nothing is recorded of
    /// that time.
    pub async fn call_at(&self, leg: &str, at: Millis) -> Option<Box<floor::Call>> {
        let (player, _room) = self.play(at).await.ok()?;
        player.stage().floor.call_of(&leg.into()).cloned().map(Box::new)
    }

    /// What there is to see again.
    ///
    /// # Errors
    /// [`NoReplay::NoRecord`] when nothing is kept, or it cannot be read.
    pub async fn recorded(&self) -> Result<Recorded, NoReplay> {
        let store = self.store.as_ref().ok_or(NoReplay::NoRecord)?;
        let span = store.journal_span().await.map_err(unreadable)?;
        Ok(Recorded {
            span: span.as_ref().map(|span| (span.from, span.until)),
            position: span.map_or(0, |span| span.last.0),
            holes: journal::holes(store).await.map_err(unreadable)?,
            health: store.health().borrow().clone(),
        })
    }
}

/// A replay's frames are of an epoch of their own, so that no viewer takes them for the live stream's.
pub const EPOCH: &str = "replay";

pub fn snapshot(player: &Player, view: &View, at: Millis) -> Frame {
    let board = view.board.clone();
    Frame::Snapshot { epoch: EPOCH.to_owned(), seq: player.frames(), at: clock::rfc3339(at), board }
}

fn unreadable(error: store::StoreError) -> NoReplay {
    tracing::warn!(%error, "the journal cannot be read");
    NoReplay::NoRecord
}
