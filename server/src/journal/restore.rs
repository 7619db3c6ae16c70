//! The stage after a restart: the newest keyframe, and what came after it.

use floor::Source;
use store::{Lost, Position, Store, StoreError};
use wire::Millis;

use super::entry::{self, What};
use super::keyframe;
use crate::ledger::Teller;
use crate::live::{Meta, Stage};

/// What came last is folded again, so that the ledger is told of it once more: what it had not written at a forced stop
/// would be lost otherwise.
const FOLDED_AT_LEAST: Millis = 60_000;
/// So much is told to the ledger again: more might not fit into its mailbox, and it had written what is older.
const TOLD_AGAIN: Millis = 2 * 60_000;
/// After so long nothing on the board would be true any more: it begins empty, and with a gap.
const TOO_OLD: Millis = 4 * 3_600_000;
const PAGE: usize = 1_000;

/// What a server begins with.
pub struct Restored {
    pub stage: Stage,
    /// Nothing was restored.
    pub anew: bool,
    /// Where the journal ended: the last entry's position and time.
    pub end: Option<(Position, Millis)>,
    /// When the feed was last heard, for what it told meanwhile to be asked for.
    pub heard_at: Option<Millis>,
    /// Entries that were folded.
    pub folded: usize,
}

/// Reads the stage as the last server left it, and tells the ledger what its last minutes were.
///
/// # Errors
/// When the store cannot be read.
pub async fn restore(
    store: &Store,
    meta: &Meta,
    now: Millis,
    teller: Option<&mut Teller>,
) -> Result<Restored, StoreError> {
    let end = store.end_of_journal().await?;
    let nothing = |stage| Restored { stage, anew: true, end, heard_at: None, folded: 0 };
    let Some((_, ended_at)) = end.filter(|(_, at)| now - at <= TOO_OLD) else {
        return Ok(nothing(Stage::empty(meta.clone())));
    };
    let Some((stage, position)) = beginning(store, ended_at).await? else {
        tracing::warn!("the journal is of another version of Callboard: the board begins empty");
        return Ok(nothing(Stage::empty(meta.clone())));
    };
    let mut fold = Fold { store, stage, position, folded: 0 };
    if let Err(error) = fold.go_on(ended_at, teller).await? {
        tracing::warn!(%error, "the journal cannot be read to its end: the board begins empty");
        return Ok(nothing(Stage::empty(meta.clone())));
    }
    let heard_at = fold.stage.floor.source(Source::Events).heard_at;
    Ok(Restored { stage: fold.stage, anew: false, end, heard_at, folded: fold.folded })
}

/// The newest keyframe that is a minute older than the end, or the newest of all. None is good that lies before entries
/// which the disk lost, if there is a later one.
async fn beginning(store: &Store, ended_at: Millis) -> Result<Option<(Stage, Position)>, StoreError> {
    let gaps = store.gaps().await?;
    let lost_after = gaps.iter().filter(|gap| gap.lost == Lost::Journal).map(|gap| gap.after).max();
    for before in [ended_at - FOLDED_AT_LEAST, ended_at] {
        let found = store.newest_keyframe(before, keyframe::FORMAT).await?;
        let is_last = before == ended_at;
        let is_whole = |kept: &store::Keyframe| is_last || lost_after.is_none_or(|lost| kept.position > lost);
        if let Some((stage, position)) = found.filter(is_whole).and_then(|kept| read(&kept)) {
            return Ok(Some((stage, position)));
        }
    }
    Ok(None)
}

fn read(kept: &store::Keyframe) -> Option<(Stage, Position)> {
    keyframe::decode(&kept.body)
        .inspect_err(|error| tracing::warn!(%error, "a keyframe of the journal cannot be read"))
        .ok()
        .map(|stage| (stage, kept.position))
}

struct Fold<'a> {
    store: &'a Store,
    stage: Stage,
    position: Position,
    folded: usize,
}

impl Fold<'_> {
    async fn go_on(
        &mut self,
        ended_at: Millis,
        mut teller: Option<&mut Teller>,
    ) -> Result<Result<(), entry::OtherVersion>, StoreError> {
        loop {
            let page = self.store.entries(self.position, Millis::MAX, PAGE).await?;
            if page.is_empty() {
                return Ok(Ok(()));
            }
            for stored in page {
                self.position = stored.position;
                let what = match entry::decode(&stored.body) {
                    Ok(what) => what,
                    Err(error) => return Ok(Err(error)),
                };
                if matches!(what, What::Hole { .. })
                    && let Some((stage, position)) = self.after_the_hole(ended_at).await?
                {
                    (self.stage, self.position) = (stage, position);
                    break;
                }
                let touched = self.stage.take(what);
                let is_late = stored.at >= ended_at - TOLD_AGAIN;
                if let Some(teller) = teller.as_deref_mut().filter(|_| is_late) {
                    teller.tell(&self.stage.floor, &touched.floor, stored.at);
                }
                self.folded += 1;
            }
            // The ledger takes in what it was told.
            tokio::task::yield_now().await;
        }
    }

    /// A keyframe behind this place, from which the board is whole again.
    async fn after_the_hole(&self, ended_at: Millis) -> Result<Option<(Stage, Position)>, StoreError> {
        let found = self.store.newest_keyframe(ended_at, keyframe::FORMAT).await?;
        Ok(found.filter(|kept| kept.position >= self.position).and_then(|kept| read(&kept)))
    }
}
