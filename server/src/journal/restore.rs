//! The stage after a restart: the newest keyframe, and what came after it.

use floor::Source;
use store::{Position, Store, StoreError};
use wire::Millis;

use super::entry;
use super::keyframe;
use crate::live::{Meta, Stage};

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

/// Reads the stage as the last server left it.
///
/// # Errors
/// When the store cannot be read.
pub async fn restore(store: &Store, meta: &Meta, now: Millis) -> Result<Restored, StoreError> {
    let end = store.end_of_journal().await?;
    let nothing = |stage| Restored { stage, anew: true, end, heard_at: None, folded: 0 };
    let Some((_, ended_at)) = end.filter(|(_, at)| now - at <= TOO_OLD) else {
        return Ok(nothing(Stage::empty(meta.clone())));
    };
    let Some((mut stage, position)) = newest(store, ended_at).await? else {
        tracing::warn!("the journal is of another version of Callboard: the board begins empty");
        return Ok(nothing(Stage::empty(meta.clone())));
    };
    match go_on(store, &mut stage, position).await? {
        Ok(folded) => {
            let heard_at = stage.floor.source(Source::Events).heard_at;
            Ok(Restored { stage, anew: false, end, heard_at, folded })
        }
        Err(error) => {
            tracing::warn!(%error, "the journal cannot be read to its end: the board begins empty");
            Ok(nothing(Stage::empty(meta.clone())))
        }
    }
}

/// The newest keyframe up to that moment. After a hole comes one, so nothing that was lost lies behind it.
async fn newest(store: &Store, until: Millis) -> Result<Option<(Stage, Position)>, StoreError> {
    let found = store.newest_keyframe(until, keyframe::FORMAT).await?;
    let read = |kept: store::Keyframe| {
        keyframe::decode(&kept.body)
            .inspect_err(|error| tracing::warn!(%error, "a keyframe of the journal cannot be read"))
            .ok()
            .map(|stage| (stage, kept.position))
    };
    Ok(found.and_then(read))
}

/// Takes in all that comes after that position, and yields how much that was.
async fn go_on(
    store: &Store,
    stage: &mut Stage,
    mut position: Position,
) -> Result<Result<usize, entry::OtherVersion>, StoreError> {
    let mut folded = 0;
    loop {
        let page = store.entries(position, Millis::MAX, PAGE).await?;
        if page.is_empty() {
            return Ok(Ok(folded));
        }
        for stored in page {
            match entry::decode(&stored.body) {
                Ok(what) => stage.take(what),
                Err(error) => return Ok(Err(error)),
            };
            position = stored.position;
            folded += 1;
        }
    }
}
